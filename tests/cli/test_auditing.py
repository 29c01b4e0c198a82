"""`earshot audit`, as somebody who proves that the log is whole."""

from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from earshot import app
from services.db import transaction
from services.people import audit
from tests.emptying import GUARDED

runner = CliRunner()


def call(*arguments: str, code: int = 0) -> str:
    done = runner.invoke(app, ["audit", *arguments], catch_exceptions=False)
    assert done.exit_code == code, done.output
    return done.output


def record_some(count: int) -> None:
    for number in range(count):
        with transaction() as session:
            audit.record(session, actor="bob", act="call.listened", subject=str(number))


def tamper(sql: str) -> None:
    """As whoever owns the database can: around the guards."""
    with transaction() as session:
        for table in GUARDED:
            session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        session.execute(text(sql))
        for table in GUARDED:
            session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))


@pytest.fixture
def noted(database: None, home: Path) -> str:
    """The head of a log of three entries, as somebody wrote it down."""
    record_some(3)
    return call("head").strip()


def test_a_whole_log_says_so_and_where_it_ends(noted: str) -> None:
    assert noted.startswith("3:")
    told = call("verify", "--head", noted)
    assert "Whole: 3 entries." in told
    assert noted in told

    record_some(2)
    assert "Whole: 5 entries." in call("verify", "--head", noted)
    assert call("head").startswith("5:")


def test_an_empty_log_is_whole(database: None, home: Path) -> None:
    assert "Whole: 0 entries." in call("verify")


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE audit_entry SET actor = 'eve' WHERE subject = '1'", "Broken at entry 2"),
        ("DELETE FROM audit_link WHERE seq = 2", "Broken at entry"),
        (
            "INSERT INTO audit_entry (actor, act, subject, at, facts, digest)"
            r" VALUES ('eve', 'call.listened', 'x', now(), '{}', '\x00')",
            "is not in the chain",
        ),
    ],
)
def test_what_was_tampered_with_is_named_and_the_exit_code_tells(
    noted: str, sql: str, told: str
) -> None:
    tamper(sql)

    assert told in call("verify", code=1)


def test_an_end_that_was_cut_off_is_seen_by_the_noted_head_alone(noted: str) -> None:
    tamper("DELETE FROM audit_link WHERE seq = 3; DELETE FROM audit_entry WHERE subject = '2'")

    assert "Whole: 2 entries." in call("verify")
    assert "Broken" in call("verify", "--head", noted, code=1)


def test_a_head_that_is_none_is_refused_in_a_sentence(database: None, home: Path) -> None:
    assert "as `audit head` says it" in call("verify", "--head", "rubbish", code=2)
