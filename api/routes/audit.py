"""The audit log, for administrators."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime

from api.deps import CallerDep, SessionDep
from api.schemas.audit import AuditEntryOut, AuditHeadOut
from api.schemas.pages import Page
from services.db import transaction
from services.paging import Paged
from services.people import audit
from services.people.access import Permission
from services.people.audit import Entry, Wanted

router = APIRouter(prefix="/api/v1/audit", tags=["audit"])

Exact = Annotated[str | None, Query(max_length=200, pattern=r"^[^\x00]*$")]
_BATCH = 1_000


def get_wanted(
    actor: Exact = None,
    act: Exact = None,
    subject: Exact = None,
    address: Exact = None,
    from_at: AwareDatetime | None = None,
    until_at: AwareDatetime | None = None,
) -> Wanted:
    return Wanted(actor, act, subject, address, from_at, until_at)


WantedDep = Annotated[Wanted, Depends(get_wanted)]


@router.get("", response_model=Page[AuditEntryOut], operation_id="list_audit_entries")
def list_audit_entries(
    session: SessionDep,
    caller: CallerDep,
    wanted: WantedDep,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Paged[Entry]:
    """Who did what to what and from where, newest first."""
    caller.require(Permission.AUDIT_READ)
    return audit.list_entries(session, wanted, cursor=cursor, limit=limit)


@router.get("/acts", response_model=list[str], operation_id="list_audit_acts")
def list_audit_acts(session: SessionDep, caller: CallerDep) -> list[str]:
    """Every kind of act there is an entry of."""
    caller.require(Permission.AUDIT_READ)
    return audit.list_acts(session)


@router.get("/head", response_model=AuditHeadOut, operation_id="get_audit_head")
def get_audit_head(session: SessionDep, caller: CallerDep) -> AuditHeadOut:
    """Where the chain ends now."""
    caller.require(Permission.AUDIT_READ)
    head = audit.head(session)
    return AuditHeadOut(seq=head.seq, hash=head.hash.hex())


@router.get(
    "/export",
    operation_id="export_audit_entries",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/x-ndjson": {"schema": {"type": "string"}}}}},
)
def export_audit_entries(
    session: SessionDep, caller: CallerDep, wanted: WantedDep
) -> StreamingResponse:
    """The same as NDJSON, all of it, newest first. This is recorded, too."""
    caller.require(Permission.AUDIT_READ)
    audit.record(
        session, actor=caller.actor, act="audit.exported", subject="audit", **wanted.as_facts()
    )
    return StreamingResponse(
        _lines(wanted),
        media_type="application/x-ndjson",
        headers={"Content-Disposition": 'attachment; filename="audit.ndjson"'},
    )


def _lines(wanted: Wanted) -> Iterator[str]:
    cursor: str | None = None
    while True:
        with transaction() as session:
            page = audit.list_entries(session, wanted, cursor=cursor, limit=_BATCH)
        for entry in page.items:
            yield AuditEntryOut.model_validate(entry).model_dump_json() + "\n"
        cursor = page.next
        if cursor is None:
            return
