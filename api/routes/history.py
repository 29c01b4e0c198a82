"""What became of a unit, an agent or a campaign."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from api.deps import CallerDep, SessionDep
from api.schemas.history import HistoryEntryOut
from api.schemas.pages import Page
from services.paging import Paged
from services.people import history
from services.tables import AuditEntry

router = APIRouter(prefix="/api/v1/history", tags=["organisation"])

_ID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
Subject = Annotated[str, Query(pattern=rf"^(unit|agent|campaign):{_ID}$")]


@router.get("", response_model=Page[HistoryEntryOut], operation_id="list_history")
def list_history(
    session: SessionDep,
    caller: CallerDep,
    subject: Subject,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Paged[AuditEntry]:
    """Who changed what, newest first. `subject` is `unit:`, `agent:` or `campaign:` and an id."""
    kind, _, subject_id = subject.partition(":")
    return history.list_history(
        session,
        caller,
        kind=history.KINDS[kind],
        subject_id=UUID(subject_id),
        cursor=cursor,
        limit=limit,
    )
