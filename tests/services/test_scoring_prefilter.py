"""Where to look: a call that is left out gives the condition no place, sure or unsure."""

from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from services.scoring.card import Pack, Rule, ScorecardBody
from services.scoring.conditions import Condition
from services.scoring.heard import HeardCall
from services.scoring.judging import Talk, compile_card, judge
from services.scoring.precision import precision
from services.scoring.prefilter import alternatives, alternatives_of_rules
from services.scoring.results import Truth
from services.scoring.trials.planning import plan
from services.tables import Channel
from services.transcripts import Doubt, Utterance
from services.transcripts.tokens import tokens_of_call, tokens_of_phrase

CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
PHRASES = st.sampled_from(
    ["保证", "保证收益", "收益", "录音", "再见|拜拜", "risk free", "5%", "不"]
)
TEXTS = st.sampled_from(
    ["保证收益", "不保证", "收益", "录音再见", "risk-free", "5% 拜拜", "保 证", "嗯"]
)

said = st.builds(
    lambda phrases, exclusions, at_least: {
        "type": "said",
        "speaker": "anyone",
        "phrases": phrases,
        "exclusions": exclusions,
        "at_least": at_least,
    },
    st.lists(PHRASES, min_size=1, max_size=3),
    st.lists(st.just("不保证"), max_size=1),
    st.sampled_from([1, "all"]),
)


def nested(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    some = st.lists(inner, min_size=1, max_size=3)
    steps = st.lists(st.tuples(said, st.booleans()), min_size=2, max_size=3)
    return st.one_of(
        some.map(lambda each: {"type": "all_of", "conditions": each}),
        some.map(lambda each: {"type": "any_of", "conditions": each}),
        inner.map(lambda each: {"type": "not", "condition": each}),
        steps.map(
            lambda each: {
                "type": "sequence",
                "steps": [
                    {"name": "a", "condition": condition, "optional": optional}
                    for condition, optional in each
                ],
            }
        ),
    )


conditions = st.recursive(said, nested, max_leaves=4)
calls = st.lists(
    st.tuples(TEXTS, st.sampled_from(Channel), st.sampled_from([(), (Doubt.UNLIKELY,)])),
    max_size=4,
)


@given(conditions, calls)
def test_a_call_that_is_left_out_makes_the_condition_false(
    told: object, turns: list[tuple[str, Channel, tuple[Doubt, ...]]]
) -> None:
    condition = CONDITION.validate_python(told)
    utterances = [
        Utterance(channel=channel, start_s=at, end_s=at + 1, text=text, doubts=doubts)
        for at, (text, channel, doubts) in enumerate(turns)
    ]
    body = ScorecardBody(rules=(Rule(key="r", name="r", condition=condition),))
    talk = Talk(HeardCall(duration_s=10, utterances=utterances), compile_card(body, {}))

    wanted = alternatives(condition, {})
    tokens = tokens_of_call(utterances)
    is_left_out = wanted is not None and not any(each <= tokens for each in wanted)

    assert not is_left_out or judge(condition_of(talk), talk).truth is Truth.FALSE


def condition_of(talk: Talk) -> Condition:
    """As the card was compiled with it: compiled cards know conditions by identity."""
    condition = talk.card.body.rules[0].condition
    assert condition is not None
    return condition


def rule(key: str, *phrases: str, **more: object) -> dict[str, object]:
    return {"key": key, "name": key, "condition": {"type": "said", "phrases": phrases}, **more}


def card(*rules: dict[str, object], **more: object) -> ScorecardBody:
    return ScorecardBody.model_validate({"rules": rules, **more})


def test_packs_are_looked_for_with_the_phrases_that_they_have() -> None:
    body = card(
        {"key": "p", "name": "p", "condition": {"type": "said", "packs": ["promises"]}},
        packs={"promises": {"phrases": ["稳赚"]}},
    )

    found = alternatives_of_rules(body.rules, body.packs)

    assert found == frozenset({tokens_of_phrase("稳赚")})
    assert alternatives_of_rules(body.rules, {"promises": Pack(phrases=("赚钱",))}) != found


def test_a_plan_looks_only_where_a_rule_that_differs_can_hit() -> None:
    before = card(rule("a", "录音"), rule("b", "收益", forbids=True, effect="deduct"))
    after = card(rule("a", "录音"), rule("b", "收益", "稳赚", forbids=True, effect="deduct"))

    found = plan(before, after)

    assert found.fates == {"a": "same", "b": "changed"}
    assert found.wanted == frozenset({tokens_of_phrase("收益"), tokens_of_phrase("稳赚")})
    assert not found.moves_every_score
    assert found.judged is not None
    assert [each.key for each in found.judged.rules] == ["b"]


def test_points_of_what_was_asked_for_move_every_score() -> None:
    before, after = card(rule("a", "录音")), card(rule("a", "录音", points=20), rule("b", "再见"))

    assert plan(before, after).moves_every_score
    assert plan(before, card(rule("a", "录音"), pass_score=90)).moves_every_score


def test_a_forbidden_phrase_that_is_added_moves_only_the_scores_of_those_who_say_it() -> None:
    added = rule("b", "稳赚", forbids=True, effect="deduct", fatal="card")

    found = plan(card(rule("a", "录音")), card(rule("a", "录音"), added))

    assert found.fates == {"a": "same", "b": "added"}
    assert not found.moves_every_score


def test_who_refers_to_a_rule_that_differs_differs_too() -> None:
    refers: dict[str, object] = {
        "key": "c",
        "name": "c",
        "condition": {"type": "rule", "rule": "a"},
    }

    found = plan(card(rule("a", "录音"), refers), card(rule("a", "通话录音"), refers))

    assert found.fates == {"a": "changed", "c": "changed"}


def test_an_identical_card_looks_into_nothing() -> None:
    same = card(rule("a", "录音"), rule("b", "再见"))

    found = plan(same, same)

    assert set(found.fates.values()) == {"same"}
    assert found.judged is None
    assert found.wanted == frozenset()


def test_precision_is_wilsons_interval() -> None:
    # 8 of 10, worked out by hand from the formula: 0.4902 to 0.9433.
    found = precision(8, 2)

    assert found is not None
    assert (round(found.value, 4), round(found.low, 4), round(found.high, 4)) == (
        0.8,
        0.4902,
        0.9433,
    )
    assert precision(0, 0) is None


@given(st.integers(0, 500), st.integers(0, 500))
def test_precision_stays_between_its_bounds(confirmed: int, rejected: int) -> None:
    found = precision(confirmed, rejected)

    assert found is None or 0 <= found.low <= found.value <= found.high <= 1
