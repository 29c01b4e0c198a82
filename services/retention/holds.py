"""Legal holds: what nobody deletes until the hold is lifted."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select, tuple_

from services.clock import utc_now
from services.errors import Conflict, NotFound, Rejected
from services.paging import Paged, cut, decode
from services.people import audit
from services.people.access import Caller, Permission
from services.retention.numbers import shown, spellings
from services.tables import Agent, Call, Campaign, HoldKind, LegalHold
from services.tables.base import Row


class HoldNotFound(NotFound):
    """There is no such hold."""


class HoldSubjectUnknown(Rejected):
    """There is no such call, agent or campaign to hold."""


class HoldLifted(Conflict):
    """This hold has been lifted already."""


_TABLES: dict[HoldKind, type[Row]] = {
    HoldKind.CALL: Call,
    HoldKind.AGENT: Agent,
    HoldKind.CAMPAIGN: Campaign,
}


def place(
    session: Session, caller: Caller, *, kind: HoldKind, subject: str, reason: str
) -> LegalHold:
    """Raises NotPermitted, HoldSubjectUnknown, NumberUnusable. Committed, it holds at once."""
    caller.require(Permission.RETENTION_MANAGE)
    hold = LegalHold(
        kind=kind,
        subject=_usable(session, kind, subject.strip()),
        reason=reason,
        placed_by=caller.actor,
    )
    session.add(hold)
    session.flush()
    audit.record(
        session,
        actor=caller.actor,
        act="legal_hold.placed",
        subject=str(hold.id),
        kind=kind.value,
        what=shown(hold.subject) if kind is HoldKind.CUSTOMER else hold.subject,
        reason=reason,
    )
    return hold


def lift(session: Session, caller: Caller, hold_id: UUID, reason: str) -> LegalHold:
    """Raises NotPermitted, HoldNotFound, HoldLifted."""
    caller.require(Permission.RETENTION_MANAGE)
    hold = session.get(LegalHold, hold_id, with_for_update=True)
    if hold is None:
        raise HoldNotFound(hold_id=hold_id)
    if hold.lifted_at is not None:
        raise HoldLifted(hold_id=hold_id)
    hold.lifted_at, hold.lifted_by, hold.lift_reason = utc_now(), caller.actor, reason
    session.add(hold)
    audit.record(
        session, actor=caller.actor, act="legal_hold.lifted", subject=str(hold.id), reason=reason
    )
    return hold


def list_holds(
    session: Session, *, lifted: bool | None = None, cursor: str | None = None, limit: int = 50
) -> Paged[LegalHold]:
    """Newest first. Raises CursorBroken."""
    order = (col(LegalHold.placed_at), col(LegalHold.id))
    query = select(LegalHold).order_by(*(each.desc() for each in order)).limit(limit + 1)
    if lifted is not None:
        there = col(LegalHold.lifted_at).is_not(None)
        query = query.where(there if lifted else ~there)
    if cursor is not None:
        query = query.where(tuple_(*order) < tuple_(*decode(cursor, datetime, UUID)))
    return cut(session.exec(query).all(), limit, lambda hold: [hold.placed_at, hold.id])


def _usable(session: Session, kind: HoldKind, subject: str) -> str:
    if kind is HoldKind.CUSTOMER:
        spellings(subject, frozenset())
        return subject
    try:
        known = session.get(_TABLES[kind], UUID(subject))
    except ValueError:
        known = None
    if known is None:
        raise HoldSubjectUnknown(field="subject")
    return str(known.id)
