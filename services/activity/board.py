"""Reading boards: whole cards, numbered so that the newest can be told."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any, LiteralString, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from services import db
from services.activity import alert_cards, board_sql, card_rows
from services.activity.agent_time import LONGEST
from services.activity.audiences import Audience as Audience
from services.activity.cards import AnyCard, Board, Snapshot
from services.activity.notices import Notice
from services.clock import utc_now
from services.tables import Unit

FATAL_SHOWN = 50
"""A board opens with this many of today's fatal hits, newest first."""
SALES_SHOWN = 50
"""Likewise of today's sales."""

_NEXT_READING: LiteralString = "SELECT nextval('board_reading') AS number"
_Question: TypeAlias = tuple[Callable[[int, dict[str, Any]], AnyCard], Any, dict[str, Any]]
"""What makes a card of a number and a row, the rows' SQL and its parameters."""


def read_snapshot(session: Session, unit: Unit, audience: Audience) -> Snapshot:
    """Everything that `audience` may see on the board of `unit`, whose teams it names."""
    units = list(audience.unit_ids)
    members = db.rows(session, board_sql.MEMBERS, {"units": units})
    agents = frozenset(row["agent_id"] for row in members)
    cards = [
        *_answers(session, [*_of_names(Notice(agents, audience.unit_ids)), *_of_today(units)]),
        *alert_cards.open_cards(session, _next_reading(session), units),
    ]
    seen = [audience.shown(card) for card in cards if audience.sees(card)]
    return Snapshot(now=utc_now(), board=board_of(unit), cards=seen)


def read_changed(session: Session, notice: Notice) -> list[AnyCard]:
    """The cards that `notice` names, as they are now, and those that are gone elsewhere."""
    # Both come in one reading, also when the words of one announcement do not.
    notice = notice.with_what_left()
    # Numbered first: where one of them is shown again, that card is the newer.
    number = _next_reading(session) if notice.left else 0
    cards: list[AnyCard] = [card_rows.gone_card(number, left) for left in notice.left]
    cards += _answers(session, _of_names(notice))
    if notice.alerts:
        cards += alert_cards.changed_cards(session, _next_reading(session), notice.alerts)
    return cards


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


def moves_on_in_s(session: Session) -> float:
    """Seconds until the next five minutes begin, by the database's clock."""
    [row] = db.rows(session, board_sql.REST_OF_FIVE, {})
    return float(row["seconds"])


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
    [row] = db.rows(session, _NEXT_READING, {})
    return int(row["number"])


def _answers(session: Session, questions: Iterable[_Question]) -> list[AnyCard]:
    """Number a reading and ask everything in one round trip; the number is drawn first."""
    with db.pipelined(session):
        numbered = db.ask(session, _NEXT_READING, {})
        asked = [(card, db.ask(session, sql, params)) for card, sql, params in questions]
        [row] = numbered.fetchall()
        return [card(row["number"], each) for card, rows in asked for each in rows.fetchall()]


def _of_names(notice: Notice) -> Iterator[_Question]:
    """Of all that `notice` names but alerts."""
    if notice.units:
        yield card_rows.unit_card, board_sql.UNITS, {"units": list(notice.units)}
    if notice.agents:
        known = {"agents": list(notice.agents), "forgotten": utc_now() - LONGEST}
        yield card_rows.agent_card, board_sql.AGENTS, known
    if notice.campaigns:
        yield (
            card_rows.campaign_card,
            board_sql.CAMPAIGNS,
            {
                "units": [unit for unit, _ in notice.campaigns],
                "campaigns": [campaign for _, campaign in notice.campaigns],
            },
        )
    if notice.volumes:
        yield (
            card_rows.volume_card,
            board_sql.VOLUMES,
            {
                "units": [unit for unit, _ in notice.volumes],
                "buckets": [bucket_at for _, bucket_at in notice.volumes],
            },
        )
    if notice.hits:
        yield card_rows.fatal_card, board_sql.FATALS, {"hits": list(notice.hits)}
    if notice.sales:
        yield card_rows.sale_card, board_sql.SALES, {"calls": list(notice.sales)}


def _of_today(units: list[UUID]) -> Iterator[_Question]:
    """What else a board of these teams opens with."""
    yield card_rows.campaign_card, board_sql.CAMPAIGNS_TODAY, {"units": units}
    yield card_rows.volume_card, board_sql.VOLUMES_TODAY, {"units": units}
    hits = {"units": units, "shown": FATAL_SHOWN}
    yield card_rows.fatal_card, board_sql.FATALS_TODAY, hits
    yield card_rows.sale_card, board_sql.SALES_TODAY, {"units": units, "shown": SALES_SHOWN}
