"""What people ask about their own data: a copy of it, or its end."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status
from fastapi.responses import StreamingResponse

from api.deps import CallerDep, SessionDep
from api.schemas.pages import Page
from api.schemas.retention import DataRequestIn, DataRequestOut, PersonalDataIn, PersonalDataOut
from services.paging import Paged
from services.people.access import Permission
from services.recordings.storage import get_storage
from services.retention import requests
from services.retention.requests import Found
from services.tables import DataRequest

router = APIRouter(prefix="/api/v1/data-requests", tags=["retention"])


@router.post("/look", response_model=PersonalDataOut, operation_id="look_for_personal_data")
def look_for_personal_data(session: SessionDep, caller: CallerDep, wanted: PersonalDataIn) -> Found:
    """What there is of a customer or agent. Changes nothing; that somebody looked is recorded."""
    return requests.look(session, caller, about=wanted.about, subject=wanted.subject)


@router.get("", response_model=Page[DataRequestOut], operation_id="list_data_requests")
def list_data_requests(
    session: SessionDep,
    caller: CallerDep,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Paged[DataRequest]:
    """Exports and erasures, newest first."""
    caller.require(Permission.RETENTION_MANAGE)
    return requests.list_requests(session, cursor=cursor, limit=limit)


@router.post(
    "",
    response_model=DataRequestOut,
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="create_data_request",
)
def create_data_request(
    session: SessionDep, caller: CallerDep, wanted: DataRequestIn
) -> DataRequest:
    """Export or erase all about one customer number or one agent."""
    return requests.ask(
        session,
        caller,
        kind=wanted.kind,
        about=wanted.about,
        subject=wanted.subject,
        confirmed=wanted.confirmed,
    )


@router.get("/{request_id}", response_model=DataRequestOut, operation_id="read_data_request")
def read_data_request(session: SessionDep, caller: CallerDep, request_id: UUID) -> DataRequest:
    """How far it is."""
    caller.require(Permission.RETENTION_MANAGE)
    return requests.get_request(session, request_id)


@router.get(
    "/{request_id}/export",
    operation_id="download_data_export",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/zip": {"schema": {"type": "string"}}}}},
)
def download_data_export(
    session: SessionDep, caller: CallerDep, request_id: UUID
) -> StreamingResponse:
    """The ZIP of an export, while its link lasts."""
    request = requests.fetch_export(session, caller, request_id)
    assert request.sha256 is not None
    assert request.size_bytes is not None
    return StreamingResponse(
        get_storage().read(request.sha256, 0, request.size_bytes),
        media_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="personal-data-{request_id}.zip"',
            "Content-Length": str(request.size_bytes),
        },
    )
