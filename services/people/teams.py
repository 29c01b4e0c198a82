"""Which team an agent belongs to."""

from uuid import UUID

from sqlmodel import Session, col, select

from services.clock import utc_now
from services.tables import Membership, Unit


def current_team(session: Session, agent_id: UUID) -> Unit | None:
    """The unit of the agent's newest membership that has begun; None before the first."""
    return session.exec(
        select(Unit)
        .join(Membership, col(Membership.unit_id) == Unit.id)
        .where(Membership.agent_id == agent_id, Membership.since <= utc_now())
        .order_by(col(Membership.since).desc())
        .limit(1)
    ).first()
