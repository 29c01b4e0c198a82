"""Users: who may sign in."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, tuple_

from services import paging
from services.errors import Conflict, NotFound, Rejected
from services.paging import Paged
from services.people import audit, passwords, sessions
from services.people.last_admin import require_another
from services.people.policy import require_good_password
from services.tables import Agent, Role, Unit, User


class UserNotFound(NotFound):
    """There is no such user."""


class LoginTaken(Conflict):
    """Somebody already has this login, or is this agent."""


class LoginUnusable(Rejected):
    """A login has 1 to 200 characters and no spaces."""


class UserNeedsUnit(Rejected):
    """This unit does not exist."""


class AgentNeeded(Rejected):
    """A user with the role agent must be linked to an agent, and whoever is to one that exists."""


def normalize_login(login: str) -> str:
    """`Alice ` and `alice` are one login."""
    return login.strip().casefold()


def create_user(
    session: Session,
    *,
    login: str,
    name: str,
    role: Role,
    unit_id: UUID,
    password: str | None,
    must_change: bool = False,
    agent_id: UUID | None = None,
    actor: str = "system",
) -> User:
    """Without a password they can only come by an identity provider.

    A password that `must_change` is asked to be replaced at the first sign-in.
    Raises LoginTaken, LoginUnusable, UserNeedsUnit, AgentNeeded or what passwords raise.
    """
    login = usable_login(login)
    if password is not None:
        require_good_password(session, password, login=login, name=name)
    _require_place(session, role, unit_id, agent_id)
    user = User(
        login=login,
        name=name,
        role=role,
        unit_id=unit_id,
        agent_id=agent_id,
        password_hash=None if password is None else passwords.hash_password(password),
        must_change_password=must_change,
    )
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError as error:
        raise LoginTaken(field="login", login=login) from error
    audit.record(session, actor=actor, act="user.created", subject=login, role=role.value)
    return user


def change_user(
    session: Session,
    user: User,
    *,
    name: str,
    role: Role,
    unit_id: UUID,
    agent_id: UUID | None,
    actor: str,
) -> list[str]:
    """Store what is different and return its names.

    Raises LoginTaken, UserNeedsUnit, AgentNeeded or LastAdministrator.
    """
    wanted = {"name": name, "role": role, "unit_id": unit_id, "agent_id": agent_id}
    changes = [field for field, value in wanted.items() if getattr(user, field) != value]
    if not changes:
        return []
    if role is not Role.ADMIN:
        require_another(session, user)
    _require_place(session, role, unit_id, agent_id)
    try:
        with session.begin_nested():
            user.sqlmodel_update({field: wanted[field] for field in changes})
            session.add(user)
    except IntegrityError as error:
        raise LoginTaken(field="agent_id", login=user.login) from error
    audit.record(
        session,
        actor=actor,
        act="user.changed",
        subject=user.login,
        **{field: str(wanted[field]) for field in changes},
    )
    return changes


def set_password(
    session: Session,
    user: User,
    password: str,
    *,
    actor: str,
    must_change: bool = False,
    but_token: str | None = None,
) -> None:
    """Also signs the user out everywhere: who changes a password may have lost the old one.

    Only the session of `but_token` stays. Raises what passwords raise.
    """
    require_good_password(session, password, login=user.login, name=user.name)
    user.password_hash = passwords.hash_password(password)
    user.must_change_password = must_change
    session.add(user)
    sessions.end_all(session, user.id, but_token=but_token)
    audit.record(session, actor=actor, act="user.password_set", subject=user.login)


def set_active(session: Session, user: User, active: bool, *, actor: str) -> None:
    """An inactive user cannot sign in, and open sessions end at once.

    Raises LastAdministrator.
    """
    if not active:
        require_another(session, user)
    user.active = active
    session.add(user)
    if not active:
        sessions.end_all(session, user.id)
    audit.record(session, actor=actor, act="user.active_set", subject=user.login, active=active)


def find_user(session: Session, login: str) -> User | None:
    return session.exec(select(User).where(User.login == normalize_login(login))).one_or_none()


def get_user(session: Session, login: str) -> User:
    """Raises UserNotFound."""
    user = find_user(session, login)
    if user is None:
        raise UserNotFound(login=login)
    return user


def names_of(session: Session, actors: Iterable[str]) -> dict[str, str]:
    """By login; what is nobody's login, `system` say, is called what it is."""
    wanted = set(actors)
    known = session.exec(select(User.login, User.name).where(col(User.login).in_(wanted))).all()
    return {actor: actor for actor in wanted} | dict(known)


def list_users(session: Session, *, cursor: str | None = None, limit: int = 100) -> Paged[User]:
    """By login. Raises CursorBroken."""
    query = select(User).order_by(col(User.login), col(User.id)).limit(limit + 1)
    if cursor is not None:
        query = query.where(
            tuple_(col(User.login), col(User.id)) > tuple_(*paging.decode(cursor, str, UUID))
        )
    return paging.cut(session.exec(query).all(), limit, lambda user: [user.login, user.id])


def usable_login(login: str) -> str:
    """`login` as it is kept. Raises LoginUnusable."""
    login = normalize_login(login)
    if not 1 <= len(login) <= 200 or not login.isprintable() or " " in login:
        raise LoginUnusable(field="login")
    return login


def _require_place(session: Session, role: Role, unit_id: UUID, agent_id: UUID | None) -> None:
    if session.get(Unit, unit_id) is None:
        raise UserNeedsUnit(field="unit_id", unit_id=unit_id)
    # Leads who also make calls are linked too: then nobody reviews or reads their own too soon.
    unknown = agent_id is not None and session.get(Agent, agent_id) is None
    if unknown or (agent_id is None and role is Role.AGENT):
        raise AgentNeeded(field="agent_id", role=role, agent_id=agent_id)
