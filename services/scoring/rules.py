"""What a rule is, what a scorecard is, and what scoring a call with one gives.

A rule is one class here and one `case` in the engine; mypy points at a missing case.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator


def _has_words(text: str) -> str:
    if not any(character.isalnum() for character in text):
        raise ValueError("a phrase needs at least one letter or digit")
    return text


Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]
"""PostgreSQL keeps no NUL in text or JSON."""
Name = Annotated[Text, Field(min_length=1, max_length=120)]
Phrase = Annotated[Text, Field(min_length=1, max_length=200), AfterValidator(_has_words)]
Seconds = Annotated[float, Field(gt=0, le=86_400)]
Points = Annotated[float, Field(ge=0, le=1000)]
Share = Annotated[float, Field(ge=0, le=1)]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Speaker(StrEnum):
    AGENT = "agent"
    CUSTOMER = "customer"
    ANYONE = "anyone"


class Within(Frozen):
    """Where in the call to look: its first or its last so many seconds."""

    first_s: Seconds | None = None
    last_s: Seconds | None = None

    @model_validator(mode="after")
    def _one_end(self) -> "Within":
        if (self.first_s is None) == (self.last_s is None):
            raise ValueError("give either first_s or last_s")
        return self


class RuleBase(Frozen):
    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
    """Stable name of the rule across versions."""
    name: Name
    speaker: Speaker = Speaker.AGENT
    within: Within | None = None
    points: Points = 10
    """Earned by a rule that asks for something; deducted by one that forbids it."""
    fatal: bool = False
    """Breaking it makes the whole call 0."""
    min_confidence: Share | None = None
    """What was heard with less than this, as a mean over its characters, is doubtful."""


class MustSay(RuleBase):
    """At least one of `phrases` must be said."""

    type: Literal["must_say"] = "must_say"
    phrases: Annotated[tuple[Phrase, ...], Field(min_length=1, max_length=200)]


class MustNotSay(RuleBase):
    """None of `phrases` may be said, except where it stands inside one of `exclusions`.

    "保证收益" is forbidden, "不保证收益" is not: the exclusion covers the phrase.
    """

    type: Literal["must_not_say"] = "must_not_say"
    phrases: Annotated[tuple[Phrase, ...], Field(min_length=1, max_length=200)]
    exclusions: Annotated[tuple[Phrase, ...], Field(max_length=200)] = ()


class Step(Frozen):
    name: Name
    phrases: Annotated[tuple[Phrase, ...], Field(min_length=1, max_length=200)]


class InOrder(RuleBase):
    """Each step must be said, in this order."""

    type: Literal["in_order"] = "in_order"
    steps: Annotated[tuple[Step, ...], Field(min_length=2, max_length=20)]


Rule = Annotated[MustSay | MustNotSay | InOrder, Field(discriminator="type")]


class Doubtful(StrEnum):
    """What to make of text that has doubts."""

    COUNT = "count"
    """It was said."""
    NOT_MEASURABLE = "not_measurable"
    """A rule that hangs on it cannot be decided."""


class ScorecardBody(Frozen):
    """What a scorecard version says. Points of the asking rules are its weights."""

    pass_score: Annotated[float, Field(ge=0, le=100)] = 60
    doubtful: Doubtful = Doubtful.NOT_MEASURABLE
    rules: Annotated[tuple[Rule, ...], Field(min_length=1, max_length=200)]

    @model_validator(mode="after")
    def _keys_are_unique(self) -> "ScorecardBody":
        keys = [rule.key for rule in self.rules]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"rule keys appear twice: {', '.join(twice)}")
        return self


class CallFacts(Frozen):
    """What a score depends on besides what was said."""

    duration_s: float
    """Length of the recording, whose start is second 0 of every utterance."""


class Verdict(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_MEASURABLE = "not_measurable"


class Unsure(StrEnum):
    """Why a place does not prove what stands there."""

    DOUBTFUL = "doubtful"
    """It may not have been said."""
    MIXED_CHANNEL = "mixed_channel"
    """Somebody else may have said it."""


class Evidence(Frozen):
    """Characters `char_start:char_end` of utterance number `utterance`, and their seconds."""

    utterance: int
    char_start: int
    char_end: int
    start_s: float
    end_s: float
    quote: str


class Line(Frozen):
    """One rule's verdict and what it did to the score."""

    rule_key: str
    rule_name: str
    rule_type: str
    verdict: Verdict
    reason: Unsure | None = None
    """Why it was not measurable. Lines of engine `phrases-1` do not say."""
    fatal: bool
    weight: float
    """Points that could be earned; 0 for a rule that only deducts, or was not measurable."""
    earned: float
    deducted: float
    looked_from_s: float
    looked_to_s: float
    expected: tuple[str, ...]
    """The phrases, or the names of the steps, that were looked for."""
    evidence: tuple[Evidence, ...]


class Score(Frozen):
    """`score = max(0, 100 * sum(earned) / sum(weight) - sum(deducted))`, or 0 when `fatal`.

    Rounded to two decimals. Where nothing can be earned, the first term is 100.
    """

    score: float
    passed: bool
    fatal: bool
    lines: tuple[Line, ...]
