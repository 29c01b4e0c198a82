"""Reading boards: whole cards, numbered so that the newest can be told."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from services import db
from services.activity import alert_cards, board_sql, card_rows
from services.activity.agent_time import LONGEST
from services.activity.audiences import Audience as Audience
from services.activity.cards import (
    AgentCard,
    AnyCard,
    Board,
    CampaignCard,
    FatalCard,
    SaleCard,
    Snapshot,
    UnitCard,
    VolumeCard,
)
from services.activity.notices import Notice
from services.clock import utc_now
from services.tables import Unit

FATAL_SHOWN = 50
"""A board opens with this many of today's fatal hits, newest first."""
SALES_SHOWN = 50
"""Likewise of today's sales."""


def read_snapshot(session: Session, unit: Unit, audience: Audience) -> Snapshot:
    """Everything that `audience` may see on the board of `unit`, whose teams it names."""
    version = _next_reading(session)
    units = list(audience.unit_ids)
    agents = [row["agent_id"] for row in db.rows(session, board_sql.MEMBERS, {"units": units})]
    cards: list[AnyCard] = [
        *_unit_cards(session, version, units),
        *_agent_cards(session, version, agents),
        *_campaign_cards(session, version, board_sql.CAMPAIGNS_TODAY, {"units": units}),
        *_volume_cards(session, version, units),
        *_fatal_cards(session, version, units),
        *_sale_cards(session, version, units),
        *alert_cards.open_cards(session, version, units),
    ]
    seen = [audience.shown(card) for card in cards if audience.sees(card)]
    return Snapshot(now=utc_now(), board=board_of(unit), cards=seen)


def read_changed(session: Session, notice: Notice) -> list[AnyCard]:
    """The cards that `notice` names, as they are now."""
    version = _next_reading(session)
    return [
        *_unit_cards(session, version, notice.units),
        *_agent_cards(session, version, notice.agents),
        *_changed_campaign_cards(session, version, notice.campaigns),
        *_changed_volume_cards(session, version, notice.volumes),
        *_changed_fatal_cards(session, version, notice.hits),
        *_changed_sale_cards(session, version, notice.sales),
        *alert_cards.changed_cards(session, version, notice.alerts),
    ]


def read_moved_on(session: Session, units: Collection[UUID]) -> list[AnyCard]:
    """The cards of teams `units` that passing time alone has changed, as they are now.

    Read them whenever five minutes are over, a second later rather than sooner, by the
    database's clock: the last hour and the last quarter move on, and at a team's midnight
    so does its day.
    """
    members = db.rows(session, board_sql.MEMBERS, {"units": list(units)})
    agents = [row["agent_id"] for row in members]
    moved = db.tuples(session, board_sql.MOVED_CAMPAIGNS, {"keys": list(units)})
    return read_changed(
        session,
        Notice(
            agents=_moved(session, board_sql.MOVED_AGENTS, agents),
            units=_moved(session, board_sql.MOVED_UNITS, list(units)),
            campaigns=frozenset((unit_id, campaign_id) for unit_id, campaign_id in moved),
        ),
    )


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


def _moved(session: Session, sql: Any, keys: list[UUID]) -> frozenset[UUID]:
    return frozenset(key for (key,) in db.tuples(session, sql, {"keys": keys}))


def _midnight(day: Any, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _next_reading(session: Session) -> int:
    """Number this reading, before it looks: see `cards.Card`."""
    [row] = db.rows(session, "SELECT nextval('board_reading') AS number", {})
    return int(row["number"])


def _unit_cards(session: Session, version: int, units: Collection[UUID]) -> Iterable[UnitCard]:
    if not units:
        return []
    rows = db.rows(session, board_sql.UNITS, {"units": list(units)})
    return [card_rows.unit_card(version, row) for row in rows]


def _agent_cards(session: Session, version: int, agents: Collection[UUID]) -> Iterable[AgentCard]:
    if not agents:
        return []
    params = {"agents": list(agents), "forgotten": utc_now() - LONGEST}
    rows = db.rows(session, board_sql.AGENTS, params)
    return [card_rows.agent_card(version, row) for row in rows]


def _changed_campaign_cards(
    session: Session, version: int, campaigns: Collection[tuple[UUID, UUID]]
) -> Iterable[CampaignCard]:
    if not campaigns:
        return []
    params = {
        "units": [unit for unit, _ in campaigns],
        "campaigns": [campaign for _, campaign in campaigns],
    }
    return _campaign_cards(session, version, board_sql.CAMPAIGNS, params)


def _campaign_cards(
    session: Session, version: int, sql: Any, params: dict[str, Any]
) -> Iterable[CampaignCard]:
    return [card_rows.campaign_card(version, row) for row in db.rows(session, sql, params)]


def _volume_cards(session: Session, version: int, units: Collection[UUID]) -> Iterable[VolumeCard]:
    rows = db.rows(session, board_sql.VOLUMES_TODAY, {"units": list(units)})
    return [card_rows.volume_card(version, row) for row in rows]


def _changed_volume_cards(
    session: Session, version: int, volumes: Collection[tuple[UUID, datetime]]
) -> Iterable[VolumeCard]:
    if not volumes:
        return []
    params = {
        "units": [unit for unit, _ in volumes],
        "buckets": [bucket_at for _, bucket_at in volumes],
    }
    rows = db.rows(session, board_sql.VOLUMES, params)
    return [card_rows.volume_card(version, row) for row in rows]


def _fatal_cards(session: Session, version: int, units: Collection[UUID]) -> Iterable[FatalCard]:
    params = {"units": list(units), "shown": FATAL_SHOWN}
    rows = db.rows(session, board_sql.FATALS_TODAY, params)
    return [card_rows.fatal_card(version, row) for row in rows]


def _changed_fatal_cards(
    session: Session, version: int, hits: Collection[UUID]
) -> Iterable[FatalCard]:
    if not hits:
        return []
    rows = db.rows(session, board_sql.FATALS, {"hits": list(hits)})
    return [card_rows.fatal_card(version, row) for row in rows]


def _sale_cards(session: Session, version: int, units: Collection[UUID]) -> Iterable[SaleCard]:
    params = {"units": list(units), "shown": SALES_SHOWN}
    rows = db.rows(session, board_sql.SALES_TODAY, params)
    return [card_rows.sale_card(version, row) for row in rows]


def _changed_sale_cards(
    session: Session, version: int, sales: Collection[UUID]
) -> Iterable[SaleCard]:
    if not sales:
        return []
    rows = db.rows(session, board_sql.SALES, {"calls": list(sales)})
    return [card_rows.sale_card(version, row) for row in rows]
