"""What `make chaos` writes into the page."""

from pathlib import Path

import pytest

from tests.chaos import report
from tests.chaos.__main__ import SCENARIOS
from tests.chaos.attempt import Outcome

RIGHT = Outcome(
    "database",
    "kill -9 of PostgreSQL",
    times=3,
    events=1200,
    sounds=7,
    told={"502": 1, "503 database-away": 12},
    silence_s=4.2,
    settled_s=0.5,
    boards_s=1.2,
    heard_s=3.0,
    notes=["it was noticed"],
)
WRONG = Outcome("api", "kill -9 of an API", faults=["events lost: 7"])
SKIPPED = Outcome("clock", "a clock jumps", skipped="there is no libfaketime")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- chaos: begin -->\nold\n<!-- chaos: end -->\nafter\n")
    return page


def test_the_page_tells_what_was_right_wrong_and_not_tried(page: Path) -> None:
    told = report.report([RIGHT, WRONG, SKIPPED], minutes=0.5, whole=False)

    report.write_page(told, page)

    text = page.read_text()
    assert text.startswith("before\n<!-- chaos: begin -->\nRun on ")
    assert text.endswith("<!-- chaos: end -->\nafter\n")
    assert "\nold\n" not in text
    assert (
        "| database × 3 | 1,200 events, 7 recordings | 12 × 503 database-away, 1 × 502 | 4.2 s"
        " | after 0.5 s | after 1.2 s | after 3.0 s | no |" in text
    )
    assert "| never | never | never | events lost: 7 |" in text
    assert "| clock | not tried: there is no libfaketime |" in text
    assert "- `database`: it was noticed" in text


def test_writing_the_same_again_changes_nothing(page: Path) -> None:
    told = report.report([RIGHT], minutes=0.5, whole=False)
    report.write_page(told, page)
    once = page.read_text()

    report.write_page(told, page)

    assert page.read_text() == once


def test_a_page_without_a_place_is_said_to_have_none(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("nothing here\n")

    with pytest.raises(ValueError, match="no place"):
        report.write_page(report.report([], minutes=1, whole=False), page)


def test_the_page_that_is_shipped_tells_of_every_scenario() -> None:
    text = report.PAGE.read_text()

    assert [name for name in SCENARIOS if f"- `{name}`:" not in text] == []
