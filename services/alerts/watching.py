"""The watch: every few seconds one process looks at everything that rules ask for.

Each part is a short transaction of its own and has a clock in the database. Whoever gets
the part's lock while its clock is due is the one who looks, over the whole cluster.
"""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from pydantic import ValidationError
from sqlmodel import Session, col, select

from services import db
from services.alerts import calls_seen, conditions, defaults, ending, facts, judging
from services.alerts.conditions import (
    AbandonRate,
    AnyCondition,
    ConnectRate,
    FatalHit,
    Idle,
    LongBreak,
    LongCall,
    LongWrapUp,
    OutsideHours,
    RefusedCalled,
    SourceSilent,
    TooOften,
)
from services.alerts.facts import Tree
from services.alerts.judging import Finding, Reach
from services.alerts.raising import settle_happened, settle_lasting
from services.clock import utc_now
from services.jobs import SendAlerts, enqueue
from services.settings import get_settings
from services.tables import AlertClock, AlertDelivery, AlertKind, AlertRule, DeliveryOutcome

log = logging.getLogger(__name__)

OVERLAP = timedelta(seconds=30)
"""What was stored late, by a transaction that took long, is still seen."""
_FIRST_LOOK = timedelta(minutes=5)
"""How far back the first look goes, and one after a long pause at most an hour."""
_FARTHEST = timedelta(hours=1)

Look = Callable[[Session, datetime, datetime], None]
"""In a transaction, now, for what came since."""


def look(session: Session, part: str) -> bool:
    """Do one part of the watch if it is due and nobody else is at it. Says whether it did."""
    every, do = PARTS[part]
    now = utc_now()
    since = _begin(session, part, now, every)
    if since is None:
        return False
    do(session, now, max(since - OVERLAP, now - _FARTHEST))
    return True


def _begin(session: Session, part: str, now: datetime, every: timedelta) -> datetime | None:
    """When the part was looked at last; None when it is not due, or somebody is at it."""
    lock = "SELECT pg_try_advisory_xact_lock(hashtextextended(%(part)s, 0)) AS got"
    [row] = db.rows(session, lock, {"part": f"alerts {part}"})
    if not row["got"]:
        return None
    clock = session.get(AlertClock, part, populate_existing=True)
    if clock is None:
        session.add(AlertClock(name=part, looked_at=now))
        return now - _FIRST_LOOK
    before = clock.looked_at
    # A clock that went backwards must not stop the watch.
    if before <= now < before + every:
        return None
    clock.looked_at = now
    session.add(clock)
    return min(before, now)


def _states(session: Session, now: datetime, _: datetime) -> None:
    """Agents who are stuck, and calls that go on for too long."""
    tree, rules = _rules(
        session, AlertKind.IDLE, AlertKind.WRAP_UP, AlertKind.BREAK, AlertKind.CALL
    )
    if tree is None or not rules:
        return
    agents = facts.agents_now(session, now)
    calls = facts.open_calls(session) if any(r.kind == AlertKind.CALL for r, _ in rules) else []
    for rule, condition in rules:
        reach = _reach(rule, tree)
        match condition:
            case LongCall():
                findings = judging.long_calls(condition, reach, calls, now)
            case Idle() | LongWrapUp() | LongBreak():
                findings = judging.stuck_agents(condition, reach, agents, now)
            case _:
                continue
        settle_lasting(session, rule, findings, tree, now)


def _rates(session: Session, now: datetime, _: datetime) -> None:
    """Abandon rates of campaigns, connect rates of units, and dialers that are silent."""
    tree, rules = _rules(
        session, AlertKind.ABANDON_RATE, AlertKind.CONNECT_RATE, AlertKind.SOURCE_SILENT
    )
    if tree is None:
        return
    for rule, condition in rules:
        match condition:
            case AbandonRate():
                rates = facts.abandoned(session, now, tree.zones)
                findings = judging.abandon_rates(condition, rule.unit_id, rule.campaign_id, rates)
            case ConnectRate():
                findings = _connect_rate(session, rule, condition, tree, now)
            case SourceSilent():
                silent = facts.silent(session, timedelta(minutes=condition.minutes))
                findings = judging.silent_sources(
                    condition.source_ids, condition.minutes, silent, now
                )
            case _:
                continue
        settle_lasting(session, rule, findings, tree, now)


