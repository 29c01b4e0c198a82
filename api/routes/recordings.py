"""Recordings in, and their sound out again."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Header, Query, Request, Response, status
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from sqlmodel import Session

from api.deps import CallerDep, SessionDep, find_caller
from api.errors import Problem, problem_of, respond
from api.ranges import OutOfRange, parse_range
from api.schemas.calls import RecordingAccepted, RecordingOut, WaveformOut
from api.schemas.pages import Page
from api.uploads import receive_body, receive_form
from services import jobs
from services.calls.identity import call_id_for
from services.calls.queries import get_visible_call
from services.db import transaction
from services.errors import Rejected
from services.jobs import BeepRecording
from services.paging import Paged
from services.people import audit
from services.people.access import Caller, Permission
from services.privacy import beeping
from services.privacy.beeping import SoundBeingPrepared
from services.privacy.revealing import sees
from services.recordings import keeping, play
from services.recordings.attach import attach, store
from services.recordings.play import Sound
from services.recordings.spool import Upload, receiving
from services.recordings.storage import get_storage
from services.recordings.waveform import Waveform
from services.tables import Recording, RecordingState, Revealed

router = APIRouter(prefix="/api/v1", tags=["recordings"])

_CALL_KEY_MAX = 200
_PREPARED_S = 2
_ONE_LISTENING = timedelta(minutes=30)
_BINARY = {"type": "string", "format": "binary"}
_AUDIO_BODY = {"requestBody": {"required": True, "content": {"audio/*": {"schema": _BINARY}}}}
_FORM_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["call_id", "file"],
                    "properties": {
                        "call_id": {"type": "string", "minLength": 1, "maxLength": _CALL_KEY_MAX},
                        "file": _BINARY,
                    },
                }
            }
        },
    }
}
_AUDIO_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"content": {"audio/*": {"schema": _BINARY}}, "description": "The whole recording."},
    206: {"content": {"audio/*": {"schema": _BINARY}}, "description": "The range asked for."},
    304: {"description": "You have it already."},
    503: {"model": Problem, "description": "It is being prepared: try again in a moment."},
    416: {"model": Problem, "description": "The range lies outside the recording."},
}


class CallIdWrong(Rejected):
    """Say which call this is: call_id is the dialer's own id, 1 to 200 characters."""


class SourceNeeded(Rejected):
    """Only a dialer's key knows calls by the dialer's own id. Put it to the call itself."""


# The two uploads are async because they stream, and hold no session while they do.


@router.put(
    "/calls/{call_id}/recording",
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="put_recording",
    openapi_extra=_AUDIO_BODY,
)
async def put_recording(call_id: UUID, request: Request) -> RecordingAccepted:
    """Attach the body, a sound file, to a call. Sending it again changes nothing."""

    def source_of_call(session: Session, caller: Caller) -> UUID:
        return get_visible_call(session, caller, call_id).source_id

    source_id = await run_in_threadpool(_ask, request, source_of_call)
    with receiving() as upload:
        await receive_body(request, upload)
        return await run_in_threadpool(_keep, upload, call_id, source_id)


@router.post(
    "/recordings",
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="post_recording",
    openapi_extra=_FORM_BODY,
)
async def post_recording(request: Request) -> RecordingAccepted:
    """Attach a file to a call by the dialer's own id; its events may come later."""
    source_id = await run_in_threadpool(_ask, request, _source_of_key)
    with receiving() as upload:
        form = await receive_form(request, upload)
        call_id = call_id_for(source_id, _call_key(form.fields.get("call_id")))
        return await run_in_threadpool(_keep, upload, call_id, source_id, form.file_name)


