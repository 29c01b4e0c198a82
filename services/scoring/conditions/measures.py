"""Conditions about how a call sounds, and about what is known of it besides."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from services.scoring.conditions.parts import FactName, Frozen, Op, Seconds, Speaker, Wanted


class Measure(StrEnum):
    """A measure of `services.acoustics`; its formula stands there."""

    SILENCES = "silences"
    """How many, of `min_s` at least."""
    LONGEST_SILENCE_S = "longest_silence_s"
    DEAD_AIR = "dead_air"
    LONGEST_DEAD_AIR_S = "longest_dead_air_s"
    SILENCE_SHARE = "silence_share"
    SPEECH_RATE = "speech_rate"
    INTERRUPTIONS = "interruptions"
    OVERLAP_S = "overlap_s"
    LOUDNESS_JUMPS = "loudness_jumps"
    TALK_RATIO = "talk_ratio"
    LONGEST_MONOLOGUE_S = "longest_monologue_s"
    RESPONSE_DELAY_S = "response_delay_s"
    RINGING_S = "ringing_s"
    MUSIC_S = "music_s"
    ANSWERING_MACHINE = "answering_machine"
    TURNS = "turns"


class Sound(Frozen):
    """A measure of the sound compares as wanted. Not measurable on one channel: unknown."""

    type: Literal["sound"] = "sound"
    measure: Measure
    op: Literal[Op.LT, Op.LE, Op.GT, Op.GE] = Op.GE
    value: Annotated[float, Field(ge=0, le=1_000_000)]
    speaker: Speaker = Speaker.AGENT
    """Whose, where the measure is somebody's."""
    min_s: Seconds | None = None
    """Of silences, dead air and interruptions: shorter ones do not count."""


class Fact(Frozen):
    """A fact of the call compares as wanted. Unknown where nobody told the fact."""

    type: Literal["fact"] = "fact"
    name: FactName
    wanted: Wanted
