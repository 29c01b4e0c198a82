"""What happens on a past board, and whom it is about."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from services.activity.audiences import Audience
from services.activity.cards import AlertCard, Board, FatalCard, SaleCard
from services.boards.replay_ledger import Name
from services.tables import AgentState, Unit


class Entered(NamedTuple):
    """An agent enters a state; `since` is None when nothing was heard of them for long."""

    at: datetime
    agent_id: UUID
    state: AgentState
    since: datetime | None
    reason: str | None
    call_id: UUID | None


class Moved(NamedTuple):
    """An agent belongs to another team from now on."""

    at: datetime
    agent_id: UUID
    unit_id: UUID


class Added(NamedTuple):
    """Numbers count for all of `names`, in the five minutes from `bucket_at`."""

    at: datetime
    names: tuple[Name, ...]
    bucket_at: datetime
    numbers: Mapping[str, float]


class Appeared(NamedTuple):
    """A fatal hit, a sale or an alert comes, changes, or goes."""

    at: datetime
    card: FatalCard | SaleCard | AlertCard


class Midnight(NamedTuple):
    """A day ends in the zone of a team."""

    at: datetime


Happening: TypeAlias = Entered | Moved | Added | Appeared | Midnight


class Person(NamedTuple):
    name: str
    code: str


class Cast(NamedTuple):
    """Whom and what a replay can show, as they are called now, and who looks."""

    unit: Unit
    teams: Mapping[UUID, Unit]
    agents: Mapping[UUID, Person]
    campaigns: Mapping[UUID, str]
    audience: Audience


def board_at(unit: Unit, at: datetime) -> Board:
    """The board of `unit` on the day of `at`, in the unit's own zone."""
    return Board(
        id=unit.id,
        name=unit.name,
        timezone=unit.timezone,
        day_starts_at=day_start(unit.timezone, at),
        day_ends_at=day_end(unit.timezone, at),
    )


def day_start(timezone: str, at: datetime) -> datetime:
    return _midnight(timezone, at, days=0)


def day_end(timezone: str, at: datetime) -> datetime:
    return _midnight(timezone, at, days=1)


def _midnight(timezone: str, at: datetime, *, days: int) -> datetime:
    zone = ZoneInfo(timezone)
    day = at.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, time.min, zone).astimezone(UTC)
