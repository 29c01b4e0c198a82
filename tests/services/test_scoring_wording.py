"""What explanations say, word for word: data/scoring/explanations.yaml."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from services.acoustics import Acoustics, Span, Why
from services.scoring.card import ScorecardBody
from services.scoring.conditions import Condition
from services.scoring.engine import score
from services.scoring.heard import HeardCall, Opinion, PastCall
from services.scoring.judging import compile_card
from services.scoring.results import Line, Truth
from services.scoring.wording import LANGUAGES, explain
from services.transcripts import Utterance
from services.transcripts.written import with_entities

BOOK = Path(__file__).parents[1] / "data" / "scoring" / "explanations.yaml"
UTTERANCES = TypeAdapter(list[Utterance])
OTHERS = [
    {"key": "said", "name": "Said", "condition": {"type": "said", "phrases": ["您好"]}},
    {"key": "unsaid", "name": "Unsaid", "condition": {"type": "said", "phrases": ["谢谢"]}},
    {"key": "unsure", "name": "Unsure", "condition": {"type": "said", "phrases": ["您放心"]}},
]
"""Rules that the one in question may refer to."""
SOUND = Acoustics(
    duration_s=65,
    speakers=(),
    silence_s=30,
    silences=None,
    dead_air=(Span(start_s=22, end_s=34), Span(start_s=40, end_s=58)),
    overlap_s=0,
    interruptions=None,
    talk_ratio=0.825,
    response_delay_s=None,
    loudness_jumps=None,
    ringing=(),
    music=(),
    answering_machine=None,
    not_measurable={"interruptions": Why.ONE_CHANNEL},
)
OPINIONS = {
    "坐席是否介绍了产品？": Opinion(True, ("这款产品",), "judge/model"),
    "坐席是否道歉？": Opinion(False, (), "judge/model"),
}


def cases() -> list[Any]:
    book = yaml.safe_load(BOOK.read_text("utf-8"))
    return [
        pytest.param(book["call"], case, id=f"{at}-{case['rule'].get('condition', {}).get('type')}")
        for at, case in enumerate(book["cases"])
    ]


def line_of(call: Mapping[str, Any], case: Mapping[str, Any]) -> Line:
    rule = {"key": "asked", "name": "Asked", **case["rule"]}
    knows_customer = not rule.pop("no_customer", False)
    body = ScorecardBody.model_validate(
        {"rules": [rule, *OTHERS], "sections": [{"key": "end", "name": "End"}]}
    )
    before = HeardCall(
        duration_s=9,
        utterances=UTTERANCES.validate_python(
            [{"channel": "agent", "start_s": 2, "end_s": 4, "text": "电话录音"}]
        ),
    )
    past = PastCall(UUID(int=1), datetime(2026, 3, 1, tzinfo=UTC), 1, True, before)
    heard = HeardCall(
        duration_s=call["duration_s"],
        utterances=[with_entities(said) for said in UTTERANCES.validate_python(call["utterances"])],
        facts=call["facts"],
        acoustics=SOUND,
        earlier=[past] if knows_customer else None,
        opinions=OPINIONS,
    )
    return score(heard, compile_card(body, {})).lines[0]


def told(call: Mapping[str, Any], case: Mapping[str, Any]) -> Mapping[str, str]:
    return explain(line_of(call, case))


@pytest.mark.parametrize(("call", "case"), cases())
def test_case(call: Mapping[str, Any], case: Mapping[str, Any]) -> None:
    assert told(call, case) == {language: case[language] for language in LANGUAGES}


def test_every_condition_is_explained_whatever_it_is() -> None:
    kinds = TypeAdapter[Any](Condition).json_schema()["discriminator"]["mapping"]
    explained = set()
    for param in cases():
        finding = line_of(*param.values).finding
        if finding is not None:
            explained.add((finding.type, finding.truth))

    assert {(kind, truth) for kind in kinds for truth in Truth} - explained == set()


def test_both_languages_know_the_same_words() -> None:
    chinese, english = LANGUAGES.values()
    for table in ("tells", "reasons", "verdicts", "arithmetic", "names", "ops", "speakers"):
        assert getattr(chinese, table).keys() == getattr(english, table).keys(), table


@given(st.text(min_size=1, max_size=20))
def test_braces_in_what_was_said_do_no_harm(phrase: str) -> None:
    rule = {"condition": {"type": "said", "phrases": [f"a{{0}}{phrase}".replace("\0", "")]}}
    call = {"duration_s": 9, "utterances": [], "facts": {}}

    assert "{0}" in told(call, {"rule": rule})["en"]


def test_conditions_deep_inside_each_other_end_somewhere() -> None:
    condition: dict[str, Any] = {"type": "said", "phrases": ["您好"]}
    for _ in range(10):
        condition = {"type": "not", "condition": condition}
    case = {"rule": {"condition": condition}}

    assert len(told({"duration_s": 9, "utterances": [], "facts": {}}, case)["en"]) < 500
