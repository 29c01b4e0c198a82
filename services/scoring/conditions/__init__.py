"""What a rule can ask of a call. A condition is one class here and one `case` in `judging`.

Conditions are data: what travels over HTTP, what YAML files hold, what a version keeps.
Each can be true, false or unknown of a call; `Not`, `AllOf` and `AnyOf` follow Kleene's
three-valued logic.
"""

from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from services.scoring.conditions.measures import Fact, Measure, Sound
from services.scoring.conditions.parts import (
    FactName,
    Frozen,
    Key,
    Name,
    Op,
    Phrase,
    Points,
    Seconds,
    Share,
    Speaker,
    Spoken,
    Text,
    Times,
    Turns,
    Value,
    Wanted,
    Within,
)
from services.scoring.conditions.words import (
    Entity,
    Judged,
    Language,
    Pattern,
    Repeated,
    Said,
    ScriptLine,
)

__all__ = [
    "AllOf",
    "AnyOf",
    "Condition",
    "Direction",
    "EarlierCall",
    "Entity",
    "Fact",
    "FactName",
    "Frozen",
    "Judged",
    "Key",
    "Language",
    "Measure",
    "Name",
    "Near",
    "Not",
    "Op",
    "OtherRule",
    "Pattern",
    "Phrase",
    "Points",
    "Repeated",
    "Said",
    "ScriptLine",
    "Seconds",
    "Sequence",
    "Share",
    "Sound",
    "Speaker",
    "Spoken",
    "Step",
    "Text",
    "Value",
    "Wanted",
    "Within",
    "children",
    "walk",
]


class Step(Frozen):
    """One step of a sequence."""

    name: Name
    condition: "Condition"
    optional: bool = False
    within_s: Seconds | None = None
    """At most so long after the step before began."""
    within_turns: Turns | None = None


class Sequence(Frozen):
    """Each step happens, in this order. One that is optional may be missing, not out of place."""

    type: Literal["sequence"] = "sequence"
    steps: Annotated[tuple[Step, ...], Field(min_length=2, max_length=30)]


class Direction(StrEnum):
    AFTER = "after"
    BEFORE = "before"


class Near(Frozen):
    """`condition` is found after, or before, a place where `anchor` is found.

    No place of the anchor at all: false when `anchor` is false, whatever else is said.
    """

    type: Literal["near"] = "near"
    condition: "Condition"
    direction: Direction = Direction.AFTER
    anchor: "Condition"
    occurrence: Literal["first", "any", "every", "last"] | Times = "any"
    """Which place of the anchor; a number counts from 1. `every`: near each of them."""
    within_s: Seconds | None = None
    """From the end of the earlier place to the start of the later one."""
    within_turns: Turns | None = None
    """1 is the same turn or the next one."""


class EarlierCall(Frozen):
    """`condition` is true of an earlier connected call with the same customer."""

    type: Literal["earlier_call"] = "earlier_call"
    condition: "Condition"
    within_days: Annotated[int, Field(ge=1, le=366)] = 30
    same_campaign: bool = True


class Not(Frozen):
    type: Literal["not"] = "not"
    condition: "Condition"


class AllOf(Frozen):
    type: Literal["all_of"] = "all_of"
    conditions: Annotated[tuple["Condition", ...], Field(min_length=1, max_length=50)]


class AnyOf(Frozen):
    """At least so many of `conditions` are true."""

    type: Literal["any_of"] = "any_of"
    conditions: Annotated[tuple["Condition", ...], Field(min_length=1, max_length=50)]
    at_least: Annotated[int, Field(ge=1, le=50)] = 1

    @model_validator(mode="after")
    def _enough(self) -> "AnyOf":
        if self.at_least > len(self.conditions):
            raise ValueError("at_least asks for more conditions than there are")
        return self


class OtherRule(Frozen):
    """The condition of another rule of the same card is true."""

    type: Literal["rule"] = "rule"
    rule: Key


Condition: TypeAlias = Annotated[
    Said
    | Pattern
    | ScriptLine
    | Sequence
    | Near
    | Repeated
    | Entity
    | Sound
    | Fact
    | Language
    | EarlierCall
    | Judged
    | Not
    | AllOf
    | AnyOf
    | OtherRule,
    Field(discriminator="type"),
]

for _model in (Step, Sequence, Near, EarlierCall, Not, AllOf, AnyOf):
    _model.model_rebuild()


def children(condition: Condition) -> tuple[Condition, ...]:
    """The conditions directly inside one."""
    match condition:
        case Not() | EarlierCall():
            return (condition.condition,)
        case Near():
            return (condition.condition, condition.anchor)
        case AllOf() | AnyOf():
            return condition.conditions
        case Sequence():
            return tuple(step.condition for step in condition.steps)
        case _:
            return ()


def walk(condition: Condition) -> tuple[Condition, ...]:
    """A condition and all inside it, outer ones first."""
    return (condition, *(each for child in children(condition) for each in walk(child)))
