"""Months of which nothing is to be kept any more: their events go as a whole, row by row of none.

A month is due when every rule says so of every call that ended in it; it goes when each call
that has an event in it was emptied, or is emptied by this very run, and no hold keeps one.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from services import db
from services.calls import months
from services.calls.months import Part
from services.clock import utc_now
from services.people import audit
from services.retention import policies
from services.retention.rules import RetentionRule
from services.retention.selecting import HELD
from services.tables import GoneMonth, RetentionRun

_UNDER_WAY = timedelta(minutes=10)
"""A hold may be placed, by the clock of another machine, and committed so much later."""


def due(session: Session, run_id: UUID) -> list[Part]:
    """Parts of the table of events that are old enough, by all rules that the run follows."""
    run = session.get_one(RetentionRun, run_id)
    policy = policies.find_policy(session, run.policy_number) if run.policy_number else None
    kept = longest(policies.rules_of(policy)) if policy else None
    if kept is None:
        return []
    before = utc_now() - kept
    return [part for part in months.parts(session) if part.to_at and part.to_at <= before]


def longest(rules: Sequence[RetentionRule]) -> timedelta | None:
    """How long any rule keeps who was called; None where one keeps it for ever."""
    days = [rule.keep_call_days for rule in rules]
    known = [each for each in days if each is not None]
    return timedelta(days=max(known)) if known and len(known) == len(days) else None


class Moment(NamedTuple):
    """Whatever is newer was not looked at."""

    newest: int
    """Id of an event. None that was committed or under way is beyond it."""
    at: datetime


def moment(session: Session) -> Moment:
    """Waits for events under way: give it a transaction of its own. Raises EventsBusy."""
    with months.in_a_moment(session):
        session.connection().exec_driver_sql("LOCK TABLE ONLY event IN SHARE MODE")
    [row] = db.rows(session, "SELECT last_value FROM event_id_seq", {})
    return Moment(row["last_value"], utc_now() - _UNDER_WAY)


def is_kept(session: Session, run_id: UUID, part: Part) -> bool:
    """Whether a call that has events in it, or an agent of whom it tells, still needs it.

    Reads the whole month, and keeps nobody from anything.
    """
    rows = session.connection().exec_driver_sql(
        _KEPT.replace("{part}", part.name), {"run_id": run_id}
    )
    return bool(rows.scalar_one())


def drop(session: Session, run_id: UUID, part: Part, since: Moment) -> GoneMonth | None:
    """Let a month go that `is_kept` by nobody, asked after the moment `since`.

    None where something came since, which the next night looks at. Events wait for it some
    hundredths of a second. Raises EventsBusy.
    """
    assert part.to_at is not None
    execute = session.connection().exec_driver_sql
    counted = execute(f"SELECT count(*) FROM {part.name}").scalar_one()
    with months.in_a_moment(session):
        execute("LOCK TABLE ONLY event IN ACCESS EXCLUSIVE MODE")
        execute("LOCK TABLE legal_hold IN SHARE MODE")
        if execute(_SINCE.replace("{part}", part.name), since._asdict()).scalar_one():
            return None
        gone = GoneMonth(
            from_at=part.from_at,
            to_at=part.to_at,
            run_id=run_id,
            events=counted,
            size_bytes=part.size_bytes,
        )
        session.add(gone)
        session.flush()
        execute(f"ALTER TABLE event DETACH PARTITION {part.name}")
        execute(f"DROP TABLE {part.name}")
    audit.record(
        session,
        actor=session.get_one(RetentionRun, run_id).created_by,
        act="retention.month_dropped",
        subject=part.name,
        run_id=str(run_id),
        events=gone.events,
        bytes=gone.size_bytes,
    )
    return gone


def of_run(session: Session, run_id: UUID) -> list[dict[str, Any]]:
    """As the run's certificate lists them, the oldest first."""
    query = select(GoneMonth).where(GoneMonth.run_id == run_id).order_by(col(GoneMonth.to_at))
    return [
        {
            "from": gone.from_at.isoformat() if gone.from_at else None,
            "to": gone.to_at.isoformat(),
            "events": gone.events,
            "bytes": gone.size_bytes,
        }
        for gone in session.exec(query)
    ]


# A hold on an agent also keeps what the agent did beside calls.
_KEPT = f"""
SELECT EXISTS (
    SELECT FROM call
    WHERE id IN (SELECT call_id FROM {{part}})
        AND (call.emptied_at IS NULL AND NOT EXISTS (
                SELECT FROM retention_item AS item
                WHERE item.run_id = %(run_id)s AND item.call_id = call.id
                    AND item.depth = 'call')
            OR {HELD})
) OR EXISTS (
    SELECT FROM legal_hold AS hold
    JOIN agent_identity AS name ON name.agent_id::text = hold.subject
    JOIN {{part}} AS event ON event.source_id = name.source_id AND event.call_id IS NULL
        AND event.data ->> 'agent' = name.external_id
    WHERE hold.kind = 'agent' AND hold.lifted_at IS NULL
)
"""
_SINCE = """
SELECT EXISTS (SELECT FROM {part} WHERE id > %(newest)s)
    OR EXISTS (SELECT FROM legal_hold WHERE placed_at > %(at)s AND lifted_at IS NULL)
"""
