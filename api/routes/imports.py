"""Whole files in: upload, preview, start, and how far they are."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response, status
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from api.deps import CallerDep, SessionDep, find_caller
from api.schemas.imports import ImportOut, PreviewIn, PreviewOut, StartIn
from api.schemas.pages import Page
from api.uploads import receive_body
from services.db import transaction
from services.imports import bringing, keeping, previewing, refusals
from services.imports.allowed import only_source
from services.imports.bringing import Asked
from services.recordings.spool import Upload
from services.tables import ImportFormat

router = APIRouter(prefix="/api/v1/imports", tags=["imports"])

LanguageDep = Annotated[str, Header(alias="Accept-Language")]
_FILE = {
    "requestBody": {
        "required": True,
        "description": "The file itself: text, xlsx, either of them in gzip.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post(
    "", status_code=status.HTTP_201_CREATED, operation_id="upload_import", openapi_extra=_FILE
)
async def upload_import(
    request: Request,
    source: UUID | None = None,
    file_name: Annotated[str, Query(max_length=255)] = "",
    start: bool = False,
    mapping: Annotated[str | None, Query(max_length=100)] = None,
    file_format: Annotated[ImportFormat | None, Query(alias="format")] = None,
) -> ImportOut:
    """Take a file in. It waits to be looked at, or is queued at once with `start`.

    A key may leave `source` out: it speaks for its own. `mapping` is the name of a saved one.
    `format` is found out unless it is given.
    """
    asked = Asked(source, file_name, mapping, file_format, start=start)
    source_id = await run_in_threadpool(_check, request, asked)
    with bringing.receiving() as upload:
        await receive_body(request, upload)
        return await run_in_threadpool(_keep, request, source_id, asked, upload)


@router.get("", operation_id="list_imports")
def list_imports(
    session: SessionDep,
    caller: CallerDep,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[ImportOut]:
    """Files that were brought in, newest first."""
    page = keeping.list_imports(session, only_source(caller), cursor=cursor, limit=limit)
    return Page(items=[ImportOut.of(each) for each in page.items], next=page.next)


@router.get("/{import_id}", operation_id="get_import")
def get_import(session: SessionDep, caller: CallerDep, import_id: UUID) -> ImportOut:
    """One file, and how far it is."""
    kept = keeping.get_import(session, import_id, only_source(caller))
    return ImportOut.of(keeping.with_source(session, kept))


@router.post("/{import_id}/preview", operation_id="preview_import")
def preview_import(
    caller: CallerDep, import_id: UUID, body: PreviewIn, language: LanguageDep = ""
) -> PreviewOut:
    """What the first rows would become with a mapping, or with a guessed one."""
    preview = previewing.preview(import_id, only_source(caller), body.mapping, body.sheet)
    return PreviewOut.of(preview, language)


@router.post("/{import_id}/start", operation_id="start_import")
def start_import(caller: CallerDep, import_id: UUID, body: StartIn) -> ImportOut:
    """Queue it. Tables need a mapping: the one given, or a guess that is complete."""
    only = only_source(caller)
    mapping = previewing.mapping_for(import_id, only, body.mapping, body.sheet)
    with transaction() as session:
        kept = keeping.get_import(session, import_id, only, lock=True)
        bringing.start(session, kept, caller, mapping, body.sheet, body.save_as)
        return ImportOut.of(keeping.with_source(session, kept))


@router.post("/{import_id}/cancel", operation_id="cancel_import")
def cancel_import(session: SessionDep, caller: CallerDep, import_id: UUID) -> ImportOut:
    """Stop it. What is stored stays, and it can be resumed."""
    kept = keeping.get_import(session, import_id, only_source(caller), lock=True)
    keeping.cancel(session, kept, caller)
    return ImportOut.of(keeping.with_source(session, kept))


@router.post("/{import_id}/resume", operation_id="resume_import")
def resume_import(session: SessionDep, caller: CallerDep, import_id: UUID) -> ImportOut:
    """Take up what failed or was cancelled, at the row where it stood."""
    kept = keeping.get_import(session, import_id, only_source(caller), lock=True)
    keeping.resume(session, kept, caller)
    return ImportOut.of(keeping.with_source(session, kept))


@router.get(
    "/{import_id}/errors",
    operation_id="download_import_errors",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {}}, "description": "A row for each refused row."}},
)
def download_import_errors(
    session: SessionDep, caller: CallerDep, import_id: UUID, language: LanguageDep = ""
) -> Response:
    """Rows that were refused, with line, column, value and reason, for a spreadsheet."""
    kept = keeping.get_import(session, import_id, only_source(caller))
    refusals.note_download(session, kept, caller)
    plain, whole = f"import-{kept.id}-errors.csv", quote(refusals.file_name(kept), safe="")
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}"
    return StreamingResponse(
        refusals.as_csv(kept.id, language),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": named},
    )


def _check(request: Request, asked: Asked) -> UUID:
    """Refuse before the file is sent what would be refused after it."""
    with transaction() as session:
        return bringing.check(session, find_caller(session, request), asked)


def _keep(request: Request, source_id: UUID, asked: Asked, upload: Upload) -> ImportOut:
    looked = bringing.look(source_id, asked, upload)
    with transaction() as session:
        caller = find_caller(session, request)
        kept = bringing.keep(session, caller, source_id, asked, looked)
        return ImportOut.of(keeping.with_source(session, kept))
