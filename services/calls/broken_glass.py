"""Breaking the glass: sight of calls outside one's scope, with a reason, for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Session, col, select, tuple_

from services import paging
from services.calls.queries import masked
from services.calls.scores import CallNotFound
from services.clock import utc_now
from services.errors import NotFound, Rejected
from services.paging import Paged
from services.people import audit, notices
from services.people.access import Caller, Permission
from services.people.administering import managed_units
from services.tables import Agent, BrokenGlass, Call, User

MOST_CALLS = 500
"""Of one customer, the newest ones."""


class BrokenGlassNotFound(NotFound):
    """There is no such sight of calls."""


class WhichCalls(Rejected):
    """Say which calls: one of call_id, customer_number or agent_id."""


class NothingBehindGlass(Rejected):
    """There is no call or agent like this."""


@dataclass(frozen=True, slots=True)
class GlassWanted:
    """One of the first three, why, and for how long."""

    reason: str
    lasts: timedelta
    call_id: UUID | None = None
    customer_number: str | None = None
    agent_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ListedGlass:
    glass: BrokenGlass
    user_name: str
    agent_name: str | None


def break_glass(session: Session, caller: Caller, wanted: GlassWanted) -> ListedGlass:
    """Administrators are told at once. Raises WhichCalls, NothingBehindGlass, CallNotFound."""
    asked = (wanted.call_id, wanted.customer_number, wanted.agent_id)
    if sum(each is not None for each in asked) != 1:
        raise WhichCalls(field="call_id")
    user = session.get_one(User, caller.user_id)
    agent = _agent(session, wanted.agent_id)
    glass = BrokenGlass(
        user_id=user.id,
        call_ids=[str(each) for each in _calls(session, wanted)],
        agent_id=agent.id if agent else None,
        customer=wanted.customer_number and masked(wanted.customer_number),
        reason=wanted.reason,
        until_at=utc_now() + wanted.lasts,
    )
    session.add(glass)
    session.flush()
    listed = ListedGlass(glass, user.name, agent.name if agent else None)
    _tell(session, caller, "broken_glass.opened", listed)
    return listed


def revoke(session: Session, caller: Caller, glass_id: UUID) -> None:
    """Ends it at once, one's own or anybody's. Safe to repeat. Raises BrokenGlassNotFound."""
    found = session.exec(_listing(caller).where(BrokenGlass.id == glass_id)).one_or_none()
    if found is None:
        raise BrokenGlassNotFound(glass_id=glass_id)
    glass, user_name, agent_name = found
    session.refresh(glass, with_for_update=True)
    if glass.revoked_at is None and glass.until_at > utc_now():
        glass.revoked_at, glass.revoked_by = utc_now(), caller.actor
        session.add(glass)
        _tell(session, caller, "broken_glass.revoked", ListedGlass(glass, user_name, agent_name))


def list_glass(
    session: Session, caller: Caller, *, cursor: str | None = None, limit: int = 50
) -> Paged[ListedGlass]:
    """Newest first: one's own, and of users one manages. Raises CursorBroken."""
    place = tuple_(col(BrokenGlass.created_at), col(BrokenGlass.id))
    query = _listing(caller).order_by(
        col(BrokenGlass.created_at).desc(), col(BrokenGlass.id).desc()
    )
    if cursor is not None:
        query = query.where(place < tuple_(*paging.decode(cursor, datetime, UUID)))
    found = [ListedGlass(*row) for row in session.exec(query.limit(limit + 1))]
    return paging.cut(found, limit, lambda each: [each.glass.created_at, each.glass.id])


def _listing(caller: Caller) -> Any:
    query = (
        select(BrokenGlass, User.name, Agent.name)
        .join(User, col(User.id) == BrokenGlass.user_id)
        .join(Agent, col(Agent.id) == BrokenGlass.agent_id, isouter=True)
    )
    own = col(BrokenGlass.user_id) == caller.user_id
    if not caller.may(Permission.USERS_MANAGE):
        return query.where(own)
    units = managed_units(caller)
    return query if units is None else query.where(or_(own, col(User.unit_id).in_(units)))


def _agent(session: Session, agent_id: UUID | None) -> Agent | None:
    if agent_id is None:
        return None
    agent = session.get(Agent, agent_id)
    if agent is None:
        raise NothingBehindGlass(field="agent_id")
    return agent


def _calls(session: Session, wanted: GlassWanted) -> list[UUID]:
    """The calls there are now; later ones of the customer need another reason."""
    if wanted.call_id is not None:
        if session.get(Call, wanted.call_id) is None:
            raise CallNotFound(field="call_id", call_id=wanted.call_id)
        return [wanted.call_id]
    if wanted.customer_number is None:
        return []
    found = session.exec(
        select(Call.id)
        .where(Call.customer_number == wanted.customer_number)
        .order_by(col(Call.started_at).desc())
        .limit(MOST_CALLS)
    ).all()
    if not found:
        raise NothingBehindGlass(field="customer_number")
    return list(found)


def _tell(session: Session, caller: Caller, act: str, listed: ListedGlass) -> None:
    glass = listed.glass
    facts: dict[str, Any] = {
        "user": listed.user_name,
        "reason": glass.reason,
        "until_at": glass.until_at.isoformat(),
        "calls": len(glass.call_ids),
        "call_id": glass.call_ids[0] if len(glass.call_ids) == 1 else None,
        "customer": glass.customer,
        "agent": listed.agent_name,
    }
    audit.record(session, actor=caller.actor, act=act, subject=str(glass.id), **facts)
    notices.notify(
        session,
        kind=act,
        facts=facts | {"by": caller.name},
        permission=Permission.USERS_MANAGE,
        user_ids=[glass.user_id],
        but=caller.user_id,
    )
