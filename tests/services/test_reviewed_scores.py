"""What reviewers' marks make of the machine's score, whatever the card and the call."""

from collections.abc import Mapping
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from services.reviews.places import spot_of, without
from services.reviews.scoring import Words, reviewed
from services.scoring.card import Rule, ScorecardBody
from services.scoring.conditions import AllOf, AnyOf, Not, Said
from services.scoring.engine import score
from services.scoring.heard import HeardCall
from services.scoring.judging import compile_card
from services.scoring.results import Evidence, Finding, Score, Truth, Verdict
from services.tables import RuleAnswer
from tests.factories import must_not_say, must_say, must_say_in_order, said

WORDS = ("您好", "录音", "保证", "马上")
_said = st.sampled_from(WORDS).map(lambda word: Said(phrases=(word,)))
_conditions = st.one_of(
    _said,
    st.tuples(_said, _said).map(lambda two: AllOf(conditions=two)),
    st.tuples(_said, _said).map(lambda two: AnyOf(conditions=two)),
    _said.map(lambda one: Not(condition=one)),
)


@st.composite
def cards(draw: st.DrawFn) -> ScorecardBody:
    found = draw(st.lists(st.tuples(_conditions, st.booleans()), min_size=1, max_size=5))
    rules = [
        Rule(key=f"r{number}", name="Rule", condition=condition, forbids=forbids)
        for number, (condition, forbids) in enumerate(found)
    ]
    counted = must_not_say("counted", "马上", points=3, per_place=True, most=7)
    return ScorecardBody(rules=(*rules, counted, Rule(key="person", name="Person")))


_calls = st.lists(st.sampled_from(["您好您好", "录音", "保证录音", "马上马上", "嗯"]), max_size=5)
_answers = st.none() | st.sampled_from(RuleAnswer)


def machine(body: ScorecardBody, texts: list[str]) -> Score:
    utterances = [said(text, at_s=3 * number) for number, text in enumerate(texts)]
    return score(HeardCall(duration_s=60, utterances=utterances), compile_card(body, {}))


@settings(max_examples=60)
@given(cards(), _calls)
def test_what_nobody_speaks_against_stays(body: ScorecardBody, texts: list[str]) -> None:
    found = machine(body, texts)

    assert reviewed(body, found.lines, {}) == found


@settings(max_examples=60)
@given(cards(), _calls, st.data())
def test_the_order_of_marks_does_not_matter(
    body: ScorecardBody, texts: list[str], data: st.DataObject
) -> None:
    found = machine(body, texts)
    words = {
        line.rule_key: Words(
            rejected=frozenset(spot_of(each) for each in line.evidence if data.draw(st.booleans())),
            answer=data.draw(_answers),
        )
        for line in found.lines
    }
    keys = data.draw(st.permutations(list(words)))

    again: Mapping[str, Words] = {key: words[key] for key in keys}
    assert reviewed(body, found.lines, again) == reviewed(body, found.lines, words)


@settings(max_examples=60)
@given(cards(), _calls)
def test_a_rule_whose_every_place_is_rejected_is_as_if_nothing_had_been_said(
    body: ScorecardBody, texts: list[str]
) -> None:
    found = machine(body, texts)
    words = {
        line.rule_key: Words(rejected=frozenset(map(spot_of, line.evidence)))
        for line in found.lines
    }
    places = {spot for each in words.values() for spot in each.rejected}
    everything = {key: Words(rejected=frozenset(places)) for key in words}

    silent = machine(body, ["嗯" for _ in texts])
    mine = reviewed(body, found.lines, everything)
    told = {line.rule_key: line.verdict for line in silent.lines}
    decided = {line.rule_key: line.verdict for line in mine.lines if words[line.rule_key].rejected}
    assert decided == {key: told[key] for key in decided}


@given(_answers.filter(bool))
def test_an_answer_decides_whatever_was_found(answer: RuleAnswer) -> None:
    body = ScorecardBody(rules=(must_not_say("promise", "保证", fatal=True),))
    found = machine(body, ["保证"])

    [line] = reviewed(body, found.lines, {"promise": Words(answer=answer)}).lines

    assert line.verdict.value == answer.value


def test_a_step_that_was_not_said_breaks_the_order() -> None:
    body = ScorecardBody(rules=(must_say_in_order("order", ("您好",), ("录音",)),))
    found = machine(body, ["您好", "录音"])
    [line] = found.lines
    assert line.verdict is Verdict.PASSED

    words = {"order": Words(rejected=frozenset([spot_of(line.evidence[1])]))}

    assert reviewed(body, found.lines, words).lines[0].verdict is Verdict.FAILED


def test_a_place_added_to_what_may_not_be_there_breaks_it() -> None:
    body = ScorecardBody(
        rules=(
            Rule(key="calm", name="Calm", condition=Not(condition=Said(phrases=("马上",)))),
            must_say("greeting", "您好"),
        )
    )
    found = machine(body, ["嗯"])
    place = Evidence(utterance=0, char_start=0, char_end=1, start_s=0, end_s=1, quote="嗯")

    words = {key: Words(added=(place,)) for key in ("calm", "greeting")}

    lines = reviewed(body, found.lines, words).lines
    assert [line.verdict for line in lines] == [Verdict.FAILED, Verdict.PASSED]


def test_places_in_earlier_calls_stay() -> None:
    place = Evidence(utterance=0, char_start=0, char_end=1, start_s=0, end_s=1, call_id=UUID(int=1))
    finding = Finding(type="earlier_call", truth=Truth.TRUE, places=(place,))

    assert without(finding, frozenset([spot_of(place)])) is finding
