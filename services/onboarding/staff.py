"""Importing the people who sign in."""

from uuid import UUID

from services.errors import ServiceError
from services.onboarding.centre import UserEntry
from services.onboarding.progress import Progress
from services.people import passwords, users
from services.people.teams import current_team
from services.tables import Agent


def import_users(progress: Progress) -> None:
    """Add users, each with a password that only the report knows, and change those there are."""
    for number, entry in enumerate(progress.centre.users):
        faults = len(progress.faults)
        agent = unit = None
        if entry.agent is not None:
            place = f"users[{number}].agent"
            agent = progress.find(progress.agents, "agent", entry.agent, place)
        if entry.unit is not None:
            unit = progress.find(progress.units, "unit", entry.unit, f"users[{number}].unit")
        if len(progress.faults) > faults or (entry.agent and agent is None):
            continue
        try:
            _import_user(progress, entry, agent, unit.id if unit else None)
        except ServiceError as error:
            progress.faults.append(f"users[{number}]: {error.message()}")


def _import_user(
    progress: Progress, entry: UserEntry, agent: Agent | None, unit_id: UUID | None
) -> None:
    user = users.find_user(progress.session, entry.login)
    if user is None:
        _add(progress, entry, agent, unit_id)
        return
    changes = users.change_user(
        progress.session,
        user,
        name=entry.name,
        role=entry.role,
        unit_id=unit_id or user.unit_id,
        agent_id=agent.id if agent else None,
        actor=progress.actor,
    )
    progress.report.kept("user", entry.login, [_SAID[change] for change in changes])


def _add(progress: Progress, entry: UserEntry, agent: Agent | None, unit_id: UUID | None) -> None:
    team = current_team(progress.session, agent.id) if agent else None
    password = passwords.make_one_time()
    users.create_user(
        progress.session,
        login=entry.login,
        name=entry.name,
        role=entry.role,
        unit_id=unit_id or (team or progress.company).id,
        agent_id=agent.id if agent else None,
        password=password,
        must_change=True,
        actor=progress.actor,
    )
    progress.report.added("user", entry.login)
    progress.report.passwords[entry.login] = password


_SAID = {"name": "name", "role": "role", "unit_id": "unit", "agent_id": "agent"}
