"""How a call sounds: its measures against what is wanted of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from services.acoustics import Acoustics, ByOne, Span, SpeakerSound, Why
from services.scoring.conditions import Measure, Sound, Speaker
from services.scoring.judging.looks import Look
from services.scoring.judging.places import Answer, Hit, Place, answer_of, shown
from services.scoring.judging.values import compares
from services.scoring.judging.windows import held
from services.scoring.results import Evidence, Finding, Measured, Truth, Unsure
from services.tables import Channel

_SPEAKERS = {
    Speaker.AGENT: (Channel.AGENT,),
    Speaker.CUSTOMER: (Channel.CUSTOMER,),
    Speaker.ANYONE: (Channel.AGENT, Channel.CUSTOMER),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, and the stretches of the call that make it up."""

    value: float
    spans: tuple[Span, ...] = ()


Stretches: TypeAlias = tuple[Span, ...] | Why | None
Found: TypeAlias = Figure | Why | None
"""A figure; else why there is none, as far as that is known."""


def judge_sound(condition: Sound, look: Look) -> Answer:
    """Unknown where it was not measured.

    Of anyone: what is counted is counted of both together, and of what each speaker has
    one of it is enough when one of the two is as wanted.
    """
    acoustics = look.talk.call.acoustics
    if acoustics is None:
        return _answer(condition, None, look)
    if condition.measure not in _OF_ONE:
        return _answer(condition, _found(condition, acoustics, look), look)
    answers = [
        _answer(condition, _OF_ONE[condition.measure](acoustics, channel), look)
        for channel in _SPEAKERS[condition.speaker]
    ]
    return min(answers, key=lambda answer: _BEST_FIRST.index(answer.truth))


_BEST_FIRST = (Truth.TRUE, Truth.UNKNOWN, Truth.FALSE)


def _found(condition: Sound, acoustics: Acoustics, look: Look) -> Found:
    if condition.measure in _COUNTED:
        stretches = _COUNTED[condition.measure](acoustics, condition.speaker)
        return _figure(stretches, condition, look, lambda spans: Figure(len(spans), spans))
    if condition.measure in _LONGEST:
        stretches = _LONGEST[condition.measure](acoustics, condition.speaker)
        return _figure(stretches, condition, look, _longest)
    return _OF_CALL[condition.measure](acoustics, condition.speaker)


def _figure(
    stretches: Stretches,
    condition: Sound,
    look: Look,
    make: Callable[[tuple[Span, ...]], Figure],
) -> Found:
    """Of the stretches that are long enough and in the windows."""
    if stretches is None or isinstance(stretches, Why):
        return stretches
    return make(
        tuple(
            span
            for span in stretches
            if _lasts_s(span) >= (condition.min_s or 0)
            and held((_place(span, look),), look.windows)
        )
    )


def _answer(condition: Sound, found: Found, look: Look) -> Answer:
    measured = Measured(
        name=condition.measure.value,
        value=found.value if isinstance(found, Figure) else None,
        op=condition.op,
        wanted=condition.value,
    )
    looked_from_s, looked_to_s = look.looked_s()
    unknown = Finding(
        type=condition.type,
        truth=Truth.UNKNOWN,
        reason=Unsure.NOT_MEASURED,
        detail=found.value if isinstance(found, Why) else None,
        speaker=condition.speaker,
        looked_from_s=looked_from_s,
        looked_to_s=looked_to_s,
        expected=(condition.measure.value,),
        measured=(measured,),
    )
    if not isinstance(found, Figure):
        return Answer(unknown)
    is_so = compares(found.value, condition.op, condition.value)
    places = [_place(span, look) for span in found.spans]
    finding = unknown.model_copy(
        update={
            "truth": Truth.TRUE if is_so else Truth.FALSE,
            "reason": None,
            "places": shown(places),
        }
    )
    return answer_of(finding, map(Hit.at, places))


def _place(span: Span, look: Look) -> Place:
    extent = look.talk.extent
    return Place(
        evidence=Evidence(
            utterance=None,
            char_start=None,
            char_end=None,
            start_s=span.start_s,
            end_s=span.end_s,
        ),
        turn=extent.turn_at(span.start_s),
    )


def _lasts_s(span: Span) -> float:
    return round(span.end_s - span.start_s, 3)


def _total_s(spans: Sequence[Span]) -> Figure:
    return Figure(round(sum(map(_lasts_s, spans)), 3), tuple(spans))


