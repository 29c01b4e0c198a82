"""How dialers lay out their recordings, and whether calls contradict it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy import select as select_rows
from sqlmodel import Session, case, col, func, not_, or_, select, tuple_

from services import paging
from services.clock import utc_now
from services.errors import NotFound
from services.paging import Paged
from services.people import audit
from services.people.access import Caller, Scope
from services.tables import Call, Recording, Source

_RECENT = timedelta(days=30)


class SourceNotFound(NotFound):
    """There is no such dialer."""


@dataclass(frozen=True, slots=True)
class LaidOutSource:
    """A dialer, and what its two-channel recordings of the last 30 days say of its layout.

    Counted are calls that the reader may see, and only those that were heard with the
    layout as it is now, or in which a person said who is who: whoever changes it starts
    again from these.
    """

    source: Source
    heard: int
    swap_suspected: int
    """Those of them that sound, or that a person found, to be the other way round."""


def list_sources(
    session: Session, scope: Scope, *, cursor: str | None = None, limit: int = 200
) -> Paged[LaidOutSource]:
    """By name. Raises CursorBroken."""
    query = select(Source).order_by(col(Source.name), col(Source.id)).limit(limit + 1)
    if cursor is not None:
        place = tuple_(col(Source.name), col(Source.id))
        query = query.where(place > tuple_(*paging.decode(cursor, str, UUID)))
    page = paging.cut(session.exec(query).all(), limit, lambda source: [source.name, source.id])
    return Paged(_laid_out(session, scope, page.items), page.next)


def get_source(session: Session, scope: Scope, source_id: UUID) -> LaidOutSource:
    """Raises SourceNotFound."""
    source = session.get(Source, source_id)
    if source is None:
        raise SourceNotFound(source_id=source_id)
    [found] = _laid_out(session, scope, [source])
    return found


def set_agent_channel(
    session: Session, source_id: UUID, caller: Caller, agent_channel: int
) -> None:
    """Say which channel is the agent, from now on: what was heard before stays as it is.

    Raises SourceNotFound.
    """
    source = session.get(Source, source_id, with_for_update=True)
    if source is None:
        raise SourceNotFound(source_id=source_id)
    if source.agent_channel != agent_channel:
        source.agent_channel = agent_channel
        session.flush()
        audit.record(
            session,
            actor=caller.actor,
            act="source.agent_channel_set",
            subject=source.name,
            agent_channel=agent_channel,
        )


def _laid_out(session: Session, scope: Scope, sources: list[Source]) -> list[LaidOutSource]:
    counts = {
        source_id: (heard, suspected)
        for source_id, heard, suspected in session.execute(
            _counts(scope, [source.id for source in sources])
        )
    }
    return [LaidOutSource(source, *counts.get(source.id, (0, 0))) for source in sources]


def _counts(scope: Scope, source_ids: list[UUID]) -> Select[UUID, int, int]:
    """Source, recordings heard, and those of them that seem the other way round."""
    by_layout = col(Recording.agent_channel) == col(Source.agent_channel)
    by_person = col(Recording.agent_channel_by).is_not(None)
    contradicts = case((by_person, not_(by_layout)), else_=col(Recording.swap_suspected))
    counts = (
        select_rows(col(Source.id), func.count(), func.count().filter(contradicts))
        .join(Recording, col(Recording.source_id) == Source.id)
        .where(
            col(Source.id).in_(source_ids),
            col(Recording.transcribed_at) > utc_now() - _RECENT,
            col(Recording.agent_channel).is_not(None),
            or_(by_layout, by_person),
        )
        .group_by(col(Source.id))
    )
    if scope == Scope():
        return counts
    return counts.join(Call, col(Call.id) == Recording.call_id).where(scope.calls_where())
