"""What users of a directory are here, settled anew whenever groups say something else."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session, and_, col, or_, select

from services.people import groups, users
from services.people.groups import Place
from services.people.teams import current_team
from services.tables import Agent, DirectoryMember, ProvisionedUser, Role, User


def settle_all(session: Session, *, actor: str) -> None:
    """Give every user of the directory what groups say now: mappings have changed."""
    known = or_(col(ProvisionedUser.placed), col(DirectoryMember.user_id).is_not(None))
    found = session.exec(
        select(ProvisionedUser.user_id)
        .join(
            DirectoryMember,
            col(DirectoryMember.user_id) == ProvisionedUser.user_id,
            isouter=True,
        )
        .where(and_(known, col(ProvisionedUser.deleted_at).is_(None)))
        .distinct()
    ).all()
    settle_each(session, set(found), actor)


def settle_each(session: Session, user_ids: Collection[UUID], actor: str) -> None:
    for user_id in user_ids:
        user = session.get_one(User, user_id)
        provisioned = session.get(ProvisionedUser, user_id)
        provisioned = provisioned or ProvisionedUser(user_id=user_id, wanted_active=user.active)
        session.add(provisioned)
        employee = provisioned.resource.get("employee")
        settle(session, user, provisioned, actor, user.name, employee)


def settle(
    session: Session,
    user: User,
    provisioned: ProvisionedUser,
    actor: str,
    name: str,
    employee: str | None,
) -> None:
    """Role, unit and whether they may sign in, from the groups they are in now."""
    place = groups.find_place(session, groups.groups_of(session, user.id))
    provisioned.placed = provisioned.placed or place.by_groups
    agent = groups.find_agent(session, employee, user.login)
    fits = _fits(session, place, agent)
    if provisioned.placed and fits:
        groups.apply_place(session, user, place, agent=agent, name=name, actor=actor)
    elif name != user.name:
        user.name = name
        session.add(user)
    wanted = provisioned.wanted_active and (fits or not provisioned.placed)
    if user.active != wanted:
        users.set_active(session, user, wanted, actor=actor)


def _fits(session: Session, place: Place, agent: Agent | None) -> bool:
    """Whether somebody may be let in with it: a role, and somewhere to belong."""
    if place.role is None or (place.role is Role.AGENT and agent is None):
        return False
    team = current_team(session, agent.id) if agent else None
    return place.unit_id is not None or (place.role is Role.AGENT and team is not None)
