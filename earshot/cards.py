"""Scorecards as YAML files: check them, take them out, bring them in, give them to campaigns."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from earshot.console import console, sentences
from services import running
from services.db import transaction
from services.errors import NotFound
from services.people import organisation
from services.scoring import campaigns, checking, exchange, scorecards
from services.scoring.campaigns import NamedPeriod
from services.scoring.card import Pack, ScorecardBody, packs_of
from services.scoring.checking import Checked, Problem
from services.scoring.packs import keeping, shipped
from services.tables import ScorecardVersion

app = typer.Typer(help=__doc__, no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Name of the scorecard.")]
_UNKNOWN = Pack(phrases=("0",))
"""Stands for a pack of one's own, which only the database knows."""


class NothingPublished(NotFound):
    """This scorecard has no published version. Say which one with --number."""


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, readable=True)],
) -> None:
    """Say everything that is wrong with YAML files. Needs no database, and changes nothing."""
    failed = False
    for file in files:
        checked, own = _checked_alone(file.read_bytes())
        _tell(str(file), checked)
        if own:
            listed = ", ".join(sorted(own))
            _say(f"{file}: not looked at: word packs {listed}")
        failed = failed or bool(checked.problems)
    if failed:
        raise typer.Exit(1)


@app.command("export")
def export_card(
    name: Name,
    number: Annotated[int | None, typer.Option(help="Which version; the published one.")] = None,
    output: Annotated[Path | None, typer.Option(help="A file instead of the screen.")] = None,
) -> None:
    """Write a version as YAML, without the words of packs."""
    with sentences(), running.connected(), transaction() as session:
        version = _version(session, name, number)
        text = exchange.dump(ScorecardBody.model_validate(version.body))
    if output is None:
        typer.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        _say(f"Version {version.number} of {name} is in {output}.")


@app.command("import")
def import_card(
    name: Name,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    create: Annotated[bool, typer.Option("--create", help="Make the scorecard.")] = False,
    publish: Annotated[bool, typer.Option("--publish", help="Score calls with it.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Add the next version of a scorecard, as a draft unless it is to be published."""
    if publish and not yes:
        typer.confirm(f"Score calls with it from now on, as {name}?", abort=True)
    with sentences(), running.connected(), transaction() as session:
        checked = checking.check_text(file.read_bytes(), keeping.all_words(session))
        _tell(str(file), checked)
        if checked.body is None or checked.problems:
            raise typer.Exit(1)
        card = (
            scorecards.create_scorecard(session, name=name, created_by="system")
            if create
            else scorecards.get_scorecard_named(session, name)
        )
        version = scorecards.add_version(session, card, checked.body, created_by="system")
        if publish:
            scorecards.publish(session, version, actor="system")
        _say(f"Version {version.number} of {name} is {version.state.value}.")


@app.command("give")
def give_card(
    name: Name,
    campaign: Annotated[str, typer.Argument(help="Its code, which is what dialers call it.")],
    first: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="First day; today, where none is given."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Score a campaign's calls with a scorecard from a day on. Scores that there are stay."""
    day = first.date() if first else None
    with sentences(), running.connected():
        if not yes:
            typer.confirm(_question(name, campaign, day), abort=True)
        _give(name, campaign, day)


def _question(name: str, campaign: str, day: date | None) -> str:
    """Names what is lost by a yes."""
    with transaction() as session:
        card = scorecards.get_scorecard_named(session, name)
        found = organisation.get_campaign_coded(session, campaign)
        dropped = campaigns.dropped_by_giving(session, found, card, from_date=day)
    asked = f"Score calls of {campaign} with {name} from {day or 'today'} on"
    return f"{asked}, and drop {_listed(dropped)}?" if dropped else f"{asked}?"


def _listed(dropped: Sequence[NamedPeriod]) -> str:
    periods = "1 later period" if len(dropped) == 1 else f"{len(dropped)} later periods"
    return f"{periods} ({'; '.join(map(_shown, dropped))})"


def _give(name: str, campaign: str, day: date | None) -> None:
    with transaction() as session:
        card = scorecards.get_scorecard_named(session, name)
        found = organisation.get_campaign_coded(session, campaign)
        dropped = campaigns.dropped_by_giving(session, found, card, from_date=day)
        if not campaigns.give_scorecard(session, found, card, actor="system", from_date=day):
            _say(f"{campaign} already has {name}. Nothing was changed.")
        if dropped:
            _say(f"Dropped {_listed(dropped)}.")
        for period in campaigns.list_periods(session, found.id):
            _say(_shown(period))
        if scorecards.published_version(session, card.id) is None:
            _say(f"{name} has no published version: its calls wait for one.", style="yellow")


def _shown(period: NamedPeriod) -> str:
    """`from 2026-11-22, until further notice: My card`"""
    if period.from_date is None:
        calls = f"until {period.until_date}" if period.until_date else "for all calls"
        return f"{calls}: {period.scorecard_name}"
    last = f"until {period.until_date}" if period.until_date else "until further notice"
    return f"from {period.from_date}, {last}: {period.scorecard_name}"


def _say(text: str, style: str | None = None) -> None:
    console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)


def _checked_alone(text: bytes) -> tuple[Checked, set[str]]:
    """Checked with the packs that are shipped, and which others it names."""
    known = {key: pack.words for key, pack in shipped().items()}
    checked = checking.check_text(text, known)
    own = packs_of(checked.body) - known.keys() if checked.body else set()
    if own:
        checked = checking.check_text(text, {**known, **dict.fromkeys(own, _UNKNOWN)})
    return checked, own


def _tell(file: str, checked: Checked) -> None:
    for problem in checked.problems:
        _say(_line(file, problem), style="red")
    if checked.body is not None and not checked.problems:
        _say(f"{file}: {len(checked.body.rules)} rules, nothing wrong")


def _line(file: str, problem: Problem) -> str:
    """`card.yaml:12: rules.2.condition (greeting): This is missing.`"""
    where = file if problem.line is None else f"{file}:{problem.line}"
    place = problem.path + (f" ({problem.rule})" if problem.rule else "")
    return ": ".join(filter(None, [where, place.strip(), problem.sentence]))


def _version(session: Session, name: str, number: int | None) -> ScorecardVersion:
    card = scorecards.get_scorecard_named(session, name)
    if number is not None:
        return scorecards.get_version(session, card.id, number)
    published = scorecards.published_version(session, card.id)
    if published is None:
        raise NothingPublished(name=name)
    return published
