"""What a rule of alerts can watch for, kind by kind. `services.alerts.facts` reads what they ask.

Rates are as docs/boards.md defines them. Conditions are data: what travels over HTTP and
what `AlertRule.condition` holds.
"""

from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, model_validator

from services.activity.alert_cards import STATE_KINDS
from services.tables import AlertKind

Minutes = Annotated[float, Field(gt=0, le=24 * 60)]
Percent = Annotated[float, Field(gt=0, le=100)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f]+$")]
Few = Annotated[tuple[Key, ...], Field(max_length=50)]


class Condition(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Idle(Condition):
    """An agent has been ready for more than so many minutes."""

    kind: Literal["idle"] = "idle"
    minutes: Minutes = 10


class LongCall(Condition):
    """A call has gone on for more than so many minutes since an agent joined."""

    kind: Literal["call"] = "call"
    minutes: Minutes = 60


class LongWrapUp(Condition):
    """An agent has been in wrap-up for more than so many minutes."""

    kind: Literal["wrap_up"] = "wrap_up"
    minutes: Minutes = 5


class LongBreak(Condition):
    """An agent has been on a break for more than so many minutes."""

    kind: Literal["break"] = "break"
    minutes: Minutes = 20
    reasons: Few = ()
    """Only breaks for these reasons; empty for all."""


class AbandonRate(Condition):
    """Of a campaign's calls that a person answered within 30 days, so many met no agent in time.

    Its whole campaign: a call that nobody joined belongs to no team.
    """

    kind: Literal["abandon_rate"] = "abandon_rate"
    percent: Percent = 2.5
    min_calls: Annotated[int, Field(ge=1, le=1_000_000)] = 100
    """Answered by a person; of fewer a rate says nothing."""


class ConnectRate(Condition):
    """Connects of the last 60 minutes by dials: too few, or fewer than at this time yesterday."""

    kind: Literal["connect_rate"] = "connect_rate"
    below_percent: Percent | None = None
    drop_points: Percent | None = None
    """So many percentage points below the same 60 minutes of yesterday."""
    min_dials: Annotated[int, Field(ge=1, le=1_000_000)] = 50
    """In the last 60 minutes, and in those of yesterday."""

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if self.below_percent is None and self.drop_points is None:
            raise ValueError("needs below_percent or drop_points")
        return self


class SourceSilent(Condition):
    """Nothing came from a dialer for so many minutes of its working hours."""

    kind: Literal["source_silent"] = "source_silent"
    minutes: Minutes = 15
    source_ids: Annotated[tuple[UUID, ...], Field(max_length=100)] = ()
    """Only these dialers; empty for all."""


class FatalHit(Condition):
    """A fatal rule was broken in a call that ended within the last day."""

    kind: Literal["fatal_hit"] = "fatal_hit"
    rule_keys: Few = ()
    """Only these rules; empty for all."""


class OutsideHours(Condition):
    """An outbound call was begun outside of its campaign's calling hours."""

    kind: Literal["outside_hours"] = "outside_hours"


class TooOften(Condition):
    """One number was called more often than so within so many hours."""

    kind: Literal["too_often"] = "too_often"
    times: Annotated[int, Field(ge=1, le=1000)] = 3
    hours: Annotated[int, Field(ge=1, le=31 * 24)] = 24


class RefusedCalled(Condition):
    """A number was called again within so many days after somebody there refused."""

    kind: Literal["refused_called"] = "refused_called"
    days: Annotated[int, Field(ge=1, le=3660)] = 30
    outcomes: Few = ("refused", "do_not_call")
    """Outcomes that are a refusal."""
    rule_keys: Few = ()
    """Rules of scorecards that find a refusal in what was said, besides."""


AnyCondition = Annotated[
    Idle
    | LongCall
    | LongWrapUp
    | LongBreak
    | AbandonRate
    | ConnectRate
    | SourceSilent
    | FatalHit
    | OutsideHours
    | TooOften
    | RefusedCalled,
    Field(discriminator="kind"),
]
_CONDITION: TypeAdapter[Any] = TypeAdapter(AnyCondition)

STATES = STATE_KINDS
"""How long somebody has been at something: it is over when they no longer are."""
CENTRE_WIDE = frozenset({AlertKind.ABANDON_RATE, AlertKind.SOURCE_SILENT})
"""What they measure belongs to no team."""
LASTING = STATES | CENTRE_WIDE | {AlertKind.CONNECT_RATE}
"""What goes on and ends by itself. The others happen, and are over once they are acknowledged."""
DAMPED = LASTING - STATES
"""May be asked to last; states say in minutes how long already."""
CAMPAIGNLESS = frozenset(
    {AlertKind.IDLE, AlertKind.WRAP_UP, AlertKind.BREAK, AlertKind.SOURCE_SILENT}
)
"""Belong to no campaign, so no rule of them can be limited to one."""


def read(stored: dict[str, Any]) -> AnyCondition:
    """What `AlertRule.condition` says."""
    found: AnyCondition = _CONDITION.validate_python(stored)
    return found


def limit_of(condition: AnyCondition) -> float | None:
    """What is allowed, in the unit that the alert's value has."""
    match condition:
        case Idle() | LongCall() | LongWrapUp() | LongBreak() | SourceSilent():
            return condition.minutes
        case AbandonRate():
            return condition.percent
        case ConnectRate():
            return condition.below_percent
        case TooOften():
            return condition.times
        case FatalHit() | OutsideHours() | RefusedCalled():
            return None
