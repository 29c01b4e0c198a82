"""The audit log, for administrators."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import CallerDep, SessionDep
from api.schemas.audit import AuditEntryOut
from api.schemas.pages import Page
from services.paging import Paged
from services.people import audit
from services.people.access import Permission
from services.tables import AuditEntry

router = APIRouter(prefix="/api/v1/audit", tags=["audit"])

Exact = Annotated[str | None, Query(max_length=200, pattern=r"^[^\x00]*$")]


@router.get("", response_model=Page[AuditEntryOut], operation_id="list_audit_entries")
def list_audit_entries(
    session: SessionDep,
    caller: CallerDep,
    actor: Exact = None,
    act: Exact = None,
    subject: Exact = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Paged[AuditEntry]:
    """Who did what to what, newest first."""
    caller.require(Permission.AUDIT_READ)
    return audit.list_entries(
        session, actor=actor, act=act, subject=subject, cursor=cursor, limit=limit
    )
