"""Deputies: who stands in for whom while they are away, with what, until when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select, tuple_

from services import paging
from services.clock import utc_now
from services.errors import NotFound, Rejected
from services.paging import Paged
from services.people import administering, audit, notices
from services.people.access import Caller, Permission
from services.people.roles import BeyondYourOwn, require_own
from services.people.standing import own_standing
from services.tables import Deputy, Role, Unit, User

LONGEST = timedelta(days=92)
NEVER_LENT = frozenset({Permission.USERS_MANAGE, Permission.KEYS_MANAGE, Permission.BREAK_GLASS})
"""What is made with these outlives a deputy, or is nobody's but one's own to answer for."""


class DeputyNotFound(NotFound):
    """There is no such deputy."""


class DeputyUnsuitable(Rejected):
    """A deputy is another active user; agents have none."""


class DeputyPeriodWrong(Rejected):
    """A deputy stands in from a moment to a later one in the future, for at most 92 days."""


@dataclass(frozen=True, slots=True)
class DeputyWanted:
    user_id: UUID
    deputy_id: UUID
    from_at: datetime
    until_at: datetime
    permissions: frozenset[Permission] | None = None
    """None for all that can be lent."""
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody to choose: no more of them than colleagues know anyway."""

    id: UUID
    name: str
    role: Role
    unit_name: str


@dataclass(frozen=True, slots=True)
class ListedDeputy:
    deputy: Deputy
    user_name: str
    deputy_name: str


def appoint(session: Session, caller: Caller, wanted: DeputyWanted) -> ListedDeputy:
    """By who will be away, or by who manages users and may themselves do what is lent.

    Raises UserNotFound, DeputyUnsuitable, DeputyPeriodWrong, BeyondYourOwn, NotPermitted.
    """
    away = _away(session, caller, wanted.user_id)
    stands_in = session.get(User, wanted.deputy_id)
    if stands_in is None or not stands_in.active or stands_in.id == away.id:
        raise DeputyUnsuitable(field="deputy_id")
    if away.role is Role.AGENT:
        raise DeputyUnsuitable(field="user_id")
    _require_period(wanted)
    deputy = Deputy(
        user_id=away.id,
        deputy_id=stands_in.id,
        permissions=sorted(_lent(session, caller, away, wanted)),
        from_at=wanted.from_at,
        until_at=wanted.until_at,
        reason=wanted.reason,
        created_by=caller.actor,
    )
    session.add(deputy)
    session.flush()
    _tell(session, caller, "deputy.appointed", deputy, away, stands_in)
    return ListedDeputy(deputy, away.name, stands_in.name)


def end(session: Session, caller: Caller, deputy_id: UUID) -> None:
    """At once, by any of the two or who manages users. Safe to repeat. Raises DeputyNotFound."""
    found = session.exec(_listing(caller).where(Deputy.id == deputy_id)).one_or_none()
    if found is None:
        raise DeputyNotFound(deputy_id=deputy_id)
    deputy, away, stands_in = found
    session.refresh(deputy, with_for_update=True)
    if deputy.ended_at is None and deputy.until_at > utc_now():
        deputy.ended_at = utc_now()
        session.add(deputy)
        _tell(session, caller, "deputy.ended", deputy, away, stands_in)


def list_deputies(
    session: Session,
    caller: Caller,
    *,
    over: bool | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[ListedDeputy]:
    """Own ones, and those of users one manages; those that begin last first.

    `over` narrows to those that are, or are not. Raises CursorBroken.
    """
    place = tuple_(col(Deputy.from_at), col(Deputy.id))
    query = _listing(caller).order_by(col(Deputy.from_at).desc(), col(Deputy.id).desc())
    if over is not None:
        is_over = or_(col(Deputy.ended_at).is_not(None), col(Deputy.until_at) <= utc_now())
        query = query.where(is_over if over else ~is_over)
    if cursor is not None:
        query = query.where(place < tuple_(*paging.decode(cursor, datetime, UUID)))
    found = [
        ListedDeputy(deputy, away.name, stands_in.name)
        for deputy, away, stands_in in session.exec(query.limit(limit + 1))
    ]
    return paging.cut(found, limit, lambda each: [each.deputy.from_at, each.deputy.id])


def list_stand_ins(
    session: Session,
    caller: Caller,
    *,
    q: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[StandIn]:
    """Colleagues of the whole centre whom `caller` can name their deputy, by name.

    A lead's deputy is mostly the lead of another team, whom their scope does not hold.
    Agents are left out, though an administrator may appoint one; agents themselves, who
    have no deputies, get nobody. `q` narrows to names with it. Raises CursorBroken.
    """
    if caller.role is Role.AGENT:
        return Paged([], None)
    place = tuple_(col(User.name), col(User.id))
    query = (
        select(User.id, User.name, User.role, Unit.name)
        .join(Unit, col(Unit.id) == User.unit_id)
        .where(col(User.active), User.role != Role.AGENT, User.id != caller.user_id)
        .order_by(col(User.name), col(User.id))
    )
    if q:
        query = query.where(col(User.name).icontains(q, autoescape=True))
    if cursor is not None:
        query = query.where(place > tuple_(*paging.decode(cursor, str, UUID)))
    rows: Any = session.exec(query.limit(limit + 1))
    found = [StandIn(*row) for row in rows]
    return paging.cut(found, limit, lambda each: [each.name, each.id])


def _listing(caller: Caller) -> Any:
    away, stands_in = aliased(User), aliased(User)
    query = (
        select(Deputy, away, stands_in)
        .join(away, col(away.id) == Deputy.user_id)
        .join(stands_in, col(stands_in.id) == Deputy.deputy_id)
    )
    me = caller.user_id
    own = or_(col(Deputy.user_id) == me, col(Deputy.deputy_id) == me)
    if not caller.may(Permission.USERS_MANAGE):
        return query.where(own)
    units = administering.managed_units(caller)
    return query if units is None else query.where(or_(own, col(away.unit_id).in_(units)))


def _away(session: Session, caller: Caller, user_id: UUID) -> User:
    if user_id == caller.user_id:
        return session.get_one(User, user_id)
    caller.require(Permission.USERS_MANAGE)
    return administering.get_listed(session, caller, user_id).user


def _require_period(wanted: DeputyWanted) -> None:
    begins = max(wanted.from_at, utc_now())
    if not begins < wanted.until_at or wanted.until_at - wanted.from_at > LONGEST:
        raise DeputyPeriodWrong(field="until_at")


def _lent(
    session: Session, caller: Caller, away: User, wanted: DeputyWanted
) -> Collection[Permission]:
    has = own_standing(session, away).permissions - NEVER_LENT
    lent = has if wanted.permissions is None else wanted.permissions
    if not lent <= has:
        raise BeyondYourOwn(field="permissions", permissions=sorted(lent - has))
    if away.id != caller.user_id:
        require_own(caller, lent)
    return lent


def _tell(
    session: Session, caller: Caller, act: str, deputy: Deputy, away: User, stands_in: User
) -> None:
    facts = {
        "user": away.name,
        "deputy": stands_in.name,
        "from_at": deputy.from_at.isoformat(),
        "until_at": deputy.until_at.isoformat(),
    }
    told = (away.id, stands_in.id)
    notices.notify(session, kind=act, facts=facts, user_ids=told, but=caller.user_id)
    audit.record(
        session,
        actor=caller.actor,
        act=act,
        subject=away.login,
        **facts | {"deputy": stands_in.login, "permissions": list(deputy.permissions)},
    )
