"""Users as administrators see and change them, within what those may do themselves."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Session, col, delete, select, tuple_

from services import paging
from services.errors import Rejected
from services.paging import Paged
from services.people import audit, passwords, roles, users
from services.people.access import PERMISSIONS, Caller
from services.people.last_admin import require_another
from services.people.roles import BeyondYourOwn, require_own
from services.people.standing import known, own_standing
from services.people.users import UserNotFound
from services.tables import (
    Campaign,
    CustomRole,
    Role,
    Unit,
    User,
    UserCampaign,
    UserRole,
    UserUnit,
)


class UnitUnknown(Rejected):
    """There is no such unit."""


class CampaignUnknown(Rejected):
    """There is no such campaign."""


@dataclass(frozen=True, slots=True)
class ListedUser:
    """A user with the names of what they belong to."""

    user: User
    unit_name: str
    role: CustomRole | None
    unit_ids: list[UUID]
    campaign_ids: list[UUID]


@dataclass(frozen=True, slots=True)
class UserWanted:
    """How a user should be. `role_id` is that of a custom role, which decides `role`."""

    name: str
    role: Role
    role_id: UUID | None
    unit_id: UUID
    unit_ids: frozenset[UUID]
    """Seen besides `unit_id`, with all below them."""
    campaign_ids: frozenset[UUID]
    """Whose calls are seen; empty for those of all campaigns."""
    agent_id: UUID | None
    active: bool = True


@dataclass(frozen=True, slots=True)
class UserFilter:
    q: str | None = None
    """Part of a login or a name."""
    role: Role | None = None
    unit_id: UUID | None = None
    active: bool | None = None


def list_users(
    session: Session,
    editor: Caller,
    wanted: UserFilter,
    *,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[ListedUser]:
    """Users of units that `editor` sees, by login. Raises CursorBroken."""
    query = _listing(editor).order_by(col(User.login), col(User.id)).limit(limit + 1)
    if wanted.q:
        name = col(User.name).icontains(wanted.q, autoescape=True)
        query = query.where(or_(name, col(User.login).icontains(wanted.q, autoescape=True)))
    if wanted.role is not None:
        query = query.where(User.role == wanted.role)
    if wanted.unit_id is not None:
        query = query.where(User.unit_id == wanted.unit_id)
    if wanted.active is not None:
        query = query.where(col(User.active).is_(wanted.active))
    if cursor is not None:
        place = tuple_(col(User.login), col(User.id))
        query = query.where(place > tuple_(*paging.decode(cursor, str, UUID)))
    found = _with_scopes(session, session.exec(query).all())
    return paging.cut(found, limit, lambda each: [each.user.login, each.user.id])


def get_listed(session: Session, editor: Caller, user_id: UUID) -> ListedUser:
    """Raises UserNotFound, also for users of units that `editor` does not see."""
    found = session.exec(_listing(editor).where(User.id == user_id)).all()
    if not found:
        raise UserNotFound(user_id=user_id)
    [listed] = _with_scopes(session, found)
    return listed


def add_user(
    session: Session, editor: Caller, login: str, wanted: UserWanted
) -> tuple[ListedUser, str]:
    """A user with a one-time password, the second value, which exists only in this answer.

    Raises BeyondYourOwn, RoleNotFound, UnitUnknown, CampaignUnknown, and what
    `users.create_user` does.
    """
    role = _require_allowed(session, editor, wanted)
    password = passwords.make_one_time()
    user = users.create_user(
        session,
        login=login,
        name=wanted.name,
        role=role,
        unit_id=wanted.unit_id,
        agent_id=wanted.agent_id,
        password=password,
        must_change=True,
        actor=editor.actor,
    )
    _set_reach(session, user, wanted)
    listed = get_listed(session, editor, user.id)
    _note(session, editor, user, {}, _facts(listed))
    return listed, password


def change_user(
    session: Session, editor: Caller, listed: ListedUser, wanted: UserWanted
) -> ListedUser:
    """Effective at once, in open sessions too. Raises what `add_user` does, LastAdministrator."""
    user = listed.user
    require_over(session, editor, user)
    role = _require_allowed(session, editor, wanted)
    if not wanted.active or role is not Role.ADMIN or wanted.role_id is not None:
        require_another(session, user)
    before = _facts(listed)
    if user.active != wanted.active:
        users.set_active(session, user, wanted.active, actor=editor.actor)
    users.change_user(
        session,
        user,
        name=wanted.name,
        role=role,
        unit_id=wanted.unit_id,
        agent_id=wanted.agent_id,
        actor=editor.actor,
    )
    _set_reach(session, user, wanted)
    changed = get_listed(session, editor, user.id)
    _note(session, editor, user, before, _facts(changed))
    return changed


def reset_password(session: Session, editor: Caller, user: User) -> str:
    """A one-time password, which exists only in this answer. Ends all sessions of the user.

    Raises BeyondYourOwn for users who may more than `editor`.
    """
    require_over(session, editor, user)
    password = passwords.make_one_time()
    users.set_password(session, user, password, actor=editor.actor, must_change=True)
    return password


def require_over(session: Session, editor: Caller, user: User) -> None:
    """Whoever changes a user could become them. Raises BeyondYourOwn."""
    require_own(editor, own_standing(session, user).permissions)


def managed_units(editor: Caller) -> frozenset[UUID] | None:
    """Whose users `editor` may look after; None for everybody's."""
    seen = [part.unit_ids for part in editor.scope.parts if part.agent_id is None]
    if None in seen:
        return None
    return frozenset[UUID]().union(*(each for each in seen if each is not None))


