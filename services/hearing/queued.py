"""Every recording in the order in which it is heard, with what it is of."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, true
from sqlmodel import Session, and_, col, or_, select, tuple_

from services import paging
from services.hearing import pace
from services.paging import Paged, Value
from services.people.access import Scope
from services.recordings.keeping import visible
from services.recordings.turns import priorities_of
from services.tables import Agent, Call, Campaign, Lane, Recording, RecordingState, Source


@dataclass(frozen=True, slots=True)
class QueuedRecording:
    """A recording, its call as far as it is known, and when it will have been heard."""

    recording: Recording
    call_key: str | None
    source: str
    agent_name: str | None
    campaign_id: UUID | None
    campaign_name: str | None
    ready_in_s: float | None = None


_PARTS: tuple[tuple[RecordingState, ...], ...] = (
    (RecordingState.TRANSCRIBING,),
    (RecordingState.WAITING,),
    (RecordingState.PAUSED,),
    (RecordingState.TRANSCRIBED, RecordingState.SET_ASIDE, RecordingState.CANCELLED),
)
"""What is heard now, next, some day, and no more: each in an order of its own."""
_NOW, _NEXT, _PAUSED, _DONE = range(4)

Row = tuple[Recording, str | None, str, str | None, UUID | None, str | None]
Place = tuple[int, int, datetime, UUID]
"""Part, priority, instant and id of the last row that was read."""


def list_queued(
    session: Session,
    scope: Scope,
    *,
    states: Collection[RecordingState] = (),
    campaign_id: UUID | None = None,
    lane: Lane | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[QueuedRecording]:
    """Those heard now by when they were begun, those that wait in the order of their turns,
    those paused as they came, and what is done newest first. Raises CursorBroken.

    All states when `states` is empty.
    """
    after = paging.decode(cursor, int, int, datetime, UUID) if cursor else None
    wanted = [visible(scope)]
    if campaign_id is not None:
        wanted.append(col(Call.campaign_id) == campaign_id)
    if lane is not None:
        wanted.append(col(Recording.lane) == lane)
    found: list[Row] = []
    for part in range(after[0] if after else _NOW, len(_PARTS)):
        ours = [state for state in _PARTS[part] if not states or state in states]
        if ours and len(found) <= limit:
            place = after if after and after[0] == part else None
            narrowed = [*wanted, _beyond(part, place), _within(part, lane)]
            found += _read(session, part, ours, narrowed, limit + 1 - len(found))
    page = paging.cut(found, limit, _place_of)
    return Paged(_with_estimates(session, page.items), page.next)


def _read(
    session: Session,
    part: int,
    states: Collection[RecordingState],
    wanted: Collection[ColumnElement[bool]],
    limit: int,
) -> list[Row]:
    # Said as the partial indexes say it, which hold one part each in its order.
    part_of = col(Recording.state).in_(_PARTS[part])
    columns: tuple[Any, ...] = (
        Recording,
        Call.call_key,
        Source.name,
        Agent.name,
        Call.campaign_id,
        Campaign.name,
    )
    query: Any = (
        select(*columns)
        .join(Source, col(Source.id) == Recording.source_id)
        .join(Call, col(Call.id) == Recording.call_id, isouter=True)
        .join(Agent, col(Agent.id) == Call.agent_id, isouter=True)
        .join(Campaign, col(Campaign.id) == Call.campaign_id, isouter=True)
        .where(part_of, col(Recording.state).in_(states), *wanted)
        .order_by(*_order(part))
        .limit(limit)
    )
    return [tuple(row) for row in session.exec(query)]


def _order(part: int) -> tuple[Any, ...]:
    at, recording_id = col(Recording.queued_at), col(Recording.id)
    if part == _NOW:
        return col(Recording.begun_at), recording_id
    if part == _NEXT:
        return col(Recording.priority).desc(), at, recording_id
    return (at, recording_id) if part == _PAUSED else (at.desc(), recording_id.desc())


def _beyond(part: int, place: Place | None) -> ColumnElement[bool]:
    """What comes after `place` in its part."""
    if place is None:
        return true()
    _, priority, at, recording_id = place
    instant = Recording.begun_at if part == _NOW else Recording.queued_at
    here, there = tuple_(col(instant), col(Recording.id)), tuple_(at, recording_id)
    if part == _DONE:
        return here < there
    if part != _NEXT:
        return here > there
    same = col(Recording.priority) == priority
    # Bounds the index's range; the rest tells places of one priority apart.
    bound = col(Recording.priority) <= priority
    return and_(bound, or_(~same, here > there))


def _within(part: int, lane: Lane | None) -> ColumnElement[bool]:
    """What waits is indexed by priority, of which each lane has a range."""
    if part != _NEXT or lane is None:
        return true()
    return col(Recording.priority).between(*priorities_of(lane))


def _place_of(row: Row) -> list[Value]:
    recording = row[0]
    part = next(number for number, states in enumerate(_PARTS) if recording.state in states)
    at = recording.begun_at if part == _NOW else recording.queued_at
    return [part, recording.priority, at, recording.id]


def _with_estimates(session: Session, rows: Collection[Row]) -> list[QueuedRecording]:
    recordings = [row[0] for row in rows]
    ready = pace.ready_in_s(session, recordings, pace.paces(session))
    return [QueuedRecording(*row, ready_in_s=ready[row[0].id]) for row in rows]
