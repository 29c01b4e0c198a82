"""Connected calls whose recording never came."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_
from sqlalchemy import select as select_rows
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, func, select, tuple_

from services import paging
from services.clock import utc_now
from services.paging import Paged
from services.people.access import Scope
from services.tables import Agent, Call, Recording, RecordingFetch, Source


@dataclass(frozen=True, slots=True)
class MissingRecording:
    """A call without a recording, and what is known of fetching one."""

    call: Call
    source: str
    agent_name: str | None
    fetch: RecordingFetch | None
    """The newest; None when the dialer never said where its recording is."""


def count_missing(session: Session, *, older_than: timedelta) -> dict[str, int]:
    """How many connected calls lack a recording, by name of their source.

    Counts calls that ended more than `older_than` ago, of sources that send recordings.
    """
    query = (
        select(Source.name, func.count())
        .join(Call, col(Call.source_id) == Source.id)
        .where(is_missing(older_than))
        .group_by(Source.name)
    )
    return {name: count for name, count in session.exec(query)}


def list_missing(
    session: Session,
    scope: Scope,
    *,
    older_than: timedelta,
    source_id: UUID | None = None,
    ended_from: datetime | None = None,
    ended_to: datetime | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[MissingRecording]:
    """Those that ended last first, of calls within `scope`. Raises CursorBroken."""
    query = _listing().where(is_missing(older_than), scope.calls_where())
    if source_id is not None:
        query = query.where(col(Call.source_id) == source_id)
    if ended_from is not None:
        query = query.where(col(Call.ended_at) >= ended_from)
    if ended_to is not None:
        query = query.where(col(Call.ended_at) < ended_to)
    if cursor is not None:
        place = tuple_(col(Call.ended_at), col(Call.id))
        query = query.where(place < tuple_(*paging.decode(cursor, datetime, UUID)))
    query = query.order_by(col(Call.ended_at).desc(), col(Call.id).desc()).limit(limit + 1)
    found = [MissingRecording(*row) for row in session.execute(query)]
    return paging.cut(found, limit, lambda each: [each.call.ended_at, each.call.id])


def is_missing(older_than: timedelta) -> ColumnElement[bool]:
    """The condition on `Call` joined to its `Source`."""
    return and_(
        col(Source.recordings_expected),
        col(Call.answered_at).is_not(None),
        col(Call.audio_deleted_at).is_(None),
        col(Call.ended_at) < utc_now() - older_than,
        ~exists().where(col(Recording.call_id) == Call.id).correlate(Call),
    )


def _listing() -> Any:
    """SQLAlchemy types every column of this select; ours is `MissingRecording`."""
    newest = aliased(RecordingFetch)
    fetch_id = (
        select(newest.id)
        .where(newest.call_id == Call.id)
        .order_by(col(newest.created_at).desc(), col(newest.id).desc())
        .limit(1)
        .correlate(Call)
        .scalar_subquery()
    )
    return (
        select_rows(Call, col(Source.name), col(Agent.name), RecordingFetch)
        .join(Source, col(Source.id) == Call.source_id)
        .outerjoin(Agent, col(Agent.id) == Call.agent_id)
        .outerjoin(RecordingFetch, col(RecordingFetch.id) == fetch_id)
    )