def _longest(spans: tuple[Span, ...]) -> Figure:
    longest = max(spans, key=_lasts_s, default=None)
    return Figure(0) if longest is None else Figure(_lasts_s(longest), (longest,))


def _why(acoustics: Acoustics, name: str) -> Why | None:
    return acoustics.not_measurable.get(name)


def _silences(acoustics: Acoustics, _: Speaker) -> Stretches:
    return _or_why(acoustics, "silences", acoustics.silences)


def _dead_air(acoustics: Acoustics, _: Speaker) -> Stretches:
    return acoustics.dead_air


def _by(name: str, acoustics: Acoustics, speaker: Speaker) -> Stretches:
    """What one speaker did, or both: interruptions, or jumps in loudness."""
    found: tuple[ByOne, ...] | None = getattr(acoustics, name)
    channels = _SPEAKERS[speaker]
    untold = [why for each in channels if (why := _why(acoustics, f"{each}.{name}"))]
    if found is None or len(untold) == len(channels):
        return _why(acoustics, name) or next(iter(untold), None)
    return tuple(each for each in found if each.channel in channels)


def _or_why(acoustics: Acoustics, name: str, found: tuple[Span, ...] | None) -> Stretches:
    return _why(acoustics, name) if found is None else found


def _of_call(name: str, acoustics: Acoustics, _: Speaker) -> Found:
    value: float | None = getattr(acoustics, name)
    return _why(acoustics, name) if value is None else Figure(value)


def _silence_share(acoustics: Acoustics, _: Speaker) -> Found:
    if acoustics.duration_s <= 0:
        return Why.TOO_SHORT
    return Figure(round(acoustics.silence_s / acoustics.duration_s, 3))


def _talk_ratio(acoustics: Acoustics, speaker: Speaker) -> Found:
    """The agent's share; the customer's is what is left."""
    ratio = acoustics.talk_ratio
    if ratio is None:
        return _why(acoustics, "talk_ratio")
    return Figure(round(1 - ratio, 3) if speaker is Speaker.CUSTOMER else ratio)


def _speaker(acoustics: Acoustics, channel: Channel) -> SpeakerSound | Why:
    found = next((each for each in acoustics.speakers if each.channel is channel), None)
    if found is not None:
        return found
    mixed = any(each.channel is Channel.MIXED for each in acoustics.speakers)
    return Why.ONE_CHANNEL if mixed else Why.NO_SPEECH


def _of_one(name: str, acoustics: Acoustics, channel: Channel) -> Found:
    speaker = _speaker(acoustics, channel)
    if isinstance(speaker, Why):
        return speaker
    value: float | Span | None = getattr(speaker, name)
    if value is None:
        return _why(acoustics, f"{channel}.{name}")
    return Figure(_lasts_s(value), (value,)) if isinstance(value, Span) else Figure(value)


_COUNTED: Mapping[Measure, Callable[[Acoustics, Speaker], Stretches]] = {
    Measure.SILENCES: _silences,
    Measure.DEAD_AIR: _dead_air,
    Measure.INTERRUPTIONS: partial(_by, "interruptions"),
    Measure.LOUDNESS_JUMPS: partial(_by, "loudness_jumps"),
}
_LONGEST: Mapping[Measure, Callable[[Acoustics, Speaker], Stretches]] = {
    Measure.LONGEST_SILENCE_S: _silences,
    Measure.LONGEST_DEAD_AIR_S: _dead_air,
}
_OF_CALL: Mapping[Measure, Callable[[Acoustics, Speaker], Found]] = {
    Measure.SILENCE_SHARE: _silence_share,
    Measure.OVERLAP_S: partial(_of_call, "overlap_s"),
    Measure.TALK_RATIO: _talk_ratio,
    Measure.RESPONSE_DELAY_S: partial(_of_call, "response_delay_s"),
    Measure.RINGING_S: lambda acoustics, _: _total_s(acoustics.ringing),
    Measure.MUSIC_S: lambda acoustics, _: _total_s(acoustics.music),
    Measure.ANSWERING_MACHINE: partial(_of_call, "answering_machine"),
}
_OF_ONE: Mapping[Measure, Callable[[Acoustics, Channel], Found]] = {
    Measure.SPEECH_RATE: partial(_of_one, "speech_rate"),
    Measure.LONGEST_MONOLOGUE_S: partial(_of_one, "longest_monologue"),
    Measure.TURNS: partial(_of_one, "turns"),
}
