"""What was said in a call."""

from pydantic import BaseModel, ConfigDict, Field

from services.tables import Channel


class Word(BaseModel):
    """`text` as it stands in the utterance, leading space included; seconds from the start."""

    model_config = ConfigDict(frozen=True)

    start_s: float
    end_s: float
    text: str
    confidence: float = Field(ge=0, le=1)


class Utterance(BaseModel):
    """One turn of one speaker. Seconds count from the start of the recording."""

    model_config = ConfigDict(frozen=True)

    channel: Channel
    start_s: float
    end_s: float
    text: str
    confidence: float = Field(default=1, ge=0, le=1)
    language: str | None = None
    words: tuple[Word, ...] = ()
