"""What conditions are made of: phrases, speakers, places in a call, comparisons."""

from enum import StrEnum
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator


def _has_words(text: str) -> str:
    if not any(character.isalnum() for character in text):
        raise ValueError("a phrase needs at least one letter or digit")
    return text


Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]
"""PostgreSQL keeps no NUL in text or JSON."""
Name = Annotated[Text, Field(min_length=1, max_length=120)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Phrase = Annotated[Text, Field(min_length=1, max_length=200), AfterValidator(_has_words)]
Phrases = Annotated[tuple[Phrase, ...], Field(max_length=10_000)]
Packs = Annotated[tuple[Key, ...], Field(max_length=20)]
Seconds = Annotated[float, Field(gt=0, le=86_400)]
Turns = Annotated[int, Field(ge=1, le=10_000)]
Times = Annotated[int, Field(ge=1, le=1000)]
Share = Annotated[float, Field(ge=0, le=1)]
Points = Annotated[float, Field(ge=0, le=1000)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Value: TypeAlias = Annotated[Text, Field(max_length=200)] | Number | bool


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Speaker(StrEnum):
    AGENT = "agent"
    CUSTOMER = "customer"
    ANYONE = "anyone"


class Within(Frozen):
    """Where in the call to look: its first or last so many seconds, or turns.

    A turn is what one speaker says until the other speaks; turns of both are counted.
    """

    first_s: Seconds | None = None
    last_s: Seconds | None = None
    first_turns: Turns | None = None
    last_turns: Turns | None = None

    @model_validator(mode="after")
    def _one_end(self) -> "Within":
        if len(self.model_dump(exclude_none=True)) != 1:
            raise ValueError("give one of first_s, last_s, first_turns, last_turns")
        return self


class Spoken(Frozen):
    """By whom and where something must be said, and how surely it must have been heard."""

    speaker: Speaker = Speaker.AGENT
    within: Within | None = None
    min_confidence: Share | None = None
    """What was heard with less than this, as a mean over its characters, is doubtful."""


class Op(StrEnum):
    EQ = "eq"
    NE = "ne"
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    IN = "in"
    NOT_IN = "not_in"


FactName = Annotated[
    str,
    Field(
        pattern=r"^(duration_s|talk_s|hold_s|wait_s|direction|outcome|hangup_by|queue|campaign"
        r"|agent|amount|currency|sold|connected|weekday|time_of_day|transfers"
        r"|(extra|campaign)\.[^\x00]{1,100})$"
    ),
]
"""`extra.x` is a fact that the dialer sent, `campaign.x` one that the campaign states."""


class Wanted(Frozen):
    """What something is compared with: `value`, or a fact of the call."""

    op: Op = Op.EQ
    value: Value | tuple[Value, ...] | None = None
    fact: FactName | None = None

    @model_validator(mode="after")
    def _one(self) -> "Wanted":
        if (self.value is None) == (self.fact is None):
            raise ValueError("give either value or fact")
        if isinstance(self.value, tuple) != (self.op in (Op.IN, Op.NOT_IN)):
            raise ValueError("in and not_in need a list of values, the others one value")
        return self
