"""Looking after recordings: which there are, and which failed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, true
from sqlmodel import Session, and_, col, exists, or_, select, tuple_

from services import paging
from services.errors import Conflict, NotFound
from services.paging import Paged
from services.people import audit
from services.people.access import Caller, Scope
from services.recordings import lanes
from services.tables import Call, Lane, Recording, RecordingFetch, RecordingState

_QUEUED = (RecordingState.WAITING, RecordingState.PAUSED, RecordingState.TRANSCRIBING)


class RecordingNotFound(NotFound):
    """There is no such recording."""


class RecordingNotSetAside(Conflict):
    """Only a recording that was set aside or cancelled can be tried again."""


class RecordingNotQueued(Conflict):
    """This recording neither waits to be heard nor is being heard."""


def list_recordings(
    session: Session,
    scope: Scope,
    *,
    state: RecordingState | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[Recording]:
    """Newest first, of calls within `scope`. Raises CursorBroken.

    A recording whose call has not arrived belongs to no unit yet: only those who see
    everything of its source see it.
    """
    order = tuple_(col(Recording.created_at), col(Recording.id))
    query = (
        select(Recording)
        .where(visible(scope))
        .order_by(col(Recording.created_at).desc(), col(Recording.id).desc())
        .limit(limit + 1)
    )
    if state is not None:
        query = query.where(Recording.state == state)
    if cursor is not None:
        query = query.where(order < tuple_(*paging.decode(cursor, datetime, UUID)))
    return paging.cut(session.exec(query).all(), limit, lambda row: [row.created_at, row.id])


def get_visible_recording(session: Session, scope: Scope, recording_id: UUID) -> Recording:
    """Raises RecordingNotFound, also for what is there but outside `scope`."""
    query = select(Recording).where(Recording.id == recording_id, visible(scope))
    found = session.exec(query).first()
    if found is None:
        raise RecordingNotFound(recording_id=recording_id)
    return found


def retry(session: Session, recording: Recording, caller: Caller) -> Recording:
    """Give a recording that was given up its tries back. Raises RecordingNotSetAside."""
    session.refresh(recording, with_for_update=True)
    if recording.state not in (RecordingState.SET_ASIDE, RecordingState.CANCELLED):
        raise RecordingNotSetAside(recording_id=recording.id, state=recording.state)
    _note(session, recording, caller, "recording.retried", error=recording.error)
    recording.attempts = 0
    recording.error = recording.error_kind = None
    lanes.queue(session, recording)
    return recording


def hurry(session: Session, recording: Recording, caller: Caller) -> Recording:
    """Let a recording that waits be heard before others. Raises RecordingNotQueued."""
    session.refresh(recording, with_for_update=True)
    if recording.state not in (RecordingState.WAITING, RecordingState.PAUSED):
        raise RecordingNotQueued(recording_id=recording.id, state=recording.state)
    if recording.lane is Lane.REVIEW:
        return recording
    _note(session, recording, caller, "recording.hurried", lane=recording.lane)
    lanes.queue(session, recording, lane=Lane.REVIEW)
    return recording


def cancel(session: Session, recording: Recording, caller: Caller) -> Recording:
    """Do not hear a recording after all; a try that runs is ended. Safe to repeat.

    Raises RecordingNotQueued.
    """
    session.refresh(recording, with_for_update=True)
    if recording.state is RecordingState.CANCELLED:
        return recording
    if recording.state not in _QUEUED:
        raise RecordingNotQueued(recording_id=recording.id, state=recording.state)
    _note(session, recording, caller, "recording.cancelled", state=recording.state)
    lanes.leave(session, recording, RecordingState.CANCELLED)
    return recording


def _note(
    session: Session, recording: Recording, caller: Caller, act: str, **facts: str | None
) -> None:
    audit.record(
        session,
        actor=caller.actor,
        act=act,
        subject=str(recording.id),
        call_id=str(recording.call_id),
        **facts,
    )


def visible(
    scope: Scope, kept: type[Recording] | type[RecordingFetch] = Recording
) -> ColumnElement[bool]:
    """The condition on `Recording`, or what comes before it, that every list must carry."""
    if scope == Scope():
        return true()
    # Queries may join Call themselves, which would take it out of this one.
    of_visible_call = (
        exists().where(and_(col(Call.id) == kept.call_id, scope.calls_where())).correlate(kept)
    )
    if not scope.sees_strays:
        return of_visible_call
    not_arrived = ~exists().where(col(Call.id) == kept.call_id).correlate(kept)
    if scope.source_id is not None:
        not_arrived = and_(not_arrived, col(kept.source_id) == scope.source_id)
    return or_(of_visible_call, not_arrived)
