"""Users as a directory keeps them (SCIM): made, changed, and stopped at once."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, delete, select

from services.clock import utc_now
from services.errors import NotFound
from services.people import audit, users
from services.people.organisation import get_company
from services.people.settling import settle
from services.tables import (
    DirectoryMember,
    ProvisionedUser,
    Role,
    User,
)

_WAITING = Role.ANALYST
"""What a user is called whom no group has given a role yet. Inactive, so it allows nothing."""


class PersonNotFound(NotFound):
    """There is no such user."""


@dataclass(frozen=True, slots=True)
class Person:
    """What a directory says of a user. `resource` is all of it, to be given back."""

    login: str
    name: str
    active: bool
    external_id: str | None
    employee: str | None
    resource: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """A user, and what a directory has said of them, if it has."""

    user: User
    provisioned: ProvisionedUser | None

    @property
    def active(self) -> bool:
        """As the directory wants it: a user who waits for a role is no less active there."""
        return self.provisioned.wanted_active if self.provisioned else self.user.active


def list_people(session: Session, *, login: str | None = None) -> list[Known]:
    """All users but those a directory removed, oldest first; with `login` that one."""
    query = (
        select(User, ProvisionedUser)
        .join(ProvisionedUser, col(ProvisionedUser.user_id) == User.id, isouter=True)
        .where(col(ProvisionedUser.deleted_at).is_(None))
        .order_by(col(User.created_at), col(User.id))
    )
    if login is not None:
        query = query.where(User.login == users.normalize_login(login))
    return [Known(user, provisioned) for user, provisioned in session.exec(query)]


def get_person(session: Session, user_id: UUID) -> Known:
    """Raises PersonNotFound."""
    user = session.get(User, user_id)
    provisioned = session.get(ProvisionedUser, user_id)
    if user is None or (provisioned is not None and provisioned.deleted_at is not None):
        raise PersonNotFound(user_id=user_id)
    return Known(user, provisioned)


def add_person(session: Session, person: Person, *, actor: str) -> Known:
    """Make a user, or take one back whom the directory had removed.

    Raises LoginTaken, LoginUnusable, NoCompany.
    """
    user = users.find_user(session, person.login)
    provisioned = session.get(ProvisionedUser, user.id) if user else None
    if user is None:
        user = users.create_user(
            session,
            login=person.login,
            name=person.name,
            role=_WAITING,
            unit_id=get_company(session).id,
            password=None,
            actor=actor,
        )
        users.set_active(session, user, False, actor=actor)
        session.flush()
    elif provisioned is None or provisioned.deleted_at is None:
        raise users.LoginTaken(field="userName", login=person.login)
    provisioned = provisioned or ProvisionedUser(user_id=user.id)
    provisioned.placed = True
    provisioned.deleted_at = None
    return _keep(session, user, provisioned, person, actor)


def change_person(session: Session, user_id: UUID, person: Person, *, actor: str) -> Known:
    """Raises PersonNotFound, LoginTaken, LoginUnusable."""
    known = get_person(session, user_id)
    provisioned = known.provisioned or ProvisionedUser(user_id=user_id)
    _rename(session, known.user, person.login, actor)
    return _keep(session, known.user, provisioned, person, actor)


def remove_person(session: Session, user_id: UUID, *, actor: str) -> None:
    """Stop a user for good; what they did stays. Sessions end. Raises PersonNotFound."""
    known = get_person(session, user_id)
    provisioned = known.provisioned or ProvisionedUser(user_id=user_id)
    provisioned.wanted_active = False
    provisioned.deleted_at = provisioned.changed_at = utc_now()
    session.add(provisioned)
    session.exec(delete(DirectoryMember).where(col(DirectoryMember.user_id) == user_id))
    if known.user.active:
        users.set_active(session, known.user, False, actor=actor)


def _keep(
    session: Session, user: User, provisioned: ProvisionedUser, person: Person, actor: str
) -> Known:
    provisioned.external_id = person.external_id
    provisioned.resource = person.resource
    provisioned.wanted_active = person.active
    provisioned.changed_at = utc_now()
    session.add(provisioned)
    session.flush()
    settle(session, user, provisioned, actor, person.name, person.employee)
    return Known(user, provisioned)


def _rename(session: Session, user: User, login: str, actor: str) -> None:
    wanted = users.usable_login(login)
    if wanted == user.login:
        return
    if users.find_user(session, wanted) is not None:
        raise users.LoginTaken(field="userName", login=wanted)
    before = user.login
    user.login = wanted
    session.add(user)
    audit.record(
        session,
        actor=actor,
        act="user.renamed",
        subject=wanted,
        before={"login": before},
        after={"login": wanted},
    )
