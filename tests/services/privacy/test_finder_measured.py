"""How much the finder finds, and how much it takes for something, on labelled calls."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.privacy.finder import find
from services.privacy.spans import Span
from services.tables import Channel
from services.transcripts import Utterance

FOLDER = Path(__file__).parents[2] / "data" / "privacy"
SPEAKERS = {"A": Channel.AGENT, "C": Channel.CUSTOMER, "M": Channel.MIXED}
GROUPS = ("id_number", "card", "phone")
Fault = tuple[str, dict[str, Any], list[Span]]
RECALL, PRECISION = 0.98, 0.95


def cases(*names: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for name in names:
        with (FOLDER / f"{name}.yaml").open(encoding="utf-8") as file:
            found += yaml.load(file, Loader=yaml.CSafeLoader)
    return found


def labelled(lines: list[str]) -> tuple[list[Utterance], set[tuple[int, int]]]:
    """Utterances, and (utterance, character) of what is personal in them."""
    said, personal = [], set()
    for number, line in enumerate(lines):
        text, inside = "", False
        for letter in line[2:]:
            if letter in "⟦⟧":
                inside = letter == "⟦"
                continue
            if inside and letter.isalnum():
                personal.add((number, len(text)))
            text += letter
        said.append(
            Utterance(
                channel=SPEAKERS[line[0]], start_s=4.0 * number, end_s=4.0 * number + 3, text=text
            )
        )
    return said, personal


def covered(spans: tuple[Span, ...], said: list[Utterance]) -> Iterator[tuple[int, int]]:
    for span in spans:
        for at in range(span.char_start, span.char_end):
            if said[span.utterance].text[at].isalnum():
                yield span.utterance, at


def measure(
    found: list[dict[str, Any]],
) -> tuple[Counter[str], Counter[str], Counter[str], list[Fault]]:
    """Right, missed and wrongly found, by kind; and what went wrong."""
    right, missed, wrong = Counter[str](), Counter[str](), Counter[str]()
    faults: list[Fault] = []
    for case in found:
        said, personal = labelled(case["lines"])
        spans = find(said)
        kinds = {span.kind.value for span in spans}
        at = set(covered(spans, said))
        if case["kind"] and personal <= at and case["kind"] in kinds:
            right[case["kind"]] += 1
        elif case["kind"]:
            missed[case["kind"]] += 1
            faults.append(("missed", case, list(spans)))
        if at - personal:
            outside = [span for span in spans if set(covered((span,), said)) - personal]
            wrong.update(span.kind.value for span in outside[:1])
            faults.append(("wrong", case, outside))
    return right, missed, wrong, faults


def test_there_are_enough_cases() -> None:
    every = cases("tuned", "held_out", "hard")

    assert sum(case["kind"] is not None for case in every) >= 400
    assert sum(case["kind"] is None for case in every) >= 400


@pytest.mark.parametrize("names", [("tuned", "hard"), ("held_out",)], ids=str)
@pytest.mark.parametrize("kind", GROUPS)
def test_recall_and_precision(names: tuple[str, ...], kind: str) -> None:
    right, missed, wrong, faults = measure(cases(*names))

    assert right[kind] >= RECALL * (right[kind] + missed[kind]), faults
    assert right[kind] >= PRECISION * (right[kind] + wrong[kind]), faults
