"""Roles: the shipped ones, and those a centre makes of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, tuple_

from services import paging
from services.errors import Conflict, Forbidden, NotFound
from services.paging import Paged
from services.people import audit
from services.people.access import PERMISSIONS, Caller, Permission
from services.people.standing import known
from services.tables import CustomRole, Role, User, UserRole


class RoleNotFound(NotFound):
    """There is no such role, or it is one that cannot be changed."""


class RoleNameTaken(Conflict):
    """Another role already has this name."""


class RoleInUse(Conflict):
    """Somebody has this role. Give them another one first."""


class BeyondYourOwn(Forbidden):
    """You can give nobody more than you may do and see yourself."""


@dataclass(frozen=True, slots=True)
class CountedRole:
    """A role and how many users have it. Shipped ones have no id and no name but their code."""

    id: UUID | None
    role: Role
    """The code; of a custom role that of the one it was made from."""
    name_zh: str | None
    name_en: str | None
    permissions: list[Permission]
    users: int
    created_by: str | None = None
    created_at: datetime | None = None


def shipped_roles(session: Session) -> list[CountedRole]:
    any_custom = select(UserRole.user_id)
    counted = select(User.role, func.count()).where(col(User.id).not_in(any_custom))
    users = dict(session.exec(counted.group_by(col(User.role))).all())
    return [
        CountedRole(None, role, None, None, sorted(PERMISSIONS[role]), users.get(role, 0))
        for role in Role
    ]


def list_custom_roles(
    session: Session, *, cursor: str | None = None, limit: int = 100
) -> Paged[CountedRole]:
    """By English name. Raises CursorBroken."""
    users = select(func.count()).where(UserRole.role_id == CustomRole.id).scalar_subquery()
    place = tuple_(col(CustomRole.name_en), col(CustomRole.id))
    query = select(CustomRole, users).order_by(CustomRole.name_en, col(CustomRole.id))
    if cursor is not None:
        query = query.where(place > tuple_(*paging.decode(cursor, str, UUID)))
    found = [_counted(role, count) for role, count in session.exec(query.limit(limit + 1))]
    return paging.cut(found, limit, lambda each: [each.name_en, each.id])


def get_role(session: Session, role_id: UUID) -> CustomRole:
    """Raises RoleNotFound."""
    role = session.get(CustomRole, role_id)
    if role is None:
        raise RoleNotFound(role_id=role_id)
    return role


def counted_role(session: Session, role: CustomRole) -> CountedRole:
    users = select(func.count()).where(UserRole.role_id == role.id)
    return _counted(role, session.exec(users).one())


def create_role(
    session: Session,
    editor: Caller,
    *,
    name_zh: str,
    name_en: str,
    based_on: Role,
    permissions: Collection[Permission],
) -> CustomRole:
    """Raises BeyondYourOwn, RoleNameTaken."""
    require_own(editor, permissions)
    role = CustomRole(
        name_zh=name_zh,
        name_en=name_en,
        based_on=based_on,
        permissions=sorted(set(permissions)),
        created_by=editor.actor,
    )
    _store(session, role)
    audit.record(
        session, actor=editor.actor, act="role.created", subject=str(role.id), after=_facts(role)
    )
    return role


def change_role(
    session: Session,
    editor: Caller,
    role: CustomRole,
    *,
    name_zh: str | None = None,
    name_en: str | None = None,
    permissions: Collection[Permission] | None = None,
) -> CustomRole:
    """None leaves as it is. Holds for all who have it, at once.

    Raises BeyondYourOwn, also where the role allowed more than the editor may, RoleNameTaken.
    """
    session.refresh(role, with_for_update=True)
    require_own(editor, known(role.permissions))
    before = _facts(role)
    if permissions is not None:
        require_own(editor, permissions)
        role.permissions = sorted(set(permissions))
    role.name_zh = name_zh or role.name_zh
    role.name_en = name_en or role.name_en
    _store(session, role)
    if _facts(role) != before:
        audit.record(
            session,
            actor=editor.actor,
            act="role.changed",
            subject=str(role.id),
            before=before,
            after=_facts(role),
        )
    return role


def delete_role(session: Session, editor: Caller, role: CustomRole) -> None:
    """Raises RoleInUse."""
    # Whoever gives the role to somebody meanwhile waits, and then finds it gone.
    session.refresh(role, with_for_update=True)
    if session.exec(select(UserRole).where(UserRole.role_id == role.id).limit(1)).first():
        raise RoleInUse(role_id=role.id)
    audit.record(
        session, actor=editor.actor, act="role.deleted", subject=str(role.id), before=_facts(role)
    )
    session.delete(role)
    session.flush()


def require_own(editor: Caller, permissions: Iterable[Permission]) -> None:
    """Raises BeyondYourOwn for what `editor` may not do."""
    beyond = set(permissions) - editor.permissions
    if beyond:
        raise BeyondYourOwn(field="permissions", permissions=sorted(beyond))


def _store(session: Session, role: CustomRole) -> None:
    try:
        with session.begin_nested():
            session.add(role)
    except IntegrityError as error:
        raise RoleNameTaken(field="name_en", name=role.name_en) from error


def _facts(role: CustomRole) -> dict[str, object]:
    named = {"name_zh": role.name_zh, "name_en": role.name_en}
    return named | {"based_on": role.based_on.value, "permissions": list(role.permissions)}


def _counted(role: CustomRole, users: int) -> CountedRole:
    return CountedRole(
        id=role.id,
        role=role.based_on,
        name_zh=role.name_zh,
        name_en=role.name_en,
        permissions=sorted(known(role.permissions)),
        users=users,
        created_by=role.created_by,
        created_at=role.created_at,
    )
