"""The organisation as tables: out, and back after a look at what changes."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response, status
from fastapi.concurrency import run_in_threadpool

from api.deps import CallerDep, SessionDep, find_caller
from api.schemas.organisation_tables import OrganisationImportOut, PlannedRowOut
from api.schemas.pages import Page
from api.uploads import receive_body
from services.db import transaction
from services.onboarding.tables import importing, writing
from services.onboarding.tables.importing import Preview
from services.onboarding.tables.planned import Outcome, PlannedRow
from services.onboarding.tables.reading import MAX_BYTES
from services.onboarding.tables.shapes import Language
from services.paging import Paged
from services.people import audit
from services.people.access import Permission
from services.recordings.spool import Upload, receiving

router = APIRouter(prefix="/api/v1/organisation", tags=["organisation"])

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_FILE = {
    "requestBody": {
        "required": True,
        "description": "The file itself: xlsx, a ZIP file of CSV files, or one CSV file.",
        "content": {"application/octet-stream": _BINARY},
    }
}


@router.get(
    "/export",
    operation_id="export_organisation",
    response_class=Response,
    responses={200: {"content": {_XLSX: _BINARY, "application/zip": _BINARY}}},
)
def export_organisation(
    session: SessionDep,
    caller: CallerDep,
    file_format: Annotated[Literal["xlsx", "csv"], Query(alias="format")] = "xlsx",
    language: Language = "en",
    template: bool = False,
) -> Response:
    """Units, agents, teams over time and dialer names in scope; headings alone as a `template`."""
    caller.require(Permission.PEOPLE_MANAGE)
    rows = {} if template else writing.tables(session, caller.scope, language)
    if not template:
        audit.record(session, actor=caller.actor, act="organisation.exported", subject=file_format)
    if file_format == "xlsx":
        return _file(writing.as_workbook(rows, language), _XLSX, "organisation.xlsx")
    return _file(writing.as_csv(rows, language), "application/zip", "organisation.zip")


@router.post(
    "/imports",
    status_code=status.HTTP_201_CREATED,
    operation_id="preview_organisation_import",
    openapi_extra=_FILE,
)
async def preview_organisation_import(
    request: Request, file_name: Annotated[str, Query(max_length=255)] = ""
) -> OrganisationImportOut:
    """Say what applying a file would do. Nothing of it is done."""
    await run_in_threadpool(_check, request)
    with receiving(MAX_BYTES) as upload:
        await receive_body(request, upload)
        return await run_in_threadpool(_begin, request, upload, file_name)


@router.get(
    "/imports/{import_id}",
    response_model=OrganisationImportOut,
    operation_id="read_organisation_import",
)
def read_organisation_import(session: SessionDep, caller: CallerDep, import_id: UUID) -> Preview:
    """One's own."""
    caller.require(Permission.PEOPLE_MANAGE)
    return importing.read(session, caller, import_id)


@router.get(
    "/imports/{import_id}/rows",
    response_model=Page[PlannedRowOut],
    operation_id="list_organisation_import_rows",
)
def list_organisation_import_rows(
    session: SessionDep,
    caller: CallerDep,
    import_id: UUID,
    outcome: Outcome | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Paged[PlannedRow]:
    """What each row would do, in the order of the file."""
    caller.require(Permission.PEOPLE_MANAGE)
    return importing.list_rows(
        session, caller, import_id, outcome=outcome, cursor=cursor, limit=limit
    )


@router.post(
    "/imports/{import_id}/apply",
    response_model=OrganisationImportOut,
    operation_id="apply_organisation_import",
)
def apply_organisation_import(session: SessionDep, caller: CallerDep, import_id: UUID) -> Preview:
    """Do all that the preview says, or nothing where it no longer holds."""
    caller.require(Permission.PEOPLE_MANAGE)
    return importing.apply(session, caller, import_id)


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


def _check(request: Request) -> None:
    with transaction() as session:
        find_caller(session, request).require(Permission.PEOPLE_MANAGE)


def _begin(request: Request, upload: Upload, file_name: str) -> OrganisationImportOut:
    with transaction() as session:
        caller = find_caller(session, request)
        preview = importing.begin(session, caller, upload.path, file_name)
        return OrganisationImportOut.model_validate(preview)
