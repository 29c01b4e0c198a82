"""Units, agents, campaigns and dialers: who works where, and what dialers call them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, or_, select

from services import db
from services.errors import Conflict, NotFound
from services.people import passwords, users
from services.tables import (
    Agent,
    Campaign,
    Membership,
    Role,
    Source,
    Unit,
    UnitKind,
    User,
)

_NAMED = 20
"""Of what there is, who asks for something else is told so much."""


class UnitNotFound(NotFound):
    """There is no such unit."""


class AgentNotFound(NotFound):
    """There is no agent with this code."""


class AgentCodeTaken(Conflict):
    """Another agent already has this code."""


class CampaignNotFound(NotFound):
    """There is no such campaign."""


class CampaignCodeTaken(Conflict):
    """Another campaign already has this code."""


def get_unit(session: Session, unit_id: UUID) -> Unit:
    """Raises UnitNotFound."""
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise UnitNotFound(unit_id=unit_id)
    return unit


def get_company(session: Session) -> Unit:
    """The unit at the top of the tree. Raises UnitNotFound."""
    company = session.exec(select(Unit).where(col(Unit.parent_id).is_(None)).limit(1)).first()
    if company is None:
        raise UnitNotFound()
    return company


def get_agent(session: Session, code: str) -> Agent:
    """Raises AgentNotFound."""
    agent = session.exec(select(Agent).where(Agent.code == code)).one_or_none()
    if agent is None:
        raise AgentNotFound(code=code)
    return agent


def get_campaign(session: Session, campaign_id: UUID) -> Campaign:
    """Raises CampaignNotFound."""
    campaign = session.get(Campaign, campaign_id)
    if campaign is None:
        raise CampaignNotFound(campaign_id=campaign_id)
    return campaign


def get_campaign_coded(session: Session, code: str) -> Campaign:
    """By what dialers call it. Raises CampaignNotFound, which knows those there are."""
    campaign = session.exec(select(Campaign).where(Campaign.code == code)).one_or_none()
    if campaign is None:
        known = session.exec(select(Campaign.code).order_by(col(Campaign.code)).limit(_NAMED)).all()
        raise CampaignNotFound(code=code, known=", ".join(known) or "none")
    return campaign


def create_unit(
    session: Session,
    *,
    name: str,
    kind: UnitKind,
    parent: Unit | None = None,
    timezone: str | None = None,
) -> Unit:
    """Put a unit below `parent`, whose time zone it shares unless told otherwise."""
    inherited = parent.timezone if parent else "Asia/Shanghai"
    unit = Unit(
        name=name,
        kind=kind,
        parent_id=parent.id if parent else None,
        timezone=timezone or inherited,
    )
    session.add(unit)
    session.flush()
    return unit


def create_agent(
    session: Session, *, code: str, name: str, unit_id: UUID, since: datetime
) -> Agent:
    """Add an agent who belongs to `unit_id` from `since` on. Raises AgentCodeTaken."""
    agent = Agent(code=code, name=name)
    try:
        with session.begin_nested():
            session.add(agent)
    except IntegrityError as error:
        raise AgentCodeTaken(field="code", code=code) from error
    place_agent(session, agent.id, unit_id=unit_id, since=since)
    return agent


def place_agent(session: Session, agent_id: UUID, *, unit_id: UUID, since: datetime) -> None:
    """Store that an agent belongs to a unit from `since` on, in place of another that instant.

    What was counted does not follow: to move an agent who may have calls, see
    `calls.placing.move_agents`.
    """
    get_unit(session, unit_id)
    place = insert(Membership).values(agent_id=agent_id, unit_id=unit_id, since=since)
    session.exec(
        place.on_conflict_do_update(
            index_elements=["agent_id", "since"], set_={"unit_id": place.excluded.unit_id}
        )
    )


def create_campaign(
    session: Session,
    *,
    code: str,
    name: str,
    effective_talk_s: int = 30,
) -> Campaign:
    """Raises CampaignCodeTaken."""
    campaign = Campaign(code=code, name=name, effective_talk_s=effective_talk_s)
    try:
        with session.begin_nested():
            session.add(campaign)
    except IntegrityError as error:
        raise CampaignCodeTaken(field="code", code=code) from error
    return campaign


def find_or_create_source(session: Session, name: str) -> Source:
    """The dialer of this name, made when new. Two callers at once get the same one."""
    session.exec(insert(Source).values(Source(name=name).model_dump()).on_conflict_do_nothing())
    return session.exec(select(Source).where(Source.name == name)).one()


def first_admin(session: Session) -> str | None:
    """Make the first administrator, and a company where there is none.

    Returns the password for login `admin`, or None when there is an administrator already.
    Several processes may call this at once: one of them gets the password.
    """
    db.run(session, "SELECT pg_advisory_xact_lock(hashtextextended('first admin', 0))", {})
    known = or_(col(User.role) == Role.ADMIN, col(User.login) == "admin")
    if session.exec(select(func.count()).select_from(User).where(known)).one():
        return None
    company = session.exec(select(Unit).where(col(Unit.parent_id).is_(None)).limit(1)).first()
    company = company or create_unit(session, name="Earshot", kind=UnitKind.COMPANY)
    password = passwords.make_one_time()
    users.create_user(
        session,
        login="admin",
        name="admin",
        role=Role.ADMIN,
        unit_id=company.id,
        password=password,
        must_change=True,
    )
    return password
