"""What was taken from watched folders and buckets, so that nothing is taken twice or lost."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, false, true
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select, tuple_

from services import paging
from services.errors import ServiceError
from services.paging import Paged
from services.people.access import Scope
from services.recordings.places import Seen
from services.recordings.unmatched import Found, file_away
from services.tables import Recording, Source, WatchedFile

_REASON_MAX = 500


def untaken(session: Session, source_id: UUID, seen: Sequence[Seen]) -> list[Seen]:
    """Those of `seen` that have not been taken as they are now."""
    query = select(WatchedFile.mark).where(
        WatchedFile.source_id == source_id, col(WatchedFile.mark).in_([each.mark for each in seen])
    )
    taken = set(session.exec(query))
    return [each for each in seen if each.mark not in taken]


def keep(session: Session, source: Source, seen: Seen, found: Found) -> Recording | None:
    """File away what was read, and remember that it was. Safe to repeat."""
    recording = file_away(session, source, found)
    _remember(session, source, seen, recording_id=recording.id if recording else None)
    return recording


def refuse(session: Session, source: Source, seen: Seen, error: ServiceError) -> None:
    """Remember why nothing came of a file: it is not looked at again until it changes."""
    _remember(session, source, seen, error=str(error)[:_REASON_MAX], error_kind=error.kind())


def list_watched(
    session: Session,
    scope: Scope,
    *,
    source_id: UUID | None = None,
    refused: bool | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[WatchedFile]:
    """What was taken last comes first. Raises CursorBroken.

    Files belong to no unit: only those who see everything of their source see them.
    """
    query = (
        select(WatchedFile)
        .where(_visible(scope))
        .order_by(col(WatchedFile.taken_at).desc(), col(WatchedFile.mark).desc())
        .limit(limit + 1)
    )
    if source_id is not None:
        query = query.where(WatchedFile.source_id == source_id)
    if refused is not None:
        query = query.where(col(WatchedFile.error).is_not(None) == refused)
    if cursor is not None:
        place = tuple_(col(WatchedFile.taken_at), col(WatchedFile.mark))
        query = query.where(place < tuple_(*paging.decode(cursor, datetime, str)))
    return paging.cut(session.exec(query).all(), limit, lambda file: [file.taken_at, file.mark])


def _remember(
    session: Session,
    source: Source,
    seen: Seen,
    *,
    recording_id: UUID | None = None,
    error: str | None = None,
    error_kind: str | None = None,
) -> None:
    file = WatchedFile(
        source_id=source.id,
        mark=seen.mark,
        place=seen.place,
        size_bytes=seen.size_bytes,
        recording_id=recording_id,
        error=error,
        error_kind=error_kind,
    )
    statement = insert(WatchedFile).values(file.model_dump())
    session.execute(statement.on_conflict_do_nothing())


def _visible(scope: Scope) -> ColumnElement[bool]:
    if not scope.sees_strays:
        return false()
    if scope.source_id is not None:
        return col(WatchedFile.source_id) == scope.source_id
    return true()
