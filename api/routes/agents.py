"""Agents: who they are, their teams over time, and what dialers call them."""

from uuid import UUID

from fastapi import APIRouter, status

from api.deps import CallerDep, SessionDep
from api.repeats import CreatingRoute
from api.schemas.identities import IdentityIn, IdentityOut
from api.schemas.organisation import (
    AgentChangeIn,
    AgentIn,
    AgentOut,
    MembershipIn,
    MembershipOut,
)
from api.schemas.pages import Page
from services.onboarding import agents, names
from services.onboarding.agents import Stay
from services.onboarding.names import Named
from services.paging import Paged
from services.people import directory, reach
from services.people.access import Permission
from services.people.directory import PlacedAgent

router = APIRouter(prefix="/api/v1/agents", tags=["organisation"], route_class=CreatingRoute)


@router.post(
    "", response_model=AgentOut, status_code=status.HTTP_201_CREATED, operation_id="create_agent"
)
def create_agent(session: SessionDep, caller: CallerDep, wanted: AgentIn) -> PlacedAgent:
    """Add an agent to a team. What dialers already call by this code is theirs from now on."""
    caller.require(Permission.PEOPLE_MANAGE)
    agent = agents.add_agent(session, caller, **dict(wanted))
    return directory.get_agent(session, agent)


@router.get("/{agent_id}", response_model=AgentOut, operation_id="read_agent")
def read_agent(session: SessionDep, caller: CallerDep, agent_id: UUID) -> PlacedAgent:
    """One agent in scope, with the team of today."""
    caller.require(Permission.BOARD_READ)
    return directory.get_agent(session, reach.agent_in_reach(session, caller.scope, agent_id))


@router.patch("/{agent_id}", response_model=AgentOut, operation_id="change_agent")
def change_agent(
    session: SessionDep, caller: CallerDep, agent_id: UUID, wanted: AgentChangeIn
) -> PlacedAgent:
    """Rename an agent, or say whether they still work here. Their calls stay."""
    caller.require(Permission.PEOPLE_MANAGE)
    changes = wanted.model_dump(exclude_none=True)
    return directory.get_agent(session, agents.change_agent(session, caller, agent_id, changes))


@router.get(
    "/{agent_id}/memberships",
    response_model=Page[MembershipOut],
    operation_id="list_memberships",
)
def list_memberships(session: SessionDep, caller: CallerDep, agent_id: UUID) -> Paged[Stay]:
    """The agent's teams over time, newest first, on one page."""
    caller.require(Permission.BOARD_READ)
    return Paged(agents.list_stays(session, caller, agent_id))


@router.post(
    "/{agent_id}/memberships",
    response_model=Page[MembershipOut],
    status_code=status.HTTP_201_CREATED,
    operation_id="transfer_agent",
)
def transfer_agent(
    session: SessionDep, caller: CallerDep, agent_id: UUID, wanted: MembershipIn
) -> Paged[Stay]:
    """Move an agent to a team, now or on a day. Calls of before stay with the team of before."""
    caller.require(Permission.PEOPLE_MANAGE)
    agents.transfer(session, caller, agent_id, **dict(wanted))
    return Paged(agents.list_stays(session, caller, agent_id))


@router.delete(
    "/{agent_id}/memberships/{membership_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="withdraw_transfer",
)
def withdraw_transfer(
    session: SessionDep, caller: CallerDep, agent_id: UUID, membership_id: UUID
) -> None:
    """Take back a move that lies ahead."""
    caller.require(Permission.PEOPLE_MANAGE)
    agents.withdraw(session, caller, agent_id, membership_id)


@router.get(
    "/{agent_id}/identities", response_model=Page[IdentityOut], operation_id="list_identities"
)
def list_identities(session: SessionDep, caller: CallerDep, agent_id: UUID) -> Paged[Named]:
    """What dialers call the agent, by source, on one page."""
    caller.require(Permission.PEOPLE_MANAGE)
    return Paged(names.list_names(session, caller, agent_id))


@router.post(
    "/{agent_id}/identities",
    response_model=Page[IdentityOut],
    status_code=status.HTTP_201_CREATED,
    operation_id="link_identity",
)
def link_identity(
    session: SessionDep, caller: CallerDep, agent_id: UUID, wanted: IdentityIn
) -> Paged[Named]:
    """Say that a dialer means this agent by a name. The calls it was used in follow."""
    caller.require(Permission.PEOPLE_MANAGE)
    names.link(session, caller, agent_id, **dict(wanted))
    return Paged(names.list_names(session, caller, agent_id))


@router.delete(
    "/{agent_id}/identities/{identity_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    operation_id="unlink_identity",
)
def unlink_identity(
    session: SessionDep, caller: CallerDep, agent_id: UUID, identity_id: UUID
) -> None:
    """Take a name back from an agent. Its calls and its time go with it."""
    caller.require(Permission.PEOPLE_MANAGE)
    names.unlink(session, caller, agent_id, identity_id)
