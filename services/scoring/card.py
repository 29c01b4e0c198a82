"""What a scorecard says: its sections, its rules, and the arithmetic they agree on."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from services.scoring import former
from services.scoring.conditions import (
    Condition,
    Frozen,
    Judged,
    Key,
    Name,
    OtherRule,
    Phrase,
    Points,
    Said,
    Text,
    walk,
)

MAX_RULES = 200
MAX_CONDITIONS = 60
"""In one rule, however deep."""


class Doubtful(StrEnum):
    """What to make of text that has doubts."""

    COUNT = "count"
    """It was said."""
    NOT_MEASURABLE = "not_measurable"
    """A rule that hangs on it cannot be decided."""


class Severity(StrEnum):
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class Effect(StrEnum):
    """What a rule does to the score."""

    EARN = "earn"
    """Its points are a weight: earned when the rule is kept."""
    ADD = "add"
    """Its points are added when the rule is kept."""
    DEDUCT = "deduct"
    """Its points are taken off when the rule is broken."""
    NONE = "none"
    """It is only shown."""


EARN, ADD, DEDUCT = Effect.EARN, Effect.ADD, Effect.DEDUCT


class Rule(Frozen):
    """One item of a card: what is asked, and what keeping or breaking it does.

    Kept when `condition` is true, or false where `forbids`. Without a condition only a
    person answers it.
    """

    key: Key
    """Stable name of the rule across versions."""
    name: Name
    description: Annotated[Text, Field(max_length=2000)] = ""
    section: Key | None = None
    severity: Severity = Severity.MAJOR
    condition: Condition | None = None
    forbids: bool = False
    when: Condition | None = None
    """Not applicable to calls of which this is not true."""
    effect: Effect = Effect.EARN
    points: Points = 10
    per_place: bool = False
    """Of what deducts or adds: the points count once for each place."""
    most: Points | None = None
    """Of what counts per place: at most so many points."""
    fatal: Literal["section", "card"] | None = None
    """Breaking it makes its section, or the whole card, 0."""
    needs_review: bool = True
    """Whether a person should look at its hits before they count as confirmed."""

    @model_validator(mode="after")
    def _makes_sense(self) -> "Rule":
        conditions = [each for root in (self.condition, self.when) if root for each in walk(root)]
        if len(conditions) > MAX_CONDITIONS:
            raise ValueError(f"a rule may have at most {MAX_CONDITIONS} conditions")
        if any(isinstance(each, OtherRule) and each.rule == self.key for each in conditions):
            raise ValueError("a rule cannot refer to itself")
        if self.per_place and self.effect not in (Effect.ADD, Effect.DEDUCT):
            raise ValueError("per_place is for rules that add or deduct")
        if self.fatal == "section" and self.section is None:
            raise ValueError("a rule that is fatal to its section needs a section")
        return self


class Section(Frozen):
    """A part of the card. With a `weight`, its rules share that much of the score."""

    key: Key
    name: Name
    weight: Points | None = None


class Grade(Frozen):
    """The name of scores from `from_score` on."""

    name: Name
    from_score: Annotated[float, Field(ge=0, le=100)]


class Pack(Frozen):
    """A word pack as it stood when the card was published."""

    phrases: Annotated[tuple[Phrase, ...], Field(max_length=10_000)]
    exclusions: Annotated[tuple[Phrase, ...], Field(max_length=10_000)] = ()


class Weights(StrEnum):
    POINTS = "points"
    """Any total: what can be earned is 100 %."""
    PERCENT = "percent"
    """What can be earned must total 100, or the weights of the sections must."""


class ScorecardBody(Frozen):
    """What a scorecard version says."""

    pass_score: Annotated[float, Field(ge=0, le=100)] = 60
    doubtful: Doubtful = Doubtful.NOT_MEASURABLE
    weights: Weights = Weights.POINTS
    sections: Annotated[tuple[Section, ...], Field(max_length=100)] = ()
    grades: Annotated[tuple[Grade, ...], Field(max_length=20)] = ()
    most_added: Points | None = None
    most_deducted: Points | None = None
    rules: Annotated[tuple[Rule, ...], Field(min_length=1, max_length=MAX_RULES)]
    packs: dict[Key, Pack] = Field(default_factory=dict)
    """Filled when the version is published: what word packs say later changes nothing."""

    @model_validator(mode="before")
    @classmethod
    def _from_former(cls, body: Any) -> Any:
        """Versions published before conditions existed never change, and are read as they are."""
        return former.upgraded(body)

    @model_validator(mode="after")
    def _keys_are_unique(self) -> "ScorecardBody":
        for what, keys in (
            ("rule", [rule.key for rule in self.rules]),
            ("section", [section.key for section in self.sections]),
        ):
            twice = sorted({key for key in keys if keys.count(key) > 1})
            if twice:
                raise ValueError(f"{what} keys appear twice: {', '.join(twice)}")
        return self

    @model_validator(mode="after")
    def _names_exist(self) -> "ScorecardBody":
        sections = {section.key for section in self.sections}
        for rule in self.rules:
            if rule.section is not None and rule.section not in sections:
                raise ValueError(f"rule {rule.key}: there is no section {rule.section}")
        _refuse_circles(references(self))
        return self

    @model_validator(mode="after")
    def _earners_have_weight(self) -> "ScorecardBody":
        weighed = {section.key for section in self.sections if section.weight is not None}
        for rule in self.rules:
            if weighed and rule.effect is Effect.EARN and rule.section not in weighed:
                raise ValueError(f"rule {rule.key} earns, so it needs a section with a weight")
        return self

    @model_validator(mode="after")
    def _totals_100(self) -> "ScorecardBody":
        if self.weights is Weights.PERCENT:
            weighed = [s.weight for s in self.sections if s.weight is not None]
            earning = [rule.points for rule in self.rules if rule.effect is Effect.EARN]
            total = sum(weighed or earning)
            if abs(total - 100) > 0.01:
                raise ValueError(f"weights total {total:g}, not 100")
        return self


def references(body: ScorecardBody) -> dict[str, set[str]]:
    """By rule: the rules that its conditions refer to."""
    return {
        rule.key: {
            each.rule
            for root in (rule.condition, rule.when)
            if root
            for each in walk(root)
            if isinstance(each, OtherRule)
        }
        for rule in body.rules
    }


def packs_of(body: ScorecardBody) -> set[str]:
    """Keys of the word packs that the card's conditions name."""
    return {
        pack
        for rule in body.rules
        for root in (rule.condition, rule.when)
        if root
        for each in walk(root)
        if isinstance(each, Said)
        for pack in each.packs
    }


def questions_of(body: ScorecardBody) -> list[Judged]:
    """What a judge must be asked before the card can be scored."""
    return [
        each
        for rule in body.rules
        for root in (rule.condition, rule.when)
        if root
        for each in walk(root)
        if isinstance(each, Judged)
    ]


def _refuse_circles(refers: dict[str, set[str]]) -> None:
    for key, others in refers.items():
        unknown = sorted(others - refers.keys())
        if unknown:
            raise ValueError(f"rule {key} refers to {unknown[0]}, which is not on this card")
    settled: set[str] = set()
    while len(settled) < len(refers):
        free = {key for key, others in refers.items() if others <= settled} - settled
        if not free:
            circle = ", ".join(sorted(refers.keys() - settled))
            raise ValueError(f"rules refer to each other in a circle: {circle}")
        settled |= free
