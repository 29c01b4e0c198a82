"""Each rule of the cookbook passes and fails the calls that the page says."""

from collections.abc import Iterator

import yaml
from fastapi.testclient import TestClient

from services.db import transaction
from services.tables import Role, UnitKind
from tests.docs import pages
from tests.docs.pages import Block
from tests.doors import sign_in
from tests.factories import make_unit, make_user

COOKBOOK = pages.ROOT / "docs" / "rule-cookbook.md"


def recipes() -> Iterator[tuple[Block, list[str], list[str]]]:
    """A rule, the dialogues that it passes and those that it fails."""
    written = [block for block in pages.blocks(COOKBOOK) if len(block.head) == 2]
    for rule, passes, fails in zip(written, written[1:], written[2:], strict=False):
        if rule.head[1] == "rule":
            assert (passes.head[1], fails.head[1]) == ("passes", "fails"), str(rule)
            yield rule, passes.text.strip().split("\n\n"), fails.text.strip().split("\n\n")


def test_there_are_twenty_rules_and_more() -> None:
    assert len(list(recipes())) >= 20


def test_every_rule_tells_its_examples_apart(client: TestClient) -> None:
    with transaction() as session:
        company = make_unit(session, kind=UnitKind.COMPANY)
        make_user(session, company, login="quality", role=Role.QA_LEAD)
    sign_in(client, "quality")
    wrong = []
    for rule, passes, fails in recipes():
        body = {"rules": yaml.safe_load(rule.text)}
        for expected, dialogues in (("passed", passes), ("failed", fails)):
            assert len(dialogues) >= 2, f"{rule}: one in each language"
            for dialogue in dialogues:
                verdict = _verdict(client, body, dialogue)
                if verdict != expected:
                    wrong.append(f"{rule}: {verdict} instead of {expected}: {dialogue}")
    assert wrong == []


def _verdict(client: TestClient, body: object, dialogue: str) -> str:
    asked = {"body": body, "dialogue": dialogue}
    answer = client.post("/api/v1/scorecards/try", json=asked).json()
    assert answer["problems"] == [], answer["problems"]
    return str(answer["score"]["lines"][0]["verdict"])
