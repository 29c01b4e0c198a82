"""What holds for every condition and every call."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.acoustics import Acoustics, ByOne, Span
from services.scoring.card import ScorecardBody
from services.scoring.heard import HeardCall
from services.scoring.judging import Talk, compile_card, judge
from services.scoring.results import Finding, Truth
from services.tables import Channel
from services.transcripts import Doubt, Utterance

TEXTS = st.text("保证收益您好 ,。abA1", min_size=1, max_size=8)
PHRASES = st.sampled_from(["保证", "收益", "保证收益", "您好", "a", "ab", "1", "证收", "您好|a"])
SOME = st.lists(PHRASES, min_size=1, max_size=3)
SPEAKERS = st.sampled_from(["agent", "customer", "anyone"])
WITHIN = st.sampled_from(
    [None, {"first_s": 20}, {"last_s": 30}, {"first_turns": 2}, {"last_turns": 2}]
)
QUICK = settings(max_examples=60, deadline=None)


def asked(kind: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"type": st.just(kind), **fields})


SAID = asked(
    "said",
    phrases=SOME,
    exclusions=st.lists(PHRASES, max_size=2),
    speaker=SPEAKERS,
    within=WITHIN,
    times=st.integers(1, 3),
    one_turn=st.booleans(),
    homophones=st.booleans(),
    min_confidence=st.sampled_from([None, 0.5]),
)
LEAVES = st.one_of(
    SAID,
    asked("pattern", regex=st.sampled_from(["保.?", "[a-b]+", "^您好", "收|1"]), speaker=SPEAKERS),
    asked("script_line", lines=SOME, similarity=st.sampled_from([40, 70]), speaker=SPEAKERS),
    asked(
        "repeated",
        min_characters=st.just(1),
        speaker=SPEAKERS,
        look_back=st.sampled_from([None, 2]),
    ),
    asked("fact", name=st.just("outcome"), wanted=st.just({"value": "sale"})),
    asked("sound", measure=st.just("dead_air"), value=st.integers(0, 3)),
    asked("language", languages=st.just(["zh"]), speaker=SPEAKERS),
)
PLACED = st.one_of(SAID, LEAVES.filter(lambda each: each["type"] not in ("fact", "language")))


def around(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    steps = st.lists(
        st.fixed_dictionaries(
            {
                "name": st.just("step"),
                "condition": PLACED,
                "optional": st.booleans(),
                "within_s": st.sampled_from([None, 5, 40]),
                "within_turns": st.sampled_from([None, 2]),
            }
        ),
        min_size=2,
        max_size=3,
    )
    return st.one_of(
        asked("not", condition=inner),
        asked("all_of", conditions=st.lists(inner, min_size=1, max_size=3)),
        asked(
            "any_of", conditions=st.lists(inner, min_size=2, max_size=3), at_least=st.integers(1, 2)
        ),
        asked("sequence", steps=steps),
        asked(
            "near",
            condition=st.one_of(PLACED, asked("not", condition=PLACED)),
            anchor=PLACED,
            direction=st.sampled_from(["after", "before"]),
            occurrence=st.sampled_from(["first", "any", "every", "last", 2]),
            within_s=st.sampled_from([None, 5]),
            within_turns=st.sampled_from([None, 1]),
        ),
    )


CONDITIONS = st.recursive(LEAVES, around, max_leaves=4)
SOUND = Acoustics(
    duration_s=100,
    speakers=(),
    silence_s=10,
    silences=(),
    dead_air=(Span(start_s=20, end_s=30), Span(start_s=50, end_s=59)),
    overlap_s=0,
    interruptions=(ByOne(channel=Channel.AGENT, start_s=3, end_s=5),),
    talk_ratio=0.5,
    response_delay_s=1,
    loudness_jumps=(),
    ringing=(),
    music=(),
    answering_machine=0,
)


@st.composite
def calls(draw: st.DrawFn, *, channels: Sequence[Channel] = tuple(Channel)) -> HeardCall:
    spoken = st.tuples(st.sampled_from(channels), st.integers(0, 90), TEXTS, st.booleans())
    utterances = [
        Utterance(
            channel=channel,
            start_s=at_s,
            end_s=at_s + 2,
            text=text,
            confidence=0.9 if sure else 0.4,
        )
        for channel, at_s, text, sure in draw(st.lists(spoken, max_size=8))
    ]
    facts = draw(st.sampled_from([{}, {"outcome": "sale"}, {"outcome": "refused"}]))
    return HeardCall(100, utterances, facts, SOUND)


def card(*conditions: dict[str, Any], doubtful: str = "not_measurable") -> ScorecardBody:
    rules = [
        {"key": f"rule{at}", "name": f"rule{at}", "condition": condition}
        for at, condition in enumerate(conditions)
    ]
    return ScorecardBody.model_validate({"rules": rules, "doubtful": doubtful})


def findings(call: HeardCall, body: ScorecardBody) -> dict[str, Finding]:
    talk = Talk(call, compile_card(body, {}))
    return {rule.key: judge(rule.condition, talk) for rule in body.rules if rule.condition}


def finding(call: HeardCall, condition: dict[str, Any]) -> Finding:
    return findings(call, card(condition))["rule0"]


def everything_in(found: Finding) -> list[Finding]:
    return [found, *(each for child in found.children for each in everything_in(child))]


def with_utterances(call: HeardCall, utterances: Sequence[Utterance]) -> HeardCall:
    return HeardCall(call.duration_s, utterances, call.facts, call.acoustics)


@QUICK
@given(calls(), CONDITIONS)
def test_a_finding_quotes_what_was_said_and_tells_why_it_is_unknown(
    call: HeardCall, condition: dict[str, Any]
) -> None:
    for each in everything_in(finding(call, condition)):
        assert (each.reason is None) == (each.truth is not Truth.UNKNOWN)
        assert len(each.places) <= 50
        if each.looked_from_s is not None and each.looked_to_s is not None:
            assert 0 <= each.looked_from_s <= each.looked_to_s
        for place in each.places:
            if place.utterance is not None:
                said = call.utterances[place.utterance]
                assert place.quote
                assert said.text[place.char_start : place.char_end] == place.quote
                assert said.start_s <= place.start_s <= place.end_s <= said.end_s


@QUICK
@given(calls(), CONDITIONS)
def test_not_not_is_as_it_is(call: HeardCall, condition: dict[str, Any]) -> None:
    twice = {"type": "not", "condition": {"type": "not", "condition": condition}}

    once = finding(call, condition)
    again = finding(call, twice)

    assert (again.truth, again.reason) == (once.truth, once.reason)


@QUICK
@given(calls(), st.lists(CONDITIONS, min_size=2, max_size=4), st.randoms())
def test_the_order_of_rules_never_matters(
    call: HeardCall, conditions: list[dict[str, Any]], dice: Any
) -> None:
    body = card(*conditions)
    rules = list(body.rules)
    dice.shuffle(rules)

    shuffled = findings(call, body.model_copy(update={"rules": tuple(rules)}))

    assert shuffled == findings(call, body)


@QUICK
@given(calls(), CONDITIONS, st.data())
def test_more_doubt_only_ever_makes_something_unknown(
    call: HeardCall, condition: dict[str, Any], data: st.DataObject
) -> None:
    marks = st.lists(st.booleans(), min_size=len(call.utterances), max_size=len(call.utterances))
    doubted = [
        utterance.model_copy(update={"doubts": (Doubt.UNLIKELY,)}) if mark else utterance
        for utterance, mark in zip(call.utterances, data.draw(marks), strict=True)
    ]

    sure = finding(call, condition)
    unsure = finding(with_utterances(call, doubted), condition)

    assert unsure.truth in (sure.truth, Truth.UNKNOWN)


@QUICK
@given(calls(), CONDITIONS)
def test_doubts_that_count_as_said_change_nothing(
    call: HeardCall, condition: dict[str, Any]
) -> None:
    doubted = [each.model_copy(update={"doubts": (Doubt.FAINT,)}) for each in call.utterances]

    counted = findings(with_utterances(call, doubted), card(condition, doubtful="count"))

    assert counted == findings(call, card(condition))


@QUICK
@given(calls(channels=(Channel.AGENT, Channel.CUSTOMER)), SAID, st.integers(0, 1))
def test_an_unrelated_turn_in_the_end_never_changes_a_hit(
    call: HeardCall, condition: dict[str, Any], other: int
) -> None:
    condition = {**condition, "within": None}
    more = Utterance(channel=list(Channel)[other], start_s=95, end_s=97, text="。嗯嗯。")

    before = finding(call, condition)
    after = finding(with_utterances(call, [*call.utterances, more]), condition)

    assert (after.truth, after.places) == (before.truth, before.places)


@QUICK
@given(calls(), CONDITIONS)
def test_the_order_in_which_utterances_are_listed_does_not_matter(
    call: HeardCall, condition: dict[str, Any]
) -> None:
    distinct = list({utterance.start_s: utterance for utterance in call.utterances}.values())

    one_way = finding(with_utterances(call, distinct), condition)
    other_way = finding(with_utterances(call, distinct[::-1]), condition)

    assert (one_way.truth, one_way.reason) == (other_way.truth, other_way.reason)
    assert [place.quote for place in one_way.places] == [place.quote for place in other_way.places]
