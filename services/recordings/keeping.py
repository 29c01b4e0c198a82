"""Looking after recordings: which there are, which failed, which never came."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, exists, func, or_, select, tuple_

from services import jobs, paging
from services.clock import utc_now
from services.errors import Conflict, NotFound
from services.jobs import TranscribeRecording
from services.paging import Paged
from services.people import audit
from services.people.access import Caller, Scope
from services.tables import Call, Recording, RecordingState, Source


class RecordingNotFound(NotFound):
    """There is no such recording."""


class RecordingNotSetAside(Conflict):
    """Only a recording that was set aside can be tried again."""


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
        .where(_visible(scope))
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
    query = select(Recording).where(Recording.id == recording_id, _visible(scope))
    found = session.exec(query).first()
    if found is None:
        raise RecordingNotFound(recording_id=recording_id)
    return found


def retry(session: Session, recording: Recording, caller: Caller) -> Recording:
    """Give a recording that was set aside its tries back. Raises RecordingNotSetAside."""
    session.refresh(recording, with_for_update=True)
    if recording.state is not RecordingState.SET_ASIDE:
        raise RecordingNotSetAside(recording_id=recording.id, state=recording.state)
    audit.record(
        session,
        actor=caller.actor,
        act="recording.retried",
        subject=str(recording.id),
        call_id=str(recording.call_id),
        error=recording.error,
    )
    recording.state = RecordingState.WAITING
    recording.attempts = 0
    recording.progress = 0
    recording.error = recording.error_kind = None
    session.add(recording)
    jobs.enqueue(session, TranscribeRecording(recording_id=recording.id))
    return recording


def missing(session: Session, *, older_than: timedelta) -> dict[str, int]:
    """How many connected calls lack a recording, by name of their source.

    Counts calls that ended more than `older_than` ago, of sources that send recordings.
    """
    query = (
        select(Source.name, func.count())
        .join(Call, col(Call.source_id) == Source.id)
        .where(
            Source.recordings_expected,
            col(Call.answered_at).is_not(None),
            col(Call.ended_at) < utc_now() - older_than,
            ~exists().where(col(Recording.call_id) == Call.id),
        )
        .group_by(Source.name)
    )
    return {name: count for name, count in session.exec(query)}


def _visible(scope: Scope) -> ColumnElement[bool]:
    of_visible_call = exists().where(and_(col(Call.id) == Recording.call_id, scope.calls_where()))
    if scope.agent_id is not None or scope.unit_ids is not None:
        return of_visible_call
    not_arrived = ~exists().where(col(Call.id) == Recording.call_id)
    if scope.source_id is not None:
        not_arrived = and_(not_arrived, col(Recording.source_id) == scope.source_id)
    return or_(of_visible_call, not_arrived)
