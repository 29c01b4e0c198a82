"""What somebody who signed in is told about themselves."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from services.people.access import Permission
from services.people.scope import Scope
from services.people.standing import Deputising, standing_of
from services.people.teams import current_team
from services.people.users import UserNotFound
from services.tables import Campaign, CustomRole, Role, Unit, User, UserCampaign, UserRole, UserUnit


@dataclass(frozen=True, slots=True)
class Seen:
    """In a few words, which calls somebody sees; those they stand in for not included."""

    everything: bool
    own_only: bool
    """An agent: own calls."""
    units: list[str]
    """By name; each with everything below it."""
    campaigns: list[str] | None
    """By name; None for all."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A user with what they may do and where they belong: an agent to the current team."""

    user_id: UUID
    login: str
    name: str
    role: Role
    role_id: UUID | None
    """Of a custom role."""
    role_name_zh: str | None
    role_name_en: str | None
    permissions: list[Permission]
    """With those that were lent to them for now."""
    unit_id: UUID
    unit_name: str
    agent_id: UUID | None
    timezone: str
    sees: Seen
    deputising: list[Deputising]


def get_profile(session: Session, user_id: UUID) -> Profile:
    """Raises UserNotFound."""
    found = session.exec(
        select(User, Unit, CustomRole)
        .join(Unit, col(User.unit_id) == Unit.id)
        .join(UserRole, col(UserRole.user_id) == User.id, isouter=True)
        .join(CustomRole, col(CustomRole.id) == UserRole.role_id, isouter=True)
        .where(User.id == user_id)
    ).one_or_none()
    if found is None:
        raise UserNotFound(user_id=user_id)
    user, unit, custom = found
    if user.role is Role.AGENT and user.agent_id is not None:
        unit = current_team(session, user.agent_id) or unit
    standing = standing_of(session, user)
    return Profile(
        user_id=user.id,
        login=user.login,
        name=user.name,
        role=user.role,
        role_id=custom.id if custom else None,
        role_name_zh=custom.name_zh if custom else None,
        role_name_en=custom.name_en if custom else None,
        permissions=sorted(standing.permissions),
        unit_id=unit.id,
        unit_name=unit.name,
        agent_id=user.agent_id,
        timezone=unit.timezone,
        sees=_seen(session, user, unit, standing.scope),
        deputising=list(standing.deputising),
    )


def _seen(session: Session, user: User, unit: Unit, scope: Scope) -> Seen:
    if user.role is Role.AGENT:
        return Seen(everything=False, own_only=True, units=[unit.name], campaigns=None)
    more = select(Unit.name).join(UserUnit).where(UserUnit.user_id == user.id).order_by(Unit.name)
    limits = (
        select(Campaign.name)
        .join(UserCampaign)
        .where(UserCampaign.user_id == user.id)
        .order_by(Campaign.name)
    )
    return Seen(
        everything=scope == Scope(),
        own_only=False,
        units=[unit.name, *session.exec(more)],
        campaigns=list(session.exec(limits)) or None,
    )
