"""Reading boards: whole cards, numbered so that the newest can be told."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from services import db
from services.activity import board_sql
from services.activity.agent_time import LONGEST
from services.activity.cards import (
    AgentCard,
    AlertCard,
    AnyCard,
    Board,
    CampaignCard,
    FatalCard,
    SaleCard,
    Snapshot,
    Tally,
    UnitCard,
    VolumeCard,
)
from services.activity.notices import Notice
from services.clock import utc_now
from services.tables import AgentState, Unit

FATAL_SHOWN = 50
"""A board opens with this many of today's fatal hits, newest first."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who looks at a board: the teams they may see, and for agents only themselves."""

    unit_ids: frozenset[UUID]
    agent_id: UUID | None = None
    campaigns: frozenset[tuple[UUID, frozenset[UUID]]] = frozenset()
    """Of units where only calls of some campaigns are seen, which these are."""

    def sees(self, card: AnyCard) -> bool:
        if card.unit_id not in self.unit_ids:
            return False
        if self.agent_id is None:
            return self._sees_campaign(card)
        match card:
            case AgentCard():
                return card.key == str(self.agent_id)
            case FatalCard():
                return card.agent_id == self.agent_id
            case SaleCard() | AlertCard():
                return card.agent_id == self.agent_id
            case UnitCard() | CampaignCard() | VolumeCard():
                return False

    def _sees_campaign(self, card: AnyCard) -> bool:
        if not isinstance(card, CampaignCard | FatalCard | SaleCard | AlertCard):
            return True
        limits = dict(self.campaigns)
        return card.unit_id not in limits or card.campaign_id in limits[card.unit_id]


def read_snapshot(session: Session, unit: Unit, audience: Audience) -> Snapshot:
    """Everything that `audience` may see on the board of `unit`, whose teams it names."""
    version = _next_reading(session)
    units = list(audience.unit_ids)
    agents = [row["agent_id"] for row in db.rows(session, board_sql.MEMBERS, {"units": units})]
    cards: list[AnyCard] = [
        *_unit_cards(session, version, units),
        *_agent_cards(session, version, agents),
        *_volume_cards(session, version, units),
        *_fatal_cards(session, version, units),
    ]
    return Snapshot(now=utc_now(), board=board_of(unit), cards=list(filter(audience.sees, cards)))


def read_changed(session: Session, notice: Notice) -> list[AnyCard]:
    """The cards that `notice` names, as they are now."""
    version = _next_reading(session)
    return [
        *_unit_cards(session, version, notice.units),
        *_agent_cards(session, version, notice.agents),
        *_changed_volume_cards(session, version, notice.volumes),
        *_changed_fatal_cards(session, version, notice.hits),
    ]


def board_of(unit: Unit) -> Board:
    """The board of `unit` today, in the unit's own zone."""
    zone = ZoneInfo(unit.timezone)
    today = utc_now().astimezone(zone).date()
    return Board(
        id=unit.id,
        name=unit.name,
        timezone=unit.timezone,
        day_starts_at=_midnight(today, zone),
        day_ends_at=_midnight(today + timedelta(days=1), zone),
    )


def _midnight(day: Any, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _next_reading(session: Session) -> int:
    """Number this reading, before it looks: see `cards.Card`."""
    [row] = db.rows(session, "SELECT nextval('board_reading') AS number", {})
    return int(row["number"])


def _unit_cards(session: Session, version: int, units: Collection[UUID]) -> Iterable[UnitCard]:
    if not units:
        return
    for row in db.rows(session, board_sql.UNITS, {"units": list(units)}):
        yield UnitCard(
            key=str(row["id"]),
            version=version,
            unit_id=row["id"],
            name=row["name"],
            today=_tally(row),
        )


def _agent_cards(session: Session, version: int, agents: Collection[UUID]) -> Iterable[AgentCard]:
    if not agents:
        return
    params = {"agents": list(agents), "forgotten": utc_now() - LONGEST}
    for row in db.rows(session, board_sql.AGENTS, params):
        yield AgentCard(
            key=str(row["id"]),
            version=version,
            unit_id=row["unit_id"],
            name=row["name"],
            code=row["code"],
            state=AgentState(row["state"] or AgentState.OFFLINE),
            state_since=row["at"],
            reason=row["reason"],
            call_id=row["call_id"],
            today=_tally(row),
        )


def _volume_cards(session: Session, version: int, units: Collection[UUID]) -> Iterable[VolumeCard]:
    rows = db.rows(session, board_sql.VOLUMES_TODAY, {"units": list(units)})
    return [_volume_card(version, row) for row in rows]


def _changed_volume_cards(
    session: Session, version: int, volumes: Collection[tuple[UUID, datetime]]
) -> Iterable[VolumeCard]:
    if not volumes:
        return []
    params = {
        "units": [unit for unit, _ in volumes],
        "buckets": [bucket_at for _, bucket_at in volumes],
    }
    return [_volume_card(version, row) for row in db.rows(session, board_sql.VOLUMES, params)]


def _fatal_cards(session: Session, version: int, units: Collection[UUID]) -> Iterable[FatalCard]:
    params = {"units": list(units), "shown": FATAL_SHOWN}
    rows = db.rows(session, board_sql.FATALS_TODAY, params)
    return [_fatal_card(version, row) for row in rows]


def _changed_fatal_cards(
    session: Session, version: int, hits: Collection[UUID]
) -> Iterable[FatalCard]:
    if not hits:
        return []
    rows = db.rows(session, board_sql.FATALS, {"hits": list(hits)})
    return [_fatal_card(version, row) for row in rows]


def _volume_card(version: int, row: dict[str, Any]) -> VolumeCard:
    return VolumeCard(
        key=f"{row['key']}/{int(row['bucket_at'].timestamp())}",
        version=version,
        unit_id=row["key"],
        bucket_at=row["bucket_at"],
        dials=row["dials"],
        connects=row["connects"],
        effective_talks=row["effective_talks"],
    )


def _fatal_card(version: int, row: dict[str, Any]) -> FatalCard:
    return FatalCard(
        key=str(row["id"]),
        version=version,
        unit_id=row["unit_id"],
        agent_id=row["agent_id"],
        agent_name=row["agent_name"],
        call_id=row["call_id"],
        campaign_id=row["campaign_id"],
        rule_name=row["rule_name"],
        quote=row["quote"],
        start_s=row["start_s"],
        scored_at=row["created_at"],
        withdrawn=row["withdrawn"],
    )


def _tally(row: dict[str, Any]) -> Tally:
    return Tally(**{name: row[name] or 0 for name in Tally.model_fields})
