"""What holds for every call and every scorecard."""

from hypothesis import given
from hypothesis import strategies as st

from services.scoring import engine
from services.scoring.alignment import Alignment
from services.scoring.card import Doubtful, Rule, ScorecardBody
from services.scoring.conditions import Speaker, Within
from services.scoring.heard import HeardCall
from services.scoring.judging import compile_card
from services.scoring.results import Score, Verdict
from services.tables import Channel
from services.transcripts import Doubt, Utterance, Word, spelling
from tests.factories import must_not_say, must_say, must_say_in_order

LETTERS = st.text("保证收益您好 ,。abA1", min_size=1, max_size=8)
PHRASES = LETTERS.filter(lambda text: any(c.isalnum() for c in text))
SOME_PHRASES = st.lists(PHRASES, min_size=1, max_size=3).map(tuple)
POINTS = st.floats(0, 1000)
SECONDS = st.floats(0.1, 100)


@st.composite
def utterances(draw: st.DrawFn, *, of: st.SearchStrategy[str] = LETTERS) -> list[Utterance]:
    return [
        Utterance(channel=channel, start_s=at_s, end_s=at_s + 2, text=text)
        for channel, at_s, text in draw(
            st.lists(st.tuples(st.sampled_from(Channel), st.floats(0, 100), of), max_size=8)
        )
    ]


@st.composite
def rules(draw: st.DrawFn, key: str) -> Rule:
    within = draw(
        st.none()
        | SECONDS.map(lambda s: Within(first_s=s))
        | SECONDS.map(lambda s: Within(last_s=s))
    )
    fields = {
        "speaker": draw(st.sampled_from(Speaker)),
        "within": within,
        "points": draw(POINTS),
    }
    fatal = draw(st.booleans())
    match draw(st.integers(0, 2)):
        case 0:
            return must_say(key, *draw(SOME_PHRASES), fatal="card" if fatal else None, **fields)
        case 1:
            exclusions = draw(SOME_PHRASES | st.just(()))
            phrases = draw(SOME_PHRASES)
            return must_not_say(key, *phrases, exclusions=exclusions, fatal=fatal, **fields)
        case _:
            steps = draw(st.lists(SOME_PHRASES, min_size=2, max_size=3))
            return must_say_in_order(key, *steps, **fields)


@st.composite
def bodies(draw: st.DrawFn) -> ScorecardBody:
    count = draw(st.integers(1, 4))
    return ScorecardBody(
        pass_score=draw(st.floats(0, 100)),
        rules=tuple(draw(rules(f"rule{number}")) for number in range(count)),
    )


DURATIONS = st.floats(0, 120)


@given(DURATIONS, utterances(), bodies())
def test_a_score_lies_between_0_and_100_and_its_lines_explain_it(
    duration_s: float, said: list[Utterance], body: ScorecardBody
) -> None:
    scored = score(duration_s, said, body)

    assert [line.rule_key for line in scored.lines] == [rule.key for rule in body.rules]
    broken = [line for line in scored.lines if line.fatal and line.verdict is Verdict.FAILED]
    assert scored.fatal == bool(broken)
    if scored.score is None:
        assert not any(line.weight for line in scored.lines)
    elif scored.fatal:
        assert (scored.score, scored.passed) == (0, False)
    else:
        assert 0 <= scored.score <= 100
        assert scored.passed == (scored.score >= body.pass_score)
        assert abs(scored.score - explained(scored)) < 0.01


@given(DURATIONS, utterances(of=st.text(max_size=12)), bodies())
def test_evidence_quotes_its_utterance_and_lies_within_it(
    duration_s: float, said: list[Utterance], body: ScorecardBody
) -> None:
    for line in score(duration_s, said, body).lines:
        for place in line.evidence:
            assert place.utterance is not None
            utterance = said[place.utterance]
            assert place.quote
            assert utterance.text[place.char_start : place.char_end] == place.quote
            assert utterance.start_s <= place.start_s <= place.end_s <= utterance.end_s


@given(utterances(), bodies(), st.sampled_from(Channel))
def test_saying_something_else_in_the_end_changes_nothing(
    said: list[Utterance], body: ScorecardBody, channel: Channel
) -> None:
    duration_s = 200
    more = Utterance(channel=channel, start_s=150, end_s=160, text="。嗯嗯。")

    assert score(duration_s, [*said, more], body) == score(duration_s, said, body)


@given(DURATIONS, utterances(), bodies())
def test_the_order_in_which_utterances_are_listed_does_not_matter(
    duration_s: float, said: list[Utterance], body: ScorecardBody
) -> None:
    distinct = list({utterance.start_s: utterance for utterance in said}.values())

    one_way = score(duration_s, distinct, body)
    other_way = score(duration_s, distinct[::-1], body)

    assert one_way.score == other_way.score
    assert [line.verdict for line in one_way.lines] == [line.verdict for line in other_way.lines]


@given(DURATIONS, utterances(), SOME_PHRASES, SOME_PHRASES, SOME_PHRASES)
def test_more_exclusions_never_break_a_rule(
    duration_s: float,
    said: list[Utterance],
    phrases: tuple[str, ...],
    exclusions: tuple[str, ...],
    more: tuple[str, ...],
) -> None:
    few = one_rule(duration_s, said, phrases, exclusions)
    many = one_rule(duration_s, said, phrases, exclusions + more)

    assert (many.score or 0) >= (few.score or 0)
    assert len(many.lines[0].evidence) <= len(few.lines[0].evidence)


