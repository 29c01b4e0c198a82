"""Those who review calls: what each is given, what they can judge, and when they are away."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, any_, literal, or_
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select, tuple_

from services import db, paging
from services.clock import utc_now
from services.errors import Forbidden, NotFound, Rejected
from services.paging import Paged
from services.people import audit
from services.people.access import PERMISSIONS, Caller, Permission
from services.people.administering import managed_units
from services.reviews.rights import is_away
from services.tables import (
    Campaign,
    CustomRole,
    Deputy,
    InspectorSettings,
    Role,
    Unit,
    User,
    UserRole,
    UserUnit,
)

UNSET = ""
"""As who changed settings that nobody has."""


class InspectorNotFound(NotFound):
    """There is no such inspector, or they review none of the calls that you see."""


class InspectorAbove(Forbidden):
    """This inspector belongs to a unit above yours, so somebody there says what they are given."""


class AwayPeriodWrong(Rejected):
    """The last day away lies before the first."""


class SkillUnknown(Rejected):
    """There is no such campaign, or it is not one of yours."""


@dataclass(frozen=True, slots=True)
class Inspector:
    """Somebody who reviews, with their settings as stored or as they are for everybody else."""

    user: User
    unit_name: str
    settings: InspectorSettings
    day_began: datetime
    """Today's midnight in the zone of their unit."""
    deputy: User | None
    """Who reviews in their place now."""
    may_change: bool
    """Whether the one who asks says what they are given."""

    @property
    def has_settings(self) -> bool:
        """Somebody has said what they are given."""
        return self.settings.updated_by != UNSET

    @property
    def is_away(self) -> bool:
        return self.deputy is not None or is_away(self.settings, self.day_began.date())


def list_inspectors(
    session: Session, caller: Caller, *, cursor: str | None = None, limit: int = 100
) -> Paged[Inspector]:
    """By name. Raises NotPermitted, CursorBroken.

    Those of units in scope, and of the units above, who see these calls as well.
    """
    caller.require(Permission.REVIEWS_MANAGE)
    query = _listing().where(_seen_by(session, caller))
    place = tuple_(col(User.name), col(User.id))
    if cursor is not None:
        query = query.where(place > tuple_(*paging.decode(cursor, str, UUID)))
    query = query.order_by(col(User.name), col(User.id)).limit(limit + 1)
    found = _read(session, query, managed_units(caller))
    return paging.cut(found, limit, lambda each: [each.user.name, each.user.id])


def get_inspector(session: Session, caller: Caller, user_id: UUID) -> Inspector:
    """Raises NotPermitted, InspectorNotFound."""
    caller.require(Permission.REVIEWS_MANAGE)
    query = _listing().where(_seen_by(session, caller), User.id == user_id)
    found = _read(session, query, managed_units(caller))
    if not found:
        raise InspectorNotFound(user_id=user_id)
    return found[0]


def all_inspectors(session: Session) -> list[Inspector]:
    """Everybody who reviews, by id."""
    return _read(session, _listing().order_by(col(User.id)), frozenset())


def read_users(session: Session, user_ids: Collection[UUID]) -> list[Inspector]:
    """These users, whatever they may do; by id."""
    query = _users().where(col(User.id).in_(user_ids)).order_by(col(User.id))
    return _read(session, query, frozenset())


def change_inspector(
    session: Session, caller: Caller, user_id: UUID, changes: Mapping[str, Any]
) -> Inspector:
    """Change what `changes` names of the settings; JSON values but for dates.

    Raises NotPermitted, InspectorNotFound, InspectorAbove, AwayPeriodWrong, SkillUnknown.
    """
    found = get_inspector(session, caller, user_id)
    if not found.may_change:
        raise InspectorAbove(user_id=user_id)
    settings = _hold(session, user_id, caller.actor)
    before = {name: getattr(settings, name) for name in changes}
    if before == dict(changes):
        return found
    _require_campaigns(session, caller, changes, before)
    settings.sqlmodel_update({**changes, "updated_at": utc_now(), "updated_by": caller.actor})
    first, last = settings.away_from, settings.away_until
    if first is not None and last is not None and last < first:
        raise AwayPeriodWrong(field="away_until")
    session.add(settings)
    session.flush()
    audit.record(
        session,
        actor=caller.actor,
        act="inspector.changed",
        subject=found.user.login,
        before=_told(before),
        after=_told(changes),
    )
    return get_inspector(session, caller, user_id)


