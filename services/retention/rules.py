"""How long calls are kept: an ordered list of rules, of which the first that fits decides."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from services.errors import Rejected

DAYS_MAX = 36_500
YEAR = 365
_SALE_FLOOR = 5 * YEAR
_FLOOR = 180

Days = Annotated[int, Field(ge=0, le=DAYS_MAX)]
Outcome = Annotated[str, Field(min_length=1, max_length=64)]


class RuleKind(StrEnum):
    """Which calls of its campaigns a rule is about."""

    ALL = "all"
    SOLD = "sold"
    OUTCOMES = "outcomes"
    """Those with one of the rule's outcomes."""
    CONNECTED = "connected"
    NOT_CONNECTED = "not_connected"


class RetentionRule(BaseModel):
    """Days since the call's end; None for ever. What is kept shorter is part of the longer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
    campaigns: Annotated[tuple[UUID, ...], Field(max_length=500)] = ()
    """Empty: all of them."""
    kind: RuleKind = RuleKind.ALL
    outcomes: Annotated[tuple[Outcome, ...], Field(max_length=100)] = ()
    keep_audio_days: Days | None = None
    keep_text_days: Days | None = None
    keep_call_days: Days | None = None
    """Until then it is known who was called; afterwards the call only counts."""

    @property
    def is_last(self) -> bool:
        """It fits every call."""
        return self.kind is RuleKind.ALL and not self.campaigns


class RetentionCaution(BaseModel):
    """Something to think about before saving; it forbids nothing."""

    rule: int
    """Its place in the list, from 0."""
    code: Literal["sale_under_5_years", "audio_under_6_months", "never_reached"]


class RulesUnusable(Rejected):
    """These rules cannot be used: the last must fit every call, names differ, and sound may not
    be kept longer than text, nor text longer than the call."""


STORED = TypeAdapter(tuple[RetentionRule, ...])

SUGGESTED: tuple[RetentionRule, ...] = (
    RetentionRule(
        name="Sales",
        kind=RuleKind.SOLD,
        keep_audio_days=5 * YEAR,
        keep_text_days=5 * YEAR,
        keep_call_days=10 * YEAR,
    ),
    RetentionRule(
        name="No talk",
        kind=RuleKind.NOT_CONNECTED,
        keep_audio_days=30,
        keep_text_days=30,
        keep_call_days=_FLOOR,
    ),
    RetentionRule(
        name="The rest", keep_audio_days=_FLOOR, keep_text_days=_FLOOR, keep_call_days=2 * YEAR
    ),
)
"""What a centre may start from. Nothing is deleted until somebody has saved rules."""


def check(rules: tuple[RetentionRule, ...]) -> None:
    """Raises RulesUnusable, naming the field."""
    if not rules or not rules[-1].is_last:
        raise RulesUnusable(field="rules")
    names = [rule.name for rule in rules]
    for place, rule in enumerate(rules):
        if rule.name in names[:place]:
            raise RulesUnusable(field=f"rules.{place}.name")
        if (rule.kind is RuleKind.OUTCOMES) != bool(rule.outcomes):
            raise RulesUnusable(field=f"rules.{place}.outcomes")
        if not _longer(rule.keep_text_days, rule.keep_audio_days):
            raise RulesUnusable(field=f"rules.{place}.keep_text_days")
        if not _longer(rule.keep_call_days, rule.keep_text_days):
            raise RulesUnusable(field=f"rules.{place}.keep_call_days")


def cautions(rules: tuple[RetentionRule, ...]) -> list[RetentionCaution]:
    """What falls below floors that laws often set, see docs/retention.md."""
    found = []
    for place, rule in enumerate(rules):
        audio = DAYS_MAX if rule.keep_audio_days is None else rule.keep_audio_days
        if (
            rule.kind in (RuleKind.SOLD, RuleKind.ALL)
            and audio < _SALE_FLOOR
            and _gets_sales(rules, place)
        ):
            found.append(RetentionCaution(rule=place, code="sale_under_5_years"))
        elif rule.kind is not RuleKind.NOT_CONNECTED and audio < _FLOOR:
            found.append(RetentionCaution(rule=place, code="audio_under_6_months"))
        if any(former.is_last for former in rules[:place]):
            found.append(RetentionCaution(rule=place, code="never_reached"))
    return found


def _gets_sales(rules: tuple[RetentionRule, ...], place: int) -> bool:
    """Whether no rule before it takes all sales."""
    takes_sales = (RuleKind.SOLD, RuleKind.ALL, RuleKind.CONNECTED)
    return not any(rule.kind in takes_sales and not rule.campaigns for rule in rules[:place])


def _longer(longer: int | None, shorter: int | None) -> bool:
    return longer is None or (shorter is not None and longer >= shorter)
