"""What Earshot says when something is wrong is in the pages that help, in the same words."""

import re

import pytest
import yaml

from scripts import problems
from tests.docs import pages

TROUBLE = pages.ROOT / "docs" / "troubleshooting.md"
ROOMS = ("api", "services", "workers", "earshot")
SHORTEST = 12
"""Shorter pieces of a sentence are found anywhere."""


def test_every_refusal_is_on_its_page() -> None:
    written = problems.page()
    assert problems.PAGE.read_text() == written, "run: python scripts/problems.py"


def test_every_check_of_the_doctor_is_explained() -> None:
    source = (pages.ROOT / "services" / "doctor.py").read_text()
    names = set(re.findall(r'Check\(\s*"([^"]+)"', source))
    shown = set(re.findall(r"^\| ([^|]+) \|", TROUBLE.read_text(), re.MULTILINE))
    named = {name.strip() for cell in shown for name in cell.split(",")}
    # It finds nothing wrong: it tells a number.
    assert names - named == {"personal numbers"}


def test_every_alert_of_prometheus_says_what_to_do() -> None:
    rules = yaml.safe_load((pages.ROOT / "docs/deploy/prometheus-rules.yaml").read_text())
    alerts = {rule["alert"] for group in rules["groups"] for rule in group["rules"]}
    shown = re.findall(r"^\| (Earshot\w+) \|", TROUBLE.read_text(), re.MULTILINE)
    assert sorted(shown) == sorted(alerts)


@pytest.fixture(scope="module")
def said() -> str:
    """All that is in the code, sentences that run over lines as one."""
    files = [path for room in ROOMS for path in sorted((pages.ROOT / room).rglob("*.py"))]
    text = "\n".join(path.read_text() for path in [*files, pages.ROOT / "Makefile"])
    return " ".join(re.sub(r'"\s*\n\s*f?"', "", text).split())


def test_what_is_quoted_is_really_said(said: str) -> None:
    cells = re.findall(r"^\| (`[^|]+`) \|", TROUBLE.read_text(), re.MULTILINE)
    quoted = [quote for cell in cells for quote in re.findall(r"`([^`]+)`", cell)]
    pieces = [piece.strip() for quote in quoted for piece in quote.split("...")]
    long = [piece for piece in pieces if len(piece) >= SHORTEST]
    assert len(long) > 20
    assert [piece for piece in long if piece not in said] == []
