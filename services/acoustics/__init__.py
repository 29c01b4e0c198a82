"""What can be measured of a call's sound and turns, whatever was said in it.

Formulas are DOMAIN.md's; each stands in the docstring of the field it gives. What cannot
be measured is None, never zero, and `not_measurable` says why.
"""

from enum import StrEnum

from pydantic import Field

from services.tables import Channel
from services.transcripts import Frozen


class Span(Frozen):
    """Seconds from the start of the recording."""

    start_s: float
    end_s: float


class ByOne(Span):
    """Something that one speaker did."""

    channel: Channel


class Jump(ByOne):
    """A speaker who became louder: the mean level of `end_s - start_s` seconds of speech.

    `rise_db` is how far it lies above this speaker's median level in the call.
    """

    rise_db: float


class Why(StrEnum):
    """Why something could not be measured."""

    ONE_CHANNEL = "one_channel"
    """Both speakers are on one channel, so who speaks is not known."""
    ONE_SPEAKER = "one_speaker"
    """Only one of them ever speaks."""
    NO_SPEECH = "no_speech"
    TOO_SHORT = "too_short"
    """Too little of it to say."""
    NOT_HEARD = "not_heard"
    """It needs words, and there are none."""


class RateUnit(StrEnum):
    CHARACTERS_PER_MINUTE = "characters_per_minute"
    WORDS_PER_MINUTE = "words_per_minute"


class SpeakerSound(Frozen):
    """One speaker, or both where they share a channel (`mixed`)."""

    channel: Channel
    speech_s: float
    """Seconds of voice activity."""
    speech: tuple[Span, ...]
    """Where it is, in order, pauses under 0.5 s closed."""
    turns: int | None = None
    """Utterances that are not parted by somebody else's, counted as one."""
    speech_rate: float | None = None
    """Characters (zh) or words (others) per minute of speech; turns under 4 characters skipped."""
    rate_unit: RateUnit | None = None
    loudness_dbfs: float | None = None
    """Median level of 100 ms frames of speech; 0 is a sine at full scale (AES17)."""
    longest_monologue: Span | None = None
    """Longest speech not broken by a turn of >= 4 characters of the other, nor by dead air."""


class MachineSign(StrEnum):
    """What speaks for a machine that answered."""

    PHRASE = "phrase"
    LONG_OPENING = "long_opening"
    """The called side speaks on for long before anybody answers it."""
    BEEP = "beep"


class Acoustics(Frozen):
    """All measures of one call, for one transcript of it."""

    duration_s: float
    speakers: tuple[SpeakerSound, ...]
    silence_s: float
    """Seconds in which nobody speaks."""
    silences: tuple[Span, ...] | None
    """Gaps of >= 3 s between turns of different speakers, known hold excluded."""
    dead_air: tuple[Span, ...]
    """Nobody speaks for >= 8 s once somebody has spoken, whoever speaks before and after.

    Hold music and ringing excluded.
    """
    overlap_s: float | None
    """Seconds in which both speak."""
    interruptions: tuple[ByOne, ...] | None
    """One starts >= 2 s before the other ends, >= 4 characters; `channel` is who starts."""
    talk_ratio: float | None
    """Agent speech / (agent + customer speech), 0 to 1."""
    response_delay_s: float | None
    """Median seconds from the end of a customer's turn to the start of the agent's answer."""
    loudness_jumps: tuple[Jump, ...] | None
    ringing: tuple[Span, ...]
    """Ring-back tones, the pauses between them included."""
    music: tuple[Span, ...]
    """Sustained sound of changing pitch that is no speech, such as hold music."""
    beeps: tuple[ByOne, ...] = ()
    """Short tones of one pitch, by whose side they are on."""
    answering_machine: float | None
    """Likelihood, 0 to 1, that a machine answered; None when nobody is known to have spoken."""
    machine_signs: tuple[MachineSign, ...] = ()
    not_measurable: dict[str, Why] = Field(default_factory=dict)
    """By field name; a speaker's as `agent.speech_rate`."""