def _listing(editor: Caller) -> Any:
    query = (
        select(User, Unit.name, CustomRole)
        .join(Unit, col(Unit.id) == User.unit_id)
        .join(UserRole, col(UserRole.user_id) == User.id, isouter=True)
        .join(CustomRole, col(CustomRole.id) == UserRole.role_id, isouter=True)
    )
    units = managed_units(editor)
    return query if units is None else query.where(col(User.unit_id).in_(units))


def _with_scopes(session: Session, found: Sequence[Any]) -> list[ListedUser]:
    ids = [user.id for user, _, _ in found]
    units = select(UserUnit.user_id, UserUnit.unit_id).where(col(UserUnit.user_id).in_(ids))
    limits = select(UserCampaign.user_id, UserCampaign.campaign_id).where(
        col(UserCampaign.user_id).in_(ids)
    )
    units_of = _by_user(session.exec(units).all())
    campaigns_of = _by_user(session.exec(limits).all())
    return [
        ListedUser(user, name, role, units_of.get(user.id, []), campaigns_of.get(user.id, []))
        for user, name, role in found
    ]


def _by_user(pairs: Sequence[tuple[UUID, UUID]]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    for user_id, seen_id in sorted(pairs):
        found.setdefault(user_id, []).append(seen_id)
    return found


def _require_allowed(session: Session, editor: Caller, wanted: UserWanted) -> Role:
    """The code of the role that is wanted, if `editor` may give all of this."""
    role, permissions = wanted.role, PERMISSIONS[wanted.role]
    if wanted.role_id is not None:
        custom = roles.get_role(session, wanted.role_id)
        # Nobody deletes the role before this is stored.
        session.refresh(custom, with_for_update={"key_share": True, "read": True})
        role, permissions = custom.based_on, known(custom.permissions)
    require_own(editor, permissions)
    units = {wanted.unit_id, *wanted.unit_ids}
    _require_known(session, Unit, units, UnitUnknown, "unit_ids")
    _require_known(session, Campaign, wanted.campaign_ids, CampaignUnknown, "campaign_ids")
    for unit_id in units:
        if not editor.scope.oversees(unit_id):
            raise BeyondYourOwn(field="unit_ids", unit_id=unit_id)
        limit = editor.scope.campaigns_of(unit_id)
        beyond = not wanted.campaign_ids or wanted.campaign_ids - (limit or frozenset())
        if limit is not None and role is not Role.AGENT and beyond:
            raise BeyondYourOwn(field="campaign_ids")
    return role


def _require_known(
    session: Session, table: Any, ids: Collection[UUID], error: type[Rejected], field: str
) -> None:
    known_ids = set(session.exec(select(table.id).where(col(table.id).in_(ids))))
    for each in ids:
        if each not in known_ids:
            raise error(field=field, id=each)


def _set_reach(session: Session, user: User, wanted: UserWanted) -> None:
    for table in (UserRole, UserUnit, UserCampaign):
        session.exec(delete(table).where(col(table.user_id) == user.id))
    if wanted.role_id is not None:
        session.add(UserRole(user_id=user.id, role_id=wanted.role_id))
    more = wanted.unit_ids - {wanted.unit_id}
    session.add_all([UserUnit(user_id=user.id, unit_id=each) for each in more])
    limits = wanted.campaign_ids
    session.add_all([UserCampaign(user_id=user.id, campaign_id=each) for each in limits])
    session.flush()


def _note(
    session: Session, editor: Caller, user: User, before: dict[str, Any], after: dict[str, Any]
) -> None:
    """What the other entries of this change do not tell: role, units and campaigns."""
    if before != after:
        audit.record(
            session,
            actor=editor.actor,
            act="user.access_set",
            subject=user.login,
            before={name: each for name, each in before.items() if after[name] != each},
            after={name: each for name, each in after.items() if before.get(name) != each},
        )


def _facts(listed: ListedUser) -> dict[str, Any]:
    user = listed.user
    return {
        "name": user.name,
        "role": user.role.value,
        "custom_role": listed.role and str(listed.role.id),
        "unit_id": str(user.unit_id),
        "unit_ids": [str(each) for each in listed.unit_ids],
        "campaign_ids": [str(each) for each in listed.campaign_ids],
        "agent_id": user.agent_id and str(user.agent_id),
        "active": user.active,
    }