@router.get("/recordings", response_model=Page[RecordingOut], operation_id="list_recordings")
def list_recordings(
    session: SessionDep,
    caller: CallerDep,
    state: RecordingState | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Paged[Recording]:
    """Recordings of calls you see, newest first."""
    caller.require(Permission.RECORDINGS_WRITE)
    return keeping.list_recordings(session, caller.scope, state=state, cursor=cursor, limit=limit)


@router.post(
    "/recordings/{recording_id}/retry",
    response_model=RecordingOut,
    status_code=status.HTTP_202_ACCEPTED,
    operation_id="retry_recording",
)
def retry_recording(session: SessionDep, caller: CallerDep, recording_id: UUID) -> Recording:
    """Try a recording again that was set aside."""
    caller.require(Permission.RECORDINGS_WRITE)
    recording = keeping.get_visible_recording(session, caller.scope, recording_id)
    return keeping.retry(session, recording, caller)


@router.get(
    "/calls/{call_id}/waveform",
    response_model=WaveformOut,
    operation_id="read_waveform",
    tags=["calls"],
)
def read_waveform(session: SessionDep, caller: CallerDep, call_id: UUID) -> Waveform:
    """How loud each channel is over time, the agent first."""
    recording = _listenable(session, caller, call_id)
    drawn = play.get_waveform(recording)
    if sees(session, caller, call_id, Revealed.WORDS):
        return drawn
    waveform = beeping.ready(session, recording)
    if waveform is None:
        raise SoundBeingPrepared(recording_id=recording.id, retry_after_s=_PREPARED_S)
    return waveform


@router.head("/calls/{call_id}/audio", include_in_schema=False)
@router.get(
    "/calls/{call_id}/audio",
    response_class=Response,
    responses=_AUDIO_ANSWERS,
    operation_id="play_audio",
    tags=["calls"],
)
def play_audio(
    session: SessionDep,
    caller: CallerDep,
    request: Request,
    call_id: UUID,
    range_: Annotated[str | None, Header(alias="Range")] = None,
    if_range: Annotated[str | None, Header()] = None,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """The call's sound, whole or by ranges. Listening is noted in the audit log."""
    try:
        sound = _audible(session, caller, call_id)
    except SoundBeingPrepared as error:
        # Not raised: what makes it is queued in this transaction.
        return respond(problem_of(error), error)
    size_bytes = get_storage().size_bytes(sound.sha256)
    etag = f'"{sound.sha256}"'
    if if_none_match is not None and etag in if_none_match:
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=_headers(sound))
    wanted = range_ if if_range in (None, etag) else None
    try:
        part = parse_range(wanted, size_bytes)
    except OutOfRange:
        return _out_of_range(size_bytes)
    start, end = part or (0, size_bytes)
    if request.method == "GET":
        _note_listening(session, caller, call_id)
    headers = _headers(sound) | {"Content-Length": str(end - start)}
    if part is not None:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size_bytes}"
    return StreamingResponse(
        _bytes(sound, start, end) if request.method == "GET" else iter(()),
        status.HTTP_206_PARTIAL_CONTENT if part else status.HTTP_200_OK,
        headers,
        media_type=sound.media_type,
    )


def _note_listening(session: Session, caller: Caller, call_id: UUID) -> None:
    """One entry for a listening, whose player asks for the sound in many ranges."""
    subject = str(call_id)
    audit.record_once(
        session, actor=caller.actor, act="call.listened", subject=subject, within=_ONE_LISTENING
    )


def _ask(request: Request, question: Callable[[Session, Caller], UUID]) -> UUID:
    """Check who is sending, in a transaction that ends before the body is read."""
    with transaction() as session:
        caller = find_caller(session, request)
        caller.require(Permission.RECORDINGS_WRITE)
        return question(session, caller)


def _source_of_key(_: Session, caller: Caller) -> UUID:
    if caller.source_id is None:
        raise SourceNeeded(actor=caller.actor)
    return caller.source_id


def _call_key(given: str | None) -> str:
    call_key = given or ""
    if not 1 <= len(call_key) <= _CALL_KEY_MAX or "\0" in call_key:
        raise CallIdWrong(field="call_id")
    return call_key


def _keep(
    upload: Upload, call_id: UUID, source_id: UUID, file_name: str | None = None
) -> RecordingAccepted:
    facts = store(upload)
    with transaction() as session:
        recording, duplicate = attach(
            session,
            call_id=call_id,
            source_id=source_id,
            upload=upload,
            facts=facts,
            file_name=file_name,
        )
    return RecordingAccepted(
        id=recording.id, call_id=call_id, state=recording.state, duplicate=duplicate
    )


def _listenable(session: Session, caller: Caller, call_id: UUID) -> Recording:
    caller.require(Permission.CALLS_LISTEN)
    return play.get_recording_of(session, get_visible_call(session, caller, call_id).id)


def _audible(session: Session, caller: Caller, call_id: UUID) -> Sound:
    """The sound as the caller may hear it. Raises SoundBeingPrepared, once that is queued."""
    recording = _listenable(session, caller, call_id)
    if sees(session, caller, call_id, Revealed.WORDS):
        return play.sound_of(recording)
    waveform = beeping.ready(session, recording)
    if waveform is None:
        jobs.enqueue(session, BeepRecording(recording_id=recording.id))
        raise SoundBeingPrepared(recording_id=recording.id, retry_after_s=_PREPARED_S)
    return beeping.sound_in(recording, waveform)


def _bytes(sound: Sound, start: int, end: int) -> Iterator[bytes]:
    return get_storage().read(sound.sha256, start, end)


def _headers(sound: Sound) -> dict[str, str]:
    return {
        "Accept-Ranges": "bytes",
        "ETag": f'"{sound.sha256}"',
        # Kept by the browser, but asked for again each time: permission may have ended.
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
    }


def _out_of_range(size_bytes: int) -> Response:
    response = respond(
        Problem(
            type="/problems/out-of-range",
            title="Out of range",
            status=status.HTTP_416_RANGE_NOT_SATISFIABLE,
            detail="The range lies outside the recording.",
            field="Range",
            instance=f"urn:uuid:{uuid4()}",
        )
    )
    response.headers["Content-Range"] = f"bytes */{size_bytes}"
    return response
