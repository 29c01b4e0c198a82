"""What of the organisation somebody may change: units and agents in their scope."""

from uuid import UUID

from sqlmodel import Session, col, select

from services import db
from services.clock import utc_now
from services.errors import Forbidden, NotFound, Rejected
from services.people.access import Scope
from services.people.organisation import CampaignNotFound, UnitNotFound, get_campaign
from services.tables import Agent, Campaign, Membership, Unit, UnitKind


class AgentUnknown(NotFound):
    """There is no such agent, or they belong to a team outside what you see."""


class UnitUnknown(Rejected):
    """There is no such unit, or it lies outside what you see."""


class UnitNoTeam(Rejected):
    """Agents belong to teams, not to other kinds of units."""


class UnitArchived(Rejected):
    """This unit is archived."""


class BeyondScope(Forbidden):
    """This concerns the whole centre, so only somebody who sees all of it may do it."""


def hold_tree(session: Session) -> None:
    """Let nobody else change the organisation until the transaction ends."""
    db.run(session, "SELECT pg_advisory_xact_lock(hashtextextended('organisation', 0))", {})


def require_everything(scope: Scope) -> None:
    """Raises BeyondScope for who sees less than the whole centre."""
    if scope != Scope():
        raise BeyondScope()


def unit_in_reach(session: Session, scope: Scope, unit_id: UUID) -> Unit:
    """Raises UnitNotFound, also for what lies outside `scope`."""
    unit = session.get(Unit, unit_id)
    if unit is None or not scope.sees_unit(unit.id):
        raise UnitNotFound(unit_id=unit_id)
    return unit


def campaign_in_reach(session: Session, scope: Scope, campaign_id: UUID) -> Campaign:
    """Raises CampaignNotFound, also for one whose calls `scope` leaves out."""
    campaign = get_campaign(session, campaign_id)
    if not scope.sees_campaign(campaign.id):
        raise CampaignNotFound(campaign_id=campaign_id)
    return campaign


def chosen_unit(session: Session, scope: Scope, unit_id: UUID, field: str) -> Unit:
    """A unit that a request names in `field`. Raises UnitUnknown, UnitArchived."""
    unit = session.get(Unit, unit_id)
    if unit is None or not scope.sees_unit(unit.id):
        raise UnitUnknown(field=field, unit_id=unit_id)
    if unit.archived_at is not None:
        raise UnitArchived(field=field, unit_id=unit_id)
    return unit


def chosen_team(session: Session, scope: Scope, unit_id: UUID) -> Unit:
    """Raises UnitUnknown, UnitArchived, UnitNoTeam."""
    unit = chosen_unit(session, scope, unit_id, "unit_id")
    if unit.kind is not UnitKind.TEAM:
        raise UnitNoTeam(field="unit_id", unit_id=unit_id)
    return unit


def agent_in_reach(session: Session, scope: Scope, agent_id: UUID) -> Agent:
    """Raises AgentUnknown, also for who belongs to no unit in `scope`."""
    agent = session.get(Agent, agent_id)
    if agent is None or not _sees_agent(session, scope, agent.id):
        raise AgentUnknown(agent_id=agent_id)
    return agent


def _sees_agent(session: Session, scope: Scope, agent_id: UUID) -> bool:
    if scope.agent_id is not None:
        return scope.agent_id == agent_id
    return scope.unit_ids is None or scope.sees_unit(_unit_of(session, agent_id))


def _unit_of(session: Session, agent_id: UUID) -> UUID | None:
    """Where the agent belongs now, or will first belong."""
    own = select(Membership.unit_id).where(Membership.agent_id == agent_id)
    begun = own.where(Membership.since <= utc_now()).order_by(col(Membership.since).desc())
    return (
        session.exec(begun.limit(1)).first()
        or session.exec(own.order_by(col(Membership.since)).limit(1)).first()
    )
