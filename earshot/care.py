"""Looking after Earshot: its database, who works here, its health."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from earshot.console import console, sentences
from earshot.measuring import measure_hearing
from services import doctor as checks
from services import running
from services.db import rehearsal, transaction
from services.onboarding import centre, importing
from services.onboarding.centre import CentreRefused
from services.onboarding.faults import with_lines
from services.settings import get_settings

app = typer.Typer()


@app.command()
def migrate() -> None:
    """Bring the database to the shape this version needs."""
    with sentences(), running.connected():
        console.print("The database is up to date.")


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="JSON, in UTF-8.")],
    dry_run: Annotated[bool, typer.Option(help="Say what it would do, and do nothing.")] = False,
) -> None:
    """Say who works here: units, agents, dialers, scorecards, campaigns and users from a file."""
    text = file.read_bytes()
    with sentences(), _with_lines(text, file):
        wanted = centre.read_centre(text)
        with running.connected(), rehearsal() if dry_run else transaction() as session:
            report = importing.import_centre(session, wanted)
    table = Table("", "added", "changed", "unchanged", box=None)
    for kind, tally in report.kinds.items():
        table.add_row(kind, str(len(tally.added)), str(len(tally.changed)), str(tally.unchanged))
    console.print(table)
    for line in report.lines():
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    if dry_run:
        console.print("Nothing was stored.")
    elif report.passwords:
        console.print("Passwords of new users, shown only now:")
        for login, password in report.passwords.items():
            console.print(f"{login}  {password}", markup=False, highlight=False, soft_wrap=True)


@contextmanager
def _with_lines(text: bytes, file: Path) -> Iterator[None]:
    try:
        yield
    except CentreRefused as error:
        raise CentreRefused([*with_lines(error.faults, text, str(file))]) from error


@app.command()
def doctor(
    recount: Annotated[bool, typer.Option(help="Rebuild all counters and compare.")] = False,
    asr: Annotated[bool, typer.Option("--asr", help="Measure the speech model instead.")] = False,
    sample: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A recording to measure with.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per check.")] = False,
) -> None:
    """Check what Earshot stands on. Exits with 1 when something needs attention."""
    if asr:
        with sentences():
            measure_hearing(sample, as_json=as_json)
        return
    with sentences(), running.connected(migrated=False):
        found = list(checks.examine(get_settings(), count_again=recount))
    if as_json:
        for check in found:
            print(json.dumps(check.as_dict(), ensure_ascii=False))  # noqa: T201
    else:
        table = Table("check", "state", "finding", box=None)
        for check in found:
            state = "[green]ok[/green]" if check.ok else "[red]look[/red]"
            table.add_row(check.name, state, check.finding)
        console.print(table)
    raise typer.Exit(0 if all(check.ok for check in found) else 1)