def _connect_rate(
    session: Session, rule: AlertRule, condition: ConnectRate, tree: Tree, now: datetime
) -> list[Finding]:
    everybody: Collection[UUID] = [UUID(int=0)]
    if rule.campaign_id:
        everybody = [*tree.zones, UUID(int=0)]
    units = tree.below.get(rule.unit_id, frozenset()) if rule.unit_id else everybody
    seen = facts.connects(session, now, units, rule.campaign_id)
    unit_id = rule.unit_id or tree.company_id
    return judging.connect_rate(condition, unit_id, rule.campaign_id, seen)


def _calls(session: Session, now: datetime, since: datetime) -> None:
    """Calls that should not have been made."""
    tree, rules = _rules(
        session, AlertKind.OUTSIDE_HOURS, AlertKind.TOO_OFTEN, AlertKind.REFUSED_CALLED
    )
    if tree is None or not rules:
        return
    calls = calls_seen.seen_calls(session, since, now)
    if not calls:
        return
    key = calls_seen.number_key(session)
    for rule, condition in rules:
        reach = _reach(rule, tree)
        match condition:
            case OutsideHours():
                hours = calls_seen.campaign_hours(session)
                findings = calls_seen.outside_hours(reach, calls, hours, tree.zones, tree.zone)
            case TooOften():
                findings = calls_seen.too_often(session, condition, reach, calls, key)
            case RefusedCalled():
                findings = calls_seen.refused_called(session, condition, reach, calls, key)
            case _:
                continue
        settle_happened(session, rule, findings, tree, now)


def _hits(session: Session, now: datetime, since: datetime) -> None:
    """Fatal hits, found by machines or by people."""
    tree, rules = _rules(session, AlertKind.FATAL_HIT)
    if tree is None or not rules:
        return
    hits = calls_seen.seen_hits(session, since, now)
    for rule, condition in rules:
        if isinstance(condition, FatalHit):
            findings = calls_seen.fatal_hits(condition, _reach(rule, tree), hits)
            settle_happened(session, rule, findings, tree, now)


def _endings(session: Session, now: datetime, _: datetime) -> None:
    ending.end_forgotten(session)
    ending.end_withdrawn(session)
    ending.forget_old(session, get_settings().alerts_kept)


def _sending(session: Session, now: datetime, _: datetime) -> None:
    """Have sent what is due, and what a worker took and never said that it sent."""
    query = (
        select(AlertDelivery.channel_id)
        .where(
            col(AlertDelivery.state).in_([DeliveryOutcome.WAITING, DeliveryOutcome.SENDING]),
            col(AlertDelivery.due_at) <= now,
        )
        .distinct()
    )
    enqueue(session, *(SendAlerts(channel_id=each) for each in session.exec(query)))


def _first_rules(session: Session, now: datetime, _: datetime) -> None:
    defaults.make_once(session)


PARTS: Mapping[str, tuple[timedelta, Look]] = MappingProxyType(
    {
        "first rules": (timedelta(minutes=10), _first_rules),
        "states": (timedelta(seconds=4), _states),
        "calls": (timedelta(seconds=4), _calls),
        "hits": (timedelta(seconds=4), _hits),
        "rates": (timedelta(seconds=30), _rates),
        "endings": (timedelta(seconds=30), _endings),
        "sending": (timedelta(seconds=4), _sending),
    }
)
"""The parts of the watch, in their order, with how often each is due."""


def _rules(
    session: Session, *kinds: AlertKind
) -> tuple[Tree | None, Sequence[tuple[AlertRule, AnyCondition]]]:
    """Active ones of these kinds, and the tree of units where there are any."""
    query = select(AlertRule).where(
        col(AlertRule.active), col(AlertRule.archived_at).is_(None), col(AlertRule.kind).in_(kinds)
    )
    read = []
    for rule in session.exec(query.order_by(col(AlertRule.id))).all():
        try:
            read.append((rule, conditions.read(rule.condition)))
        except ValidationError:
            log.warning("a rule of alerts cannot be read", extra={"rule": str(rule.id)})
    return (facts.read_tree(session) if read else None), read


def _reach(rule: AlertRule, tree: Tree) -> Reach:
    units = tree.below.get(rule.unit_id, frozenset()) if rule.unit_id else None
    return Reach(units, rule.campaign_id)
