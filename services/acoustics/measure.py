"""All measures of a call, put together; where there is none, the reason."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from services.acoustics import Acoustics, ByOne, Jump, SpeakerSound, Why
from services.acoustics.frames import frames_of
from services.acoustics.listening import Listened, listen
from services.acoustics.machine import likelihood, machine_signs
from services.acoustics.onsets import from_onset
from services.acoustics.rate import speech_rate
from services.acoustics.silence import dead_air, silence_s, silences
from services.acoustics.stretches import Stretch, spans, total_s
from services.acoustics.talk import Talk, talk_of
from services.acoustics.turns import (
    interruptions,
    longest_monologue,
    overlap_s,
    response_delay_s,
    talk_ratio,
    turns_by,
)
from services.recordings.sound import Sound
from services.tables import Channel
from services.transcripts import Utterance

T = TypeVar("T")


class Unmeasured(dict[str, Why]):
    """Why some things could not be measured, by name."""

    def note(self, name: str, found: T | Why) -> T | None:
        """`found`; None when that is but the reason why nothing was."""
        if isinstance(found, Why):
            self[name] = found
            return None
        return found


def measure(
    sound: Sound,
    speakers: Sequence[Channel],
    speech: Sequence[Iterable[Stretch]],
    utterances: Iterable[Utterance],
) -> Acoustics:
    """Everything that can be measured of one call.

    `speakers[i]` is who speaks on channel `i`, `speech[i]` when, in seconds. One channel
    whose utterances have different speakers is measured as theirs, except for what needs
    a channel for each. Reads the sound a minute at a time.
    """
    frames = [frames_of(sound, index) for index in range(sound.channels)]
    spoken = [from_onset(each, when) for each, when in zip(frames, speech, strict=True)]
    talk = talk_of(sound.duration_s, speakers, spoken, utterances)
    return measures_of(talk, listen(frames, speakers, talk))


def measures_of(talk: Talk, listened: Listened) -> Acoustics:
    """The same, of sound that has been listened to."""
    talk = replace(talk, waiting=listened.waiting)
    unmeasured = Unmeasured()
    note = unmeasured.note
    signs = machine_signs(talk, listened.beeps)
    silent = note("silences", silences(talk) if talk.known else Why.ONE_CHANNEL)
    measures = Acoustics(
        duration_s=talk.duration_s,
        speakers=tuple(_speaker(talk, listened, who, unmeasured) for who in talk.speech),
        silence_s=silence_s(talk),
        silences=None if silent is None else spans(silent),
        dead_air=spans(dead_air(talk)),
        overlap_s=note("overlap_s", overlap_s(talk) if talk.separate else Why.ONE_CHANNEL),
        interruptions=note("interruptions", _interruptions(talk)),
        talk_ratio=note("talk_ratio", _one_of_two(talk) or talk_ratio(talk)),
        response_delay_s=note("response_delay_s", _response_delay_s(talk)),
        loudness_jumps=note("loudness_jumps", _jumps(talk, listened, unmeasured)),
        ringing=spans(listened.ringing),
        music=spans(listened.music),
        beeps=listened.beeps,
        answering_machine=note(
            "answering_machine", Why.NO_SPEECH if signs is None else likelihood(signs)
        ),
        machine_signs=signs or (),
    )
    return measures.model_copy(update={"not_measurable": dict(unmeasured)})


def _speaker(
    talk: Talk, listened: Listened, speaker: Channel, unmeasured: Unmeasured
) -> SpeakerSound:
    speech = talk.speech[speaker]
    silent = None if speech else Why.NO_SPEECH
    unheard = None if talk.utterances or not speech else Why.NOT_HEARD
    mixed = Why.ONE_CHANNEL if speaker is Channel.MIXED else None
    loudness = listened.loudness_dbfs.get(speaker)
    rate, unit = unmeasured.note(
        f"{speaker}.speech_rate",
        silent or unheard or speech_rate(talk, speaker) or Why.TOO_SHORT,
    ) or (None, None)
    return SpeakerSound(
        channel=speaker,
        speech_s=total_s(speech),
        speech=spans(speech),
        turns=unmeasured.note(f"{speaker}.turns", mixed or unheard or turns_by(talk, speaker)),
        speech_rate=rate,
        rate_unit=unit,
        loudness_dbfs=unmeasured.note(
            f"{speaker}.loudness_dbfs", Why.NO_SPEECH if loudness is None else loudness
        ),
        longest_monologue=unmeasured.note(
            f"{speaker}.longest_monologue",
            mixed or silent or unheard or longest_monologue(talk, speaker) or Why.TOO_SHORT,
        ),
    )


def _one_of_two(talk: Talk) -> Why | None:
    """Why agent and customer cannot be compared."""
    if not talk.known:
        return Why.ONE_CHANNEL
    if not talk.anybody:
        return Why.NO_SPEECH
    return None if talk.both_speak else Why.ONE_SPEAKER


def _interruptions(talk: Talk) -> tuple[ByOne, ...] | Why:
    if not talk.separate:
        return Why.ONE_CHANNEL
    if talk.both_speak and not talk.utterances:
        return Why.NOT_HEARD
    return interruptions(talk)


def _response_delay_s(talk: Talk) -> float | Why:
    why = _one_of_two(talk)
    if why is not None:
        return why
    delay_s = response_delay_s(talk)
    return Why.TOO_SHORT if delay_s is None else delay_s


def _jumps(talk: Talk, listened: Listened, unmeasured: Unmeasured) -> tuple[Jump, ...] | Why:
    """Of all who speak enough; who does not is named."""
    if not talk.known:
        return Why.ONE_CHANNEL
    if not any(jumps is not None for jumps in listened.jumps.values()):
        return Why.TOO_SHORT if talk.anybody else Why.NO_SPEECH
    found: list[Jump] = []
    for speaker, jumps in sorted(listened.jumps.items()):
        found += (
            unmeasured.note(f"{speaker}.loudness_jumps", Why.TOO_SHORT if jumps is None else jumps)
            or ()
        )
    return tuple(sorted(found, key=lambda jump: (jump.start_s, jump.channel)))
