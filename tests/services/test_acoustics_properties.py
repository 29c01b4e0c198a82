"""What holds of every call, however people talk."""

import math
from collections.abc import Iterator
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from services.acoustics import Acoustics, Span
from services.acoustics.exchange import exchange_speakers
from services.acoustics.measure import measures_of
from services.acoustics.talk import talk_of
from services.tables import Channel
from services.transcripts import Doubt, Utterance
from tests.signals import BOTH, NOTHING, OTHER, measured, spoken

DURATION_S = 60
DOUBTS = ((), (), (Doubt.UNLIKELY,))

instants = st.integers(0, DURATION_S * 10).map(lambda tenths: tenths / 10)
pieces = st.tuples(instants, instants).map(lambda pair: (min(pair), max(pair)))
speech = st.lists(pieces, max_size=12)
texts = st.sampled_from(["", "嗯", "好的,好", "好的知道", "请留言", "Good morning, Ann", "x" * 40])


@st.composite
def said(draw: st.DrawFn, channels: tuple[Channel, ...] = BOTH) -> Utterance:
    start_s, end_s = draw(pieces)
    words = spoken(draw(st.sampled_from(channels)), start_s, end_s, draw(texts))
    return words.model_copy(update={"doubts": draw(st.sampled_from(DOUBTS))})


utterances = st.lists(said(), max_size=12)


def other_way_round(spoken: list[Utterance]) -> list[Utterance]:
    return [each.model_copy(update={"channel": OTHER[each.channel]}) for each in spoken]


def spans_in(value: Any) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from spans_in(each)
    elif hasattr(value, "model_fields_set"):
        for _, each in value:
            yield from spans_in(each)


def numbers_in(value: Any) -> Iterator[float]:
    if isinstance(value, float):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from numbers_in(each)


@given(speech, speech, utterances)
def test_seconds_add_up(agent: Any, customer: Any, heard: list[Utterance]) -> None:
    found = measured(agent, customer, heard, duration_s=DURATION_S)

    first, second = (each.speech_s for each in found.speakers)
    assert found.overlap_s is not None
    assert found.overlap_s <= min(first, second) + 1e-6
    assert math.isclose(
        found.silence_s + first + second - found.overlap_s, DURATION_S, abs_tol=1e-6
    )
    for each in found.speakers:
        assert math.isclose(
            each.speech_s, sum(s.end_s - s.start_s for s in each.speech), abs_tol=1e-6
        )
    silent_s = sum(gap.end_s - gap.start_s for gap in (*(found.silences or ()), *found.dead_air))
    assert silent_s <= 2 * found.silence_s + 1e-6


@given(speech, speech, utterances)
def test_every_number_is_one_and_lies_where_it_may(
    agent: Any, customer: Any, heard: list[Utterance]
) -> None:
    found = measured(agent, customer, heard, duration_s=DURATION_S)

    assert all(math.isfinite(number) for number in numbers_in(found.model_dump()))
    assert all(0 <= span.start_s < span.end_s <= DURATION_S for span in spans_in(found))
    assert found.talk_ratio is None or 0 < found.talk_ratio < 1
    assert found.answering_machine is None or 0 <= found.answering_machine <= 1
    assert found.response_delay_s is None or found.response_delay_s > 0
    for each in found.speakers:
        if each.longest_monologue is not None:
            lasts_s = each.longest_monologue.end_s - each.longest_monologue.start_s
            assert lasts_s <= found.duration_s
    assert Acoustics.model_validate_json(found.model_dump_json()) == found


@given(speech, speech, utterances, st.integers(1, 300))
def test_shifting_everything_moves_places_and_nothing_else(
    agent: Any, customer: Any, heard: list[Utterance], tenths: int
) -> None:
    by_s = tenths / 10
    longer_s = DURATION_S + by_s

    def shifted(spoken: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(start_s + by_s, end_s + by_s) for start_s, end_s in spoken]

    later = [
        each.model_copy(update={"start_s": each.start_s + by_s, "end_s": each.end_s + by_s})
        for each in heard
    ]
    here = measured(agent, customer, heard, duration_s=DURATION_S)
    there = measured(shifted(agent), shifted(customer), later, duration_s=longer_s)

    def facts(found: Acoustics, back_s: float) -> Any:
        body = found.model_dump(exclude={"duration_s", "silence_s"})
        return _moved(body, back_s)

    assert facts(there, by_s) == facts(here, 0)
    assert math.isclose(there.silence_s - here.silence_s, by_s, abs_tol=1e-6)


def _moved(value: Any, back_s: float, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _moved(each, back_s, name) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_moved(each, back_s) for each in value]
    return round(value - back_s, 2) if key in {"start_s", "end_s"} else value


@given(speech, speech, utterances)
def test_exchanging_speakers_is_as_if_they_had_been_the_right_way_round(
    agent: Any, customer: Any, heard: list[Utterance]
) -> None:
    found = measured(agent, customer, heard, duration_s=DURATION_S)
    exchanged = exchange_speakers(found, other_way_round(heard))

    assert exchanged == measured(customer, agent, other_way_round(heard), duration_s=DURATION_S)
    assert exchange_speakers(exchanged, heard) == found


@example(
    [(0.0, 30.0)],
    [
        spoken(Channel.AGENT, 0.0, 10.0, "好的"),
        spoken(Channel.CUSTOMER, 10.0, 10.4, "嗯"),
        spoken(Channel.AGENT, 10.4, 30.0, "好的"),
    ],
)
@given(speech, st.lists(said((*BOTH, Channel.MIXED)), max_size=12))
def test_voices_told_apart_share_all_the_speech(spoken: Any, heard: list[Utterance]) -> None:
    talk = talk_of(DURATION_S, [Channel.MIXED], [spoken], heard)
    found = measures_of(talk, NOTHING)

    total_s = sum(each.speech_s for each in found.speakers)
    assert math.isclose(total_s + found.silence_s, DURATION_S, abs_tol=0.02)
    assert (found.overlap_s, found.interruptions) == (None, None)
    if Channel.MIXED not in {each.channel for each in found.speakers}:
        right = [
            each.model_copy(update={"channel": OTHER.get(each.channel, each.channel)})
            for each in heard
        ]
        assert exchange_speakers(exchange_speakers(found, right), heard) == found
