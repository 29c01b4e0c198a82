"""What was said in a call."""

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from services.tables import Channel


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Word(Frozen):
    """`text` as it stands in the utterance, leading space included; seconds from the start."""

    start_s: float
    end_s: float
    text: str
    confidence: float = Field(ge=0, le=1)
    heard: str | None = None
    """What the model wrote, where a hot word that sounds the same took its place."""


class Doubt(StrEnum):
    """Why what a model wrote may not have been said."""

    NO_SPEECH = "no_speech"
    """The model itself took the sound for no speech."""
    UNLIKELY = "unlikely"
    """The model was not sure of its words."""
    REPETITION = "repetition"
    """The same words over and over."""
    KNOWN_PHRASE = "known_phrase"
    """A sentence that models are known to invent."""
    FAINT = "faint"
    """Far below the level at which this speaker speaks."""
    TOO_FAST = "too_fast"
    """More words than anybody says in that time."""


class EntityKind(StrEnum):
    NUMBER = "number"
    AMOUNT = "amount"
    PERCENTAGE = "percentage"
    DATE = "date"
    TIME = "time"
    PHONE = "phone"
    ID_NUMBER = "id_number"
    CARD = "card"


class Entity(Frozen):
    """Characters `char_start:char_end` of the utterance's text, and what they mean.

    `written` is how one writes it (`3,500元`, `138 0013 8000`), `value` how one compares
    it: digits, a decimal number, an ISO 8601 date or time.
    """

    kind: EntityKind
    char_start: int
    char_end: int
    written: str
    value: str


class Utterance(Frozen):
    """One turn of one speaker. Seconds count from the start of the recording."""

    channel: Channel
    start_s: float
    end_s: float
    text: str
    """Verbatim: numbers as they were spoken."""
    confidence: float = Field(default=1, ge=0, le=1)
    language: str | None = None
    words: tuple[Word, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    entities: tuple[Entity, ...] = ()


class LeftOut(Frozen):
    """What a model wrote and nobody can have said, kept for those who want to know."""

    channel: Channel
    start_s: float
    end_s: float
    text: str
    doubts: tuple[Doubt, ...]


class Hints(Frozen):
    """What is known of a call before it is heard."""

    language: str | None = None
    """ISO 639-1 code; None lets the model find out, for each channel on its own."""
    hot_words: tuple[str, ...] = ()
    """Names and terms that the model should expect."""


class MadeBy(Frozen):
    """With what a transcript was made: enough to make it again."""

    engine: str
    """`whisper`, `remote`, or the name under which settings know it."""
    model: str
    revision: str | None = None
    """Tells two models of the same name apart."""
    parameters: dict[str, Any] = Field(default_factory=dict)


class Swap(Frozen):
    """A suspicion that the speakers are the wrong way round."""

    likelihood: float = Field(ge=0, le=1)
    cues: tuple[str, ...]
    """What was said that speaks for it, at most five."""
