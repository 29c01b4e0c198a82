"""Groups as a directory keeps them (SCIM); their members' roles follow at once."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select

from services.clock import utc_now
from services.errors import Conflict, NotFound, Rejected
from services.people import audit
from services.people.settling import settle_each
from services.tables import DirectoryGroup, DirectoryMember, User


class GroupNotFound(NotFound):
    """There is no such group."""


class GroupNameTaken(Conflict):
    """There is a group with this name already."""


class MemberUnknown(Rejected):
    """A member of the group is no user here."""


def list_groups(session: Session) -> Sequence[DirectoryGroup]:
    """Oldest first."""
    order = col(DirectoryGroup.created_at), col(DirectoryGroup.id)
    return session.exec(select(DirectoryGroup).order_by(*order)).all()


def get_group(session: Session, group_id: UUID) -> DirectoryGroup:
    """Raises GroupNotFound."""
    group = session.get(DirectoryGroup, group_id)
    if group is None:
        raise GroupNotFound(group_id=group_id)
    return group


def members_of(session: Session, group_id: UUID) -> Sequence[User]:
    return session.exec(
        select(User)
        .join(DirectoryMember, col(DirectoryMember.user_id) == User.id)
        .where(DirectoryMember.group_id == group_id)
        .order_by(col(User.login))
    ).all()


def memberships_of(session: Session, user_id: UUID) -> Sequence[DirectoryGroup]:
    return session.exec(
        select(DirectoryGroup)
        .join(DirectoryMember, col(DirectoryMember.group_id) == DirectoryGroup.id)
        .where(DirectoryMember.user_id == user_id)
        .order_by(col(DirectoryGroup.name))
    ).all()


def save_group(
    session: Session,
    group_id: UUID | None,
    *,
    name: str,
    external_id: str | None,
    member_ids: Collection[UUID],
    actor: str,
) -> DirectoryGroup:
    """Make a group (`group_id` None) or replace what it says; members' roles follow at once.

    Raises GroupNotFound, GroupNameTaken, MemberUnknown.
    """
    group = DirectoryGroup(name=name) if group_id is None else get_group(session, group_id)
    before = {} if group_id is None else _told(session, group)
    _require_users(session, member_ids)
    try:
        with session.begin_nested():
            group.name, group.external_id, group.changed_at = name, external_id, utc_now()
            session.add(group)
    except IntegrityError as error:
        raise GroupNameTaken(field="displayName", name=name) from error
    former = {user.id for user in members_of(session, group.id)}
    _replace_members(session, group.id, set(member_ids))
    after = _told(session, group)
    if before != after:
        act = "directory_group.changed" if before else "directory_group.created"
        audit.record(session, actor=actor, act=act, subject=name, before=before, after=after)
    settle_each(session, former | set(member_ids), actor)
    return group


def remove_group(session: Session, group_id: UUID, *, actor: str) -> None:
    """Members lose what it gave them at once. Raises GroupNotFound."""
    group = get_group(session, group_id)
    former = {user.id for user in members_of(session, group_id)}
    before = _told(session, group)
    _replace_members(session, group_id, set())
    session.delete(group)
    session.flush()
    audit.record(
        session, actor=actor, act="directory_group.removed", subject=group.name, before=before
    )
    settle_each(session, former, actor)


def _require_users(session: Session, user_ids: Collection[UUID]) -> None:
    known = set(session.exec(select(User.id).where(col(User.id).in_(user_ids))))
    if missing := set(user_ids) - known:
        raise MemberUnknown(field="members", user_id=min(missing))


def _replace_members(session: Session, group_id: UUID, wanted: set[UUID]) -> None:
    of_group = col(DirectoryMember.group_id) == group_id
    session.exec(delete(DirectoryMember).where(of_group))
    session.add_all(DirectoryMember(group_id=group_id, user_id=each) for each in wanted)
    session.flush()


def _told(session: Session, group: DirectoryGroup) -> dict[str, Any]:
    members = [user.login for user in members_of(session, group.id)]
    return {"name": group.name, "external_id": group.external_id, "members": members}