def _users() -> Any:
    return (
        select(User, Unit, InspectorSettings)
        .join(Unit, col(Unit.id) == User.unit_id)
        .join(InspectorSettings, col(InspectorSettings.user_id) == User.id, isouter=True)
    )


def _listing() -> Any:
    """Administrators may do everything, but review only once somebody gave them settings."""
    has_settings = col(InspectorSettings.user_id).is_not(None)
    chosen = or_(col(User.role) != Role.ADMIN, has_settings)
    return _users().where(col(User.active), _reviews(), chosen)


def _reviews() -> ColumnElement[bool]:
    """May by their own role; what deputies were lent does not make inspectors of them."""
    shipped = [role for role, may in PERMISSIONS.items() if Permission.REVIEWS_WRITE in may]
    own_role = select(UserRole.user_id)
    granted = (
        select(UserRole.user_id)
        .join(CustomRole, col(CustomRole.id) == UserRole.role_id)
        .where(literal(Permission.REVIEWS_WRITE.value) == any_(col(CustomRole.permissions)))
    )
    plain = col(User.role).in_(shipped) & col(User.id).not_in(own_role)
    return or_(plain, col(User.id).in_(granted))


def _seen_by(session: Session, caller: Caller) -> ColumnElement[bool]:
    units = managed_units(caller)
    if units is None:
        return literal(True)
    reach = units | _above(session, units)
    besides = select(UserUnit.user_id).where(col(UserUnit.unit_id).in_(reach))
    return or_(col(User.unit_id).in_(reach), col(User.id).in_(besides))


def _above(session: Session, units: Collection[UUID]) -> frozenset[UUID]:
    found = db.rows(session, _ABOVE, {"units": sorted(units)})
    return frozenset(row["id"] for row in found)


def _read(session: Session, query: Any, managed: frozenset[UUID] | None) -> list[Inspector]:
    found = session.exec(query).all()
    deputies = _deputies(session, [user.id for user, _, _ in found])
    return [
        Inspector(
            user=user,
            unit_name=unit.name,
            settings=settings or InspectorSettings(user_id=user.id, updated_by=UNSET),
            day_began=_midnight(unit.timezone),
            deputy=deputies.get(user.id),
            may_change=managed is None or user.unit_id in managed,
        )
        for user, unit, settings in found
    ]


def _midnight(zone: str) -> datetime:
    now = utc_now().astimezone(ZoneInfo(zone))
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _deputies(session: Session, user_ids: Sequence[UUID]) -> dict[UUID, User]:
    """Who reviews now in whose place: the last appointed of those who were lent reviewing."""
    now = utc_now()
    query = (
        select(Deputy.user_id, User)
        .join(User, col(User.id) == Deputy.deputy_id)
        .where(
            col(Deputy.user_id).in_(user_ids),
            col(Deputy.ended_at).is_(None),
            col(Deputy.from_at) <= now,
            col(Deputy.until_at) > now,
            literal(Permission.REVIEWS_WRITE.value) == any_(col(Deputy.permissions)),
            col(User.active),
        )
        .order_by(col(Deputy.created_at), col(Deputy.id))
    )
    return dict(session.exec(query).all())


def _hold(session: Session, user_id: UUID, actor: str) -> InspectorSettings:
    """The row, made where there was none, and locked."""
    fresh = InspectorSettings(user_id=user_id, updated_by=actor).model_dump()
    session.exec(insert(InspectorSettings).values(fresh).on_conflict_do_nothing())
    return session.get_one(InspectorSettings, user_id, with_for_update=True, populate_existing=True)


def _require_campaigns(
    session: Session, caller: Caller, changes: Mapping[str, Any], before: Mapping[str, Any]
) -> None:
    """Campaigns that were named before may stay, also by who does not see them."""
    for place, each in enumerate(changes.get("campaign_ids", ())):
        if each in before["campaign_ids"]:
            continue
        campaign_id = UUID(each)
        known = session.get(Campaign, campaign_id) is not None
        if not known or not caller.scope.sees_campaign(campaign_id):
            raise SkillUnknown(field=f"campaign_ids[{place}]", campaign_id=campaign_id)


def _told(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in settings.items()
    }


# UNION, not UNION ALL: a loop in the tree ends instead of running for ever.
_ABOVE = """
WITH RECURSIVE above AS (
    SELECT parent_id AS id FROM unit WHERE id = ANY(%(units)s)
    UNION
    SELECT unit.parent_id FROM unit JOIN above ON unit.id = above.id
)
SELECT id FROM above WHERE id IS NOT NULL
"""