@given(st.text())
def test_every_folded_character_knows_where_it_comes_from(text: str) -> None:
    folded, starts, ends = spelling.fold(text)

    assert len(folded) == len(starts) == len(ends)
    assert starts == sorted(starts)
    assert all(0 <= start <= end <= len(text) for start, end in zip(starts, ends, strict=True))


@given(st.text(st.characters(categories=["Lo", "Nd", "Po", "Zs"])))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert spelling.normalize(spelling.normalize(text)) == spelling.normalize(text)


@given(st.lists(st.tuples(st.text("ab保 ", min_size=1, max_size=4), st.floats(0.1, 2)), max_size=6))
def test_a_clock_runs_forward_and_stays_within_its_words(timed: list[tuple[str, float]]) -> None:
    words, at_s = [], 10.0
    for text, length_s in timed:
        words.append(Word(start_s=at_s, end_s=at_s + length_s, text=text, confidence=1))
        at_s += length_s
    text = "".join(word.text for word in words)
    alignment = Alignment.of(
        Utterance(channel=Channel.AGENT, start_s=10, end_s=at_s, text=text, words=tuple(words))
    )

    starts = [alignment.start_of(char) for char in range(len(text))]
    ends = [alignment.end_of(char + 1) for char in range(len(text))]

    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert all(10 <= second <= at_s + 1e-9 for second in starts + ends)


@given(DURATIONS, utterances(), bodies(), st.data())
def test_doubts_only_ever_leave_a_rule_undecided(
    duration_s: float, said: list[Utterance], body: ScorecardBody, data: st.DataObject
) -> None:
    marks = data.draw(st.lists(st.booleans(), min_size=len(said), max_size=len(said)))
    marked = [
        utterance.model_copy(update={"doubts": (Doubt.UNLIKELY,)}) if mark else utterance
        for utterance, mark in zip(said, marks, strict=True)
    ]

    sure, unsure = score(duration_s, said, body), score(duration_s, marked, body)

    for before, after in zip(sure.lines, unsure.lines, strict=True):
        assert after.verdict in (before.verdict, Verdict.NOT_MEASURABLE)
        assert after.deducted <= before.deducted
    assert unsure.fatal <= sure.fatal


@given(DURATIONS, utterances(), bodies())
def test_nothing_is_deducted_for_text_that_is_doubtful_throughout(
    duration_s: float, said: list[Utterance], body: ScorecardBody
) -> None:
    doubtful = [utterance.model_copy(update={"doubts": (Doubt.FAINT,)}) for utterance in said]
    counting = body.model_copy(update={"doubtful": Doubtful.COUNT})

    assert not any(line.deducted or line.earned for line in score(duration_s, doubtful, body).lines)
    assert score(duration_s, doubtful, counting) == score(duration_s, said, body)


@given(DURATIONS, utterances(), bodies(), st.floats(0, 1), st.floats(0, 1))
def test_asking_for_more_confidence_never_decides_more(
    duration_s: float, said: list[Utterance], body: ScorecardBody, one: float, other: float
) -> None:
    less, more = sorted([one, other])
    heard = [
        utterance.model_copy(update={"confidence": number % 5 / 4})
        for number, utterance in enumerate(said)
    ]

    lenient = score(duration_s, heard, asking(body, less))
    strict = score(duration_s, heard, asking(body, more))

    assert score(duration_s, heard, asking(body, 0)) == score(duration_s, said, body)
    for before, after in zip(lenient.lines, strict.lines, strict=True):
        assert after.verdict in (before.verdict, Verdict.NOT_MEASURABLE)


@given(DURATIONS, utterances(), bodies())
def test_a_line_has_a_reason_and_a_place_when_it_is_not_measurable(
    duration_s: float, said: list[Utterance], body: ScorecardBody
) -> None:
    for line in score(duration_s, said, body).lines:
        assert (line.reason is not None) == (line.verdict is Verdict.NOT_MEASURABLE)
        assert line.evidence or line.reason is None


def score(duration_s: float, said: list[Utterance], body: ScorecardBody) -> Score:
    call = HeardCall(duration_s=duration_s, utterances=said)
    return engine.score(call, compile_card(body, {}))


def explained(scored: Score) -> float:
    """The arithmetic as the docstring of `Score` gives it."""
    weight = sum(line.weight for line in scored.lines)
    earned = sum(line.earned for line in scored.lines)
    deducted = sum(line.deducted for line in scored.lines)
    return max(0, (100 * earned / weight if weight else 100) - deducted)


def one_rule(
    duration_s: float,
    said: list[Utterance],
    phrases: tuple[str, ...],
    exclusions: tuple[str, ...],
) -> Score:
    rule = must_not_say("a", *phrases, exclusions=exclusions, speaker=Speaker.ANYONE)
    return score(duration_s, said, ScorecardBody(rules=(rule,)))


def asking(body: ScorecardBody, least: float) -> ScorecardBody:
    """The same with `min_confidence` on every condition."""
    told = body.model_dump()
    for rule in told["rules"]:
        condition = rule["condition"]
        for each in [step["condition"] for step in condition.get("steps", ())] or [condition]:
            each["min_confidence"] = least
    return ScorecardBody.model_validate(told)
