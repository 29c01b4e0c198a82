"""What became of a unit, an agent or a campaign: the audit log's entries about it."""

from typing import Literal
from uuid import UUID

from sqlmodel import Session, col, select

from services import paging
from services.paging import Paged
from services.people import reach
from services.people.access import Caller, Permission
from services.tables import AuditEntry

Kind = Literal["unit", "agent", "campaign"]
KINDS: dict[str, Kind] = {"unit": "unit", "agent": "agent", "campaign": "campaign"}

_NEEDED: dict[Kind, Permission] = {
    "unit": Permission.PEOPLE_MANAGE,
    "agent": Permission.PEOPLE_MANAGE,
    "campaign": Permission.CAMPAIGNS_MANAGE,
}


def list_history(
    session: Session,
    caller: Caller,
    *,
    kind: Kind,
    subject_id: UUID,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[AuditEntry]:
    """Newest first.

    Raises NotPermitted, UnitNotFound, AgentUnknown, CampaignNotFound, CursorBroken.
    """
    caller.require(_NEEDED[kind])
    subjects = _subjects(session, caller, kind, subject_id)
    query = (
        select(AuditEntry)
        .where(
            col(AuditEntry.subject).in_(subjects),
            col(AuditEntry.act).startswith(f"{kind}.", autoescape=True),
        )
        .order_by(col(AuditEntry.id).desc())
        .limit(limit + 1)
    )
    if cursor is not None:
        [last_id] = paging.decode(cursor, int)
        query = query.where(col(AuditEntry.id) < last_id)
    return paging.cut(session.exec(query).all(), limit, lambda entry: [entry.id])


def _subjects(session: Session, caller: Caller, kind: Kind, subject_id: UUID) -> list[str]:
    """What the log calls it: by id, or by the code that never changes."""
    match kind:
        case "unit":
            return [str(reach.unit_in_reach(session, caller.scope, subject_id).id)]
        case "agent":
            agent = reach.agent_in_reach(session, caller.scope, subject_id)
            return [str(agent.id), agent.code]
        case "campaign":
            return [reach.campaign_in_reach(session, caller.scope, subject_id).code]
