"""`earshot rules`: scorecards as files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from sqlmodel import select
from typer.testing import CliRunner

from earshot import app
from services.db import transaction
from services.people import organisation
from services.scoring import scorecards
from services.scoring.card import ScorecardBody
from services.settings import get_settings
from services.tables import AuditEntry
from tests.factories import make_scorecard

RUNNER = CliRunner()
CARD = """\
pass_score: 70
rules:
- key: greeting
  name: 问候
  condition:
    type: said
    packs: [greeting_zh]
  points: 20
"""


def rules(*words: str, code: int = 0) -> str:
    done = RUNNER.invoke(app, ["rules", *words], catch_exceptions=False)
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "card.yaml"
    path.write_text(CARD)
    return path


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("EARSHOT_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    get_settings.cache_clear()
    yield
    monkeypatch.undo()
    get_settings.cache_clear()


def test_a_file_is_checked_without_a_database(file: Path, no_database: None) -> None:
    assert "1 rules, nothing wrong" in rules("check", str(file))


def test_everything_wrong_is_told_with_its_line(file: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(CARD + "  effekt: earn\n- key: bad\n  name: [x]\n")

    output = rules("check", str(file), str(wrong), code=1)

    assert f"{file}: 1 rules, nothing wrong" in output
    assert f"{wrong}:9: rules.0.effekt (greeting): There is no such field here." in output
    assert f"{wrong}:11: rules.1.name (bad): " in output


def test_packs_that_only_the_database_knows_are_said_to_be_unchecked(file: Path) -> None:
    file.write_text(CARD.replace("greeting_zh", "our_own"))

    assert "not looked at: word packs our_own" in rules("check", str(file))


def test_a_card_goes_out_and_comes_in_as_the_next_version(database: None, tmp_path: Path) -> None:
    with transaction() as session:
        make_scorecard(session)
    out = tmp_path / "out.yaml"

    assert "Version 1 of Telesales" in rules("export", "Telesales", "--output", str(out))
    assert rules("export", "Telesales") == out.read_text()
    assert "Version 2 of Telesales is draft." in rules("import", "Telesales", str(out))

    with transaction() as session:
        card = scorecards.get_scorecard_named(session, "Telesales")
        first, second = (scorecards.get_version(session, card.id, n) for n in (1, 2))
        assert ScorecardBody.model_validate(first.body) == ScorecardBody.model_validate(second.body)
    assert yaml.safe_load(out.read_text())["rules"][0]["key"] == "greeting"


def test_a_card_is_made_and_published_when_told_so(database: None, file: Path) -> None:
    assert "no such scorecard" in rules("import", "New", str(file), code=1)
    made = rules("import", "New", str(file), "--create", "--publish", "--yes")

    assert "Version 1 of New is published." in made
    assert "greeting_zh" in rules("export", "New")
    with transaction() as session:
        card = scorecards.get_scorecard_named(session, "New")
        assert scorecards.get_version(session, card.id, 1).body["packs"]["greeting_zh"]


def test_a_file_with_anything_wrong_is_not_brought_in(database: None, file: Path) -> None:
    file.write_text(CARD.replace("greeting_zh", "our_own"))

    output = rules("import", "New", str(file), "--create", code=1)

    assert "There is no word pack our_own." in output
    assert "no such scorecard" in rules("export", "New", code=1)


def test_nothing_published_is_told(database: None) -> None:
    with transaction() as session:
        make_scorecard(session, published=False)

    assert "no published version" in rules("export", "Telesales", code=1)
    assert "pass_score" in rules("export", "Telesales", "--number", "1")


def test_a_campaign_is_given_a_scorecard_from_a_day_on(database: None) -> None:
    with transaction() as session:
        make_scorecard(session)
        make_scorecard(session, name="Winter")
        organisation.create_campaign(session, code="spring", name="Spring")

    assert "for all calls: Telesales" in rules("give", "Telesales", "spring", "--yes")
    assert "Nothing was changed." in rules("give", "Telesales", "spring", "--yes")
    told = rules("give", "Winter", "spring", "--from", "2031-02-01", "--yes")

    assert "until 2031-01-31: Telesales" in told
    assert "from 2031-02-01, until further notice: Winter" in told
    with transaction() as session:
        acts = session.exec(
            select(AuditEntry.actor, AuditEntry.subject).where(
                AuditEntry.act == "campaign.scorecards_set"
            )
        ).all()
        assert acts == [("system", "spring")] * 2


def test_who_gives_from_an_early_day_is_asked_about_what_was_to_come_later(
    database: None,
) -> None:
    with transaction() as session:
        make_scorecard(session)
        make_scorecard(session, name="Winter")
        make_scorecard(session, name="Summer")
        organisation.create_campaign(session, code="spring", name="Spring")
    rules("give", "Telesales", "spring", "--yes")
    rules("give", "Winter", "spring", "--from", "2031-02-01", "--yes")
    rules("give", "Summer", "spring", "--from", "2031-06-01", "--yes")

    def asked(*words: str) -> str:
        done = RUNNER.invoke(app, ["rules", "give", *words], input="n\n")
        assert done.exit_code == 1
        return done.output

    both = asked("Winter", "spring", "--from", "2030-01-01")
    one = asked("Telesales", "spring", "--from", "2031-04-01")
    none = asked("Telesales", "spring", "--from", "2030-01-01")

    assert (
        "Score calls of spring with Winter from 2030-01-01 on, and drop 2 later periods"
        " (from 2031-02-01, until 2031-05-31: Winter;"
        " from 2031-06-01, until further notice: Summer)?"
    ) in both
    assert "and drop 1 later period (from 2031-06-01, until further notice: Summer)?" in one
    assert "Score calls of spring with Telesales from 2030-01-01 on?" in none
    kept = rules("give", "Telesales", "spring", "--from", "2030-01-01", "--yes")
    assert "Nothing was changed." in kept
    assert "from 2031-06-01, until further notice: Summer" in kept
    assert "Dropped" not in kept

    given = rules("give", "Winter", "spring", "--from", "2030-01-01", "--yes").splitlines()
    assert given[0] == (
        "Dropped 2 later periods (from 2031-02-01, until 2031-05-31: Winter;"
        " from 2031-06-01, until further notice: Summer)."
    )
    assert given[-1] == "from 2030-01-01, until further notice: Winter"


def test_who_gives_what_there_is_not_is_told_what_there_is(database: None) -> None:
    with transaction() as session:
        make_scorecard(session)
        organisation.create_campaign(session, code="spring", name="Spring")

    wrong_card = rules("give", "Telesale", "spring", "--yes", code=1)
    wrong_campaign = rules("give", "Telesales", "Spring", "--yes", code=1)

    assert "There is no such scorecard. (name=Telesale, known=Telesales)" in wrong_card
    assert "There is no such campaign. (code=Spring, known=spring)" in wrong_campaign
    assert "2031-02-30" in rules("give", "Telesales", "spring", "--from", "2031-02-30", code=2)


def test_giving_asks_and_says_when_nothing_is_published(database: None) -> None:
    with transaction() as session:
        make_scorecard(session, published=False)
        organisation.create_campaign(session, code="spring", name="Spring")

    refused = RUNNER.invoke(app, ["rules", "give", "Telesales", "spring"], input="n\n")
    given = RUNNER.invoke(app, ["rules", "give", "Telesales", "spring"], input="y\n")

    assert refused.exit_code == 1
    assert "Score calls of spring with Telesales from today on?" in refused.output
    assert "has no published version: its calls wait for one." in given.output
