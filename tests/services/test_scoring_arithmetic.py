"""From verdicts to a score, by example and for every card."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from services.scoring.arithmetic import Answer, add_up
from services.scoring.card import ScorecardBody
from services.scoring.results import Score, Verdict

PASSED, FAILED = Verdict.PASSED, Verdict.FAILED
UNKNOWN, ABSENT = Verdict.NOT_MEASURABLE, Verdict.NOT_APPLICABLE


def card(*rules: dict[str, Any], **fields: Any) -> ScorecardBody:
    named = [{"key": f"r{number}", "name": f"R{number}", **r} for number, r in enumerate(rules)]
    return ScorecardBody.model_validate({"rules": named, **fields})


def added_up(body: ScorecardBody, *verdicts: Verdict, places: int = 1) -> Score:
    return add_up(
        body,
        [
            Answer(rule=rule, verdict=verdict, places=places)
            for rule, verdict in zip(body.rules, verdicts, strict=True)
        ],
    )


def test_points_of_rules_are_weights_and_deductions_come_off() -> None:
    body = card({"points": 20}, {"points": 15}, {"points": 10}, {"effect": "deduct", "points": 5})

    scored = added_up(body, PASSED, FAILED, PASSED, FAILED)

    assert (scored.score, scored.passed) == (61.67, True)
    assert [line.earned for line in scored.lines] == [20, 0, 10, 0]
    assert scored.deducted == 5


def test_what_has_no_verdict_leaves_its_weight_to_the_others() -> None:
    body = card({"points": 30}, {"points": 10}, {"points": 60})

    scored = added_up(body, PASSED, FAILED, UNKNOWN)

    assert scored.score == 75
    assert [line.share for line in scored.lines] == [75, 25, 0]


def test_sections_keep_their_weight_however_many_points_their_rules_have() -> None:
    sections = [
        {"key": "opening", "name": "Opening", "weight": 70},
        {"key": "closing", "name": "Closing", "weight": 30},
    ]
    body = card(
        {"section": "opening", "points": 1},
        {"section": "opening", "points": 3},
        {"section": "closing", "points": 500},
        sections=sections,
        weights="percent",
    )

    scored = added_up(body, FAILED, PASSED, PASSED)

    assert scored.score == 82.5
    assert [line.share for line in scored.lines] == pytest.approx([17.5, 52.5, 30])
    assert [section.percent for section in scored.sections] == [75, 100]

    without_closing = added_up(body, FAILED, PASSED, ABSENT)
    assert without_closing.score == 75
    assert [section.percent for section in without_closing.sections] == [75, None]


def test_a_rule_that_is_fatal_to_its_section_makes_that_section_zero() -> None:
    body = card(
        {"section": "a", "points": 40},
        {"section": "a", "points": 10, "fatal": "section"},
        {"points": 50},
        sections=[{"key": "a", "name": "A"}],
    )

    scored = added_up(body, PASSED, FAILED, PASSED)

    assert (scored.score, scored.fatal) == (50, False)
    assert [line.earned for line in scored.lines] == [0, 0, 50]
    assert [(section.percent, section.fatal) for section in scored.sections] == [(0, True)]


def test_a_fatal_rule_makes_the_call_zero_even_where_nothing_was_measurable() -> None:
    body = card({}, {"effect": "none", "fatal": "card"}, grades=[{"name": "E", "from_score": 0}])

    scored = added_up(body, UNKNOWN, FAILED)

    assert (scored.score, scored.passed, scored.fatal, scored.grade) == (0, False, True, "E")


def test_there_is_no_score_where_nothing_that_earns_has_a_verdict() -> None:
    body = card({}, {"effect": "deduct"}, grades=[{"name": "E", "from_score": 0}])

    for verdict in (UNKNOWN, ABSENT, Verdict.UNANSWERED):
        scored = added_up(body, verdict, FAILED)
        assert (scored.score, scored.passed, scored.grade) == (None, None, None)


def test_a_card_on_which_nothing_earns_starts_at_100() -> None:
    body = card({"effect": "deduct", "points": 30}, {"effect": "deduct"})

    assert added_up(body, FAILED, UNKNOWN).score == 70


def test_points_count_once_for_each_place_up_to_most() -> None:
    body = card(
        {"effect": "deduct", "points": 4, "per_place": True},
        {"effect": "deduct", "points": 4, "per_place": True, "most": 10},
        {"effect": "deduct", "points": 4},
        most_deducted=25,
    )

    scored = added_up(body, FAILED, FAILED, FAILED, places=3)

    assert [(line.deducted, line.capped) for line in scored.lines] == [
        (12, False),
        (10, True),
        (4, False),
    ]
    assert (scored.deducted, scored.score) == (25, 75)


def test_additions_are_for_rules_that_are_kept_and_never_pass_100() -> None:
    body = card(
        {"points": 50},
        {"points": 50},
        {"effect": "add", "points": 3, "per_place": True},
        {"effect": "add", "points": 90},
        most_added=20,
    )

    assert added_up(body, PASSED, FAILED, PASSED, FAILED, places=2).score == 56
    assert added_up(body, PASSED, FAILED, FAILED, PASSED).score == 70
    assert added_up(body, PASSED, PASSED, PASSED, PASSED).score == 100


def test_the_grade_is_the_highest_that_is_reached() -> None:
    grades = [{"name": "C", "from_score": 0}, {"name": "A", "from_score": 90}]
    body = card({"points": 9}, {"points": 1}, grades=grades)

    assert added_up(body, PASSED, FAILED).grade == "A"
    assert added_up(body, FAILED, PASSED).grade == "C"
    assert added_up(card({}, grades=grades[1:]), FAILED).grade is None


def test_a_rule_that_earns_beside_weighted_sections_must_be_in_one() -> None:
    sections = [{"key": "a", "name": "A", "weight": 50}, {"key": "b", "name": "B"}]
    for section in (None, "b"):
        with pytest.raises(ValidationError, match="rule r0 earns, so it needs a section with"):
            card({"section": section}, {"section": "a"}, sections=sections)

    card({"section": "b", "effect": "deduct"}, {"section": "a"}, sections=sections)


POINTS = st.sampled_from([0, 0.5, 1, 3, 10, 33.3, 1000])
VERDICTS = st.sampled_from(Verdict)


@st.composite
def judged_cards(draw: st.DrawFn) -> tuple[ScorecardBody, list[Answer]]:
    weighs = draw(st.booleans())
    sections = [
        {"key": key, "name": key, "weight": draw(POINTS) if weighs else None} for key in "ab"
    ]
    rules = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "section": st.sampled_from("ab"),
                    "points": POINTS,
                    "effect": st.sampled_from(["earn", "earn", "add", "deduct", "none"]),
                    "fatal": st.sampled_from([None, None, None, "section", "card"]),
                }
            ),
            min_size=1,
            max_size=8,
        )
    )
    body = card(*rules, sections=sections, most_added=draw(st.none() | POINTS))
    answers = [
        Answer(rule=rule, verdict=draw(VERDICTS), places=draw(st.integers(0, 5)))
        for rule in body.rules
    ]
    return body, answers


@settings(max_examples=150, deadline=None)
@given(judged_cards())
def test_shares_sum_to_100_and_the_score_lies_between_0_and_100(
    judged: tuple[ScorecardBody, list[Answer]],
) -> None:
    body, answers = judged
    scored = add_up(body, answers)

    shares = sum(line.share for line in scored.lines)
    assert shares == pytest.approx(100) or shares == 0
    assert all((line.share > 0) == (line.weight > 0) for line in scored.lines)
    assert scored.score is None or 0 <= scored.score <= 100
    assert (scored.score is None) == (scored.passed is None)
    if scored.passed:
        assert not scored.fatal


@settings(max_examples=150, deadline=None)
@given(judged_cards(), st.randoms())
def test_the_order_of_rules_changes_nothing(
    judged: tuple[ScorecardBody, list[Answer]], random: Any
) -> None:
    body, answers = judged
    scored = add_up(body, answers)
    shuffled = random.sample(answers, len(answers))
    again = add_up(
        body.model_copy(update={"rules": tuple(answer.rule for answer in shuffled)}), shuffled
    )

    assert {line.rule_key: line for line in again.lines} == {
        line.rule_key: line for line in scored.lines
    }
    assert again.model_copy(update={"lines": ()}) == scored.model_copy(update={"lines": ()})
