"""What no call can be judged with is refused with a sentence; what is only large is harmless."""

from typing import Any

import pytest
from pydantic import ValidationError

from services.scoring.card import Pack, ScorecardBody
from services.scoring.heard import HeardCall
from services.scoring.judging import CardNotUsable, compile_card
from services.scoring.results import Truth
from services.tables import Channel
from services.transcripts import Utterance
from tests.judging import ask, body_of, call, said

FACT = {"type": "fact", "name": "outcome", "wanted": {"value": "sale"}}


def nested(deep: int) -> dict[str, Any]:
    condition = said("您好")
    for _ in range(deep):
        condition = {"type": "not", "condition": condition}
    return condition


def near(condition: dict[str, Any], anchor: dict[str, Any]) -> dict[str, Any]:
    return {"type": "near", "condition": condition, "anchor": anchor}


def refused(condition: dict[str, Any], **settings: Any) -> CardNotUsable:
    with pytest.raises(CardNotUsable) as caught:
        compile_card(body_of(condition, **settings), {})
    return caught.value


@pytest.mark.parametrize(
    ("condition", "path", "sentence"),
    [
        ({"type": "pattern", "regex": "(保证"}, "regex", "missing ): (保证"),
        ({"type": "pattern", "regex": "(?<=不)保证"}, "regex", "no look-around"),
        ({"type": "pattern", "regex": r"(a)\1"}, "regex", "no reference back"),
        ({"type": "pattern", "regex": "(a{1000}){1000}"}, "regex", "repetition"),
        ({"type": "pattern", "regex": "a*"}, "regex", "even where nothing is said"),
        ({"type": "pattern", "regex": "a", "excluding": "["}, "excluding", "missing ]"),
        (said(packs=["promises"]), "packs.0", "There is no word pack promises."),
        (said("a", "b", at_least=3), "at_least", "asks for 3 different phrases and lists 2"),
        (near(said("a"), FACT), "", "A fact of the call has no place"),
        (near(said("a"), nested(1)), "", "Something that is not so has no place"),
        (nested(12), "", "more than 12 deep"),
        (near(near(near(said("a"), said("b")), said("b")), said("b")), "", "more than 2 deep"),
        (
            {
                "type": "sequence",
                "steps": [
                    {"name": "sold", "condition": FACT},
                    {"name": "x", "condition": said("x")},
                ],
            },
            "",
            "cannot be the step sold",
        ),
    ],
)
def test_a_refusal_names_the_rule_the_path_and_what_is_wrong(
    condition: dict[str, Any], path: str, sentence: str
) -> None:
    error = refused(condition)

    where = f"rules.0.condition.{path}".rstrip(".")
    assert error.field == where
    assert error.facts["rule"] == "asked"
    assert str(error.facts["detail"]).startswith(f"Asked ({where}): ")
    assert sentence in str(error.facts["detail"])


def test_the_path_goes_through_conditions_within_conditions() -> None:
    bad = {"type": "pattern", "regex": "("}
    steps = [{"name": "a", "condition": said("a")}, {"name": "b", "condition": bad}]
    condition = {"type": "all_of", "conditions": [said("a"), {"type": "sequence", "steps": steps}]}

    error = refused(condition)

    assert error.field == "rules.0.condition.conditions.1.steps.1.condition.regex"


def test_nothing_can_hang_on_what_only_a_person_answers() -> None:
    rules = [
        {"key": "tone", "name": "Tone"},
        {"key": "b", "name": "B", "condition": {"type": "rule", "rule": "tone"}},
    ]

    with pytest.raises(CardNotUsable) as caught:
        compile_card(ScorecardBody.model_validate({"rules": rules}), {})

    assert "Only a person answers the rule tone" in str(caught.value.facts["detail"])


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ([{"key": "a", "name": "a", "condition": {"type": "said"}}], "at least one phrase"),
        (
            [{"key": "a", "name": "a", "condition": {"type": "rule", "rule": "a"}}],
            "cannot refer to itself",
        ),
        (
            [
                {"key": "a", "name": "a", "condition": {"type": "rule", "rule": "b"}},
                {"key": "b", "name": "b", "condition": {"type": "rule", "rule": "a"}},
            ],
            "in a circle: a, b",
        ),
    ],
)
def test_a_card_that_makes_no_sense_is_refused(rules: list[Any], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        ScorecardBody.model_validate({"rules": rules})


def test_packs_of_a_published_card_are_its_own() -> None:
    condition = said(packs=["promises"])
    live = {"promises": Pack(phrases=("再见",))}
    own = {"promises": {"phrases": ["保证收益"]}}

    assert ask(condition, call("A 0-1 再见"), live).truth is Truth.TRUE
    assert ask(condition, call("A 0-1 再见"), live, packs=own).truth is Truth.FALSE


def test_an_expression_that_would_take_for_ever_takes_no_time() -> None:
    text = "a" * 20_000 + "b"
    heard = HeardCall(60, [Utterance(channel=Channel.AGENT, start_s=0, end_s=60, text=text)])

    assert ask({"type": "pattern", "regex": "(a+)+$"}, heard).truth is Truth.FALSE
    assert ask({"type": "pattern", "regex": "(a|aa)+c"}, heard).truth is Truth.FALSE
    assert ask({"type": "pattern", "regex": "(.*a){20}b"}, heard).truth is Truth.TRUE


def test_an_expression_never_runs_from_one_turn_into_the_next() -> None:
    heard = call("A 0-1 我们保证", "C 1-2 嗯", "A 2-3 收益")

    for regex in (r"保证\s*收益", "保证[^x]*收益", "(?s)保证.*收益", r"保证\n收益"):
        assert ask({"type": "pattern", "regex": regex}, heard).truth is Truth.FALSE


def test_ten_thousand_keywords_find_the_one_that_is_said() -> None:
    numbers = [f"词{number}号" for number in range(10_000)]

    finding = ask(
        said(*numbers, exclusions=["不词7号"]), call("A 0-2 这是词7777号", "A 2-4 不词7号")
    )

    assert [place.quote for place in finding.places] == ["词7777号"]
    assert len(finding.expected) == 20


def test_three_hours_on_one_channel_are_judged() -> None:
    texts = ["您看这样可以吗", "我不需要", "本次通话将会被录音", "价格是三千元"]
    heard = HeardCall(
        10_800,
        [
            Utterance(
                channel=Channel.MIXED, start_s=at * 5, end_s=at * 5 + 4, text=texts[at % len(texts)]
            )
            for at in range(2_000)
        ],
    )
    for condition in (
        said("可以", homophones=True),
        {"type": "pattern", "regex": "价格.*元"},
        {"type": "script_line", "lines": ["本次电话将会被录音"]},
        {"type": "repeated"},
        near(said("录音"), said("不需要", speaker="customer")),
    ):
        finding = ask(condition, heard)
        assert (finding.truth, len(finding.places)) == (Truth.UNKNOWN, 50)


def test_what_is_said_without_end_is_not_looked_into_for_ever() -> None:
    heard = call(*(f"{'AC'[at % 2]} {at}-{at + 1} 嗯好" for at in range(501)))
    asked = {**near(said("好"), said("嗯", speaker="customer")), "occurrence": "every"}

    finding = ask(asked, heard)

    assert (finding.truth, finding.detail) == (Truth.UNKNOWN, "too_many_places")
