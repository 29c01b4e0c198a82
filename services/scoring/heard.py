"""A call as scoring sees it: facts, words, sound, and what was said before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from services.acoustics import Acoustics
from services.transcripts import Utterance

FactValue: TypeAlias = str | float | bool | None
Facts: TypeAlias = Mapping[str, FactValue]
"""By `FactName`. What is not in it, or None, nobody told."""


@dataclass(frozen=True)
class Opinion:
    """What a judge said to a question: yes with places, or no. `quotes` stand in the text."""

    answer: bool
    quotes: tuple[str, ...]
    said_by: str
    """Engine and model."""


@dataclass(frozen=True)
class HeardCall:
    """Everything a score depends on. No database behind it."""

    duration_s: float
    """Length of the recording, whose start is second 0 of every utterance."""
    utterances: Sequence[Utterance]
    facts: Facts = field(default_factory=dict)
    acoustics: Acoustics | None = None
    """None when the sound was never measured."""
    earlier: Sequence["PastCall"] | None = ()
    """Connected calls with the same customer, newest first; None: customer not known."""
    opinions: Mapping[str, Opinion] = field(default_factory=dict)
    """By `Judged.question`; a question without one is unknown."""


@dataclass(frozen=True)
class PastCall:
    call_id: UUID
    started_at: datetime
    days_before: float
    """How long before the call that is scored."""
    same_campaign: bool
    call: HeardCall
