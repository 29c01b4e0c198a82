"""The engine, case by case: what a call and a scorecard must give is in data/scoring."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from services.scoring.card import ScorecardBody
from services.scoring.engine import score
from services.scoring.heard import HeardCall
from services.scoring.judging import compile_card
from services.scoring.results import Line
from services.transcripts import Utterance

CASES = sorted((Path(__file__).parents[1] / "data" / "scoring").glob("*.json"))
UTTERANCES = TypeAdapter(list[Utterance])


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = json.loads(path.read_text("utf-8"))
    utterances = UTTERANCES.validate_python(case["utterances"])
    body = ScorecardBody.model_validate(case["body"])
    expected = case["expected"]

    call = HeardCall(duration_s=case["duration_s"], utterances=utterances)
    scored = score(call, compile_card(body, {}))

    lines = [
        shown(line, wanted) for line, wanted in zip(scored.lines, expected["lines"], strict=True)
    ]
    assert lines == expected["lines"]
    found = {"score": scored.score, "fatal": scored.fatal, "passed": scored.passed}
    assert found == found | {name: expected[name] for name in found if name in expected}
    for line in scored.lines:
        for place in line.evidence:
            assert place.utterance is not None
            said = utterances[place.utterance].text
            assert said[place.char_start : place.char_end] == place.quote


def test_there_are_cases() -> None:
    assert len(CASES) > 20


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ({"type": "must_say", "phrases": ["..."]}, "at least one letter or digit"),
        ({"type": "must_say", "phrases": []}, "at least 1 item"),
        ({"type": "must_say", "phrases": ["a\0b"]}, "pattern"),
        ({"type": "must_say", "phrases": ["a"], "points": -1}, "greater than or equal to 0"),
        ({"type": "must_say", "phrases": ["a"], "points": float("nan")}, "finite|greater|less"),
        ({"type": "must_say", "phrases": ["a"], "within": {}}, "give one of first_s"),
        ({"type": "in_order", "steps": [{"name": "a", "phrases": ["a"]}]}, "at least 2 items"),
        ({"type": "must_say", "phrases": ["a"], "min_confidence": 1.5}, "less than or equal to 1"),
        ({"type": "guess", "phrases": ["a"]}, "does not match any of the expected tags|Extra"),
        ({"type": "must_say", "phrases": ["a"], "weight": 3}, "Extra inputs"),
    ],
)
def test_rules_that_make_no_sense_are_refused(rule: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        ScorecardBody.model_validate({"rules": [{"key": "a", "name": "a", **rule}]})


def test_a_key_names_one_rule() -> None:
    rule = {"type": "must_say", "key": "a", "name": "a", "phrases": ["a"]}
    with pytest.raises(ValidationError, match="rule keys appear twice: a"):
        ScorecardBody.model_validate({"rules": [rule, rule]})


def shown(line: Line, wanted: dict[str, Any]) -> dict[str, Any]:
    """What the line says about everything that `wanted` mentions."""
    finding = line.finding.model_dump(mode="json") if line.finding else {}
    mentioned = (
        finding
        | line.model_dump(mode="json")
        | {
            "quotes": [place.quote for place in line.evidence],
            "seconds": [
                [pytest.approx(place.start_s), pytest.approx(place.end_s)]
                for place in line.evidence
            ],
        }
    )
    return {name: mentioned[name] for name in wanted}
