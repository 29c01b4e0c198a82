"""Clips as they are listed: the library, what is shared with one, and what one shares."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlalchemy import select as select_rows
from sqlmodel import Session, col, select, tuple_

from services import paging
from services.errors import NotFound
from services.paging import Paged
from services.people.access import Caller, Permission
from services.reviews.reading import Person
from services.tables import Agent, Call, Campaign, Clip, ClipKind, ClipShare, Role, Unit, User


class ClipNotFound(NotFound):
    """There is no such clip, or it is not shared with you."""


@dataclass(frozen=True, slots=True)
class ClipFilter:
    """What a list of clips is narrowed to; None narrows nothing."""

    q: str | None = None
    """Part of a title or a note."""
    kind: ClipKind | None = None
    call_id: UUID | None = None
    shared_with_me: bool = False


@dataclass(frozen=True, slots=True)
class ReadClip:
    """A clip as one caller may read it: of a call outside their scope only the stretch."""

    id: UUID
    call_id: UUID | None
    agent_name: str | None
    campaign_name: str | None
    from_s: float
    to_s: float
    title: str
    note: str | None
    kind: ClipKind
    created_by: Person
    created_at: datetime
    shared_with: Sequence[Person]
    may_change: bool


@dataclass(frozen=True, slots=True)
class Recipient:
    id: UUID
    name: str
    role: Role
    unit_name: str


def list_clips(
    session: Session,
    caller: Caller,
    wanted: ClipFilter,
    *,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[ReadClip]:
    """Newest first. Raises CursorBroken."""
    query = _listing(caller).where(*_conditions(caller, wanted))
    if cursor is not None:
        last = tuple_(*paging.decode(cursor, datetime, UUID))
        query = query.where(tuple_(col(Clip.created_at), col(Clip.id)) < last)
    query = query.order_by(col(Clip.created_at).desc(), col(Clip.id).desc()).limit(limit + 1)
    found = _read(session, caller, session.execute(query).all())
    return paging.cut(found, limit, lambda clip: [clip.created_at, clip.id])


def read_clip(session: Session, caller: Caller, clip: Clip) -> ReadClip:
    """One that the caller sees."""
    rows = session.execute(_listing(caller).where(col(Clip.id) == clip.id)).all()
    [read] = _read(session, caller, rows)
    return read


def get_visible_clip(session: Session, caller: Caller, clip_id: UUID) -> Clip:
    """Raises ClipNotFound, also for what is not shared with the caller."""
    query = select_rows(Clip).join(Call, col(Call.id) == Clip.call_id)
    found: Clip | None = session.execute(
        query.where(col(Clip.id) == clip_id, _visible(caller))
    ).scalar_one_or_none()
    if found is None:
        raise ClipNotFound(clip_id=clip_id)
    return found


def list_recipients(
    session: Session,
    caller: Caller,
    *,
    q: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[Recipient]:
    """By name. Raises CursorBroken."""
    query = (
        select_rows(col(User.id), col(User.name), col(User.role), col(Unit.name))
        .join(Unit, col(Unit.id) == User.unit_id)
        .where(recipients(caller))
    )
    if q:
        query = query.where(col(User.name).icontains(q, autoescape=True))
    if cursor is not None:
        last = tuple_(*paging.decode(cursor, str, UUID))
        query = query.where(tuple_(col(User.name), col(User.id)) > last)
    rows = session.execute(query.order_by(col(User.name), col(User.id)).limit(limit + 1))
    return paging.cut([Recipient(*row) for row in rows], limit, lambda each: [each.name, each.id])


def recipients(caller: Caller) -> ColumnElement[bool]:
    """Users that the caller may share with: of units whose calls they see."""
    ways: list[ColumnElement[bool]] = [
        true() if part.unit_ids is None else col(User.unit_id).in_(part.unit_ids)
        for part in caller.scope.parts
        if part.agent_id is None
    ]
    return and_(col(User.active), col(User.id) != caller.user_id, or_(false(), *ways))


def may_change(caller: Caller, clip: Clip, *, sees_call: bool) -> bool:
    """One's own, or with leave to lead reviewers those of calls in scope."""
    if not caller.may(Permission.CLIPS_SHARE):
        return False
    own = caller.user_id is not None and clip.created_by_id == caller.user_id
    return own or (sees_call and caller.may(Permission.REVIEWS_MANAGE))


def _listing(caller: Caller) -> Any:
    """SQLAlchemy types every column of this select; ours is `ReadClip`."""
    return (
        select_rows(
            Clip, col(Agent.name), col(Campaign.name), col(User.name), caller.scope.calls_where()
        )
        .join(Call, col(Call.id) == Clip.call_id)
        .join(User, col(User.id) == Clip.created_by_id)
        .outerjoin(Agent, col(Agent.id) == Call.agent_id)
        .outerjoin(Campaign, col(Campaign.id) == Call.campaign_id)
        .where(_visible(caller))
    )


def _visible(caller: Caller) -> ColumnElement[bool]:
    """Keys of dialers have no library, and nobody shares with them."""
    if caller.user_id is None:
        return false()
    ways: list[ColumnElement[bool]] = [
        col(Clip.kind) == ClipKind.LIBRARY,
        col(Clip.created_by_id) == caller.user_id,
        _shared_with(caller),
    ]
    if caller.may(Permission.CLIPS_SHARE):
        ways.append(caller.scope.calls_where())
    return or_(*ways)


def _shared_with(caller: Caller) -> ColumnElement[bool]:
    shared = select(ClipShare.clip_id).where(ClipShare.user_id == caller.user_id)
    return col(Clip.id).in_(shared)


def _conditions(caller: Caller, wanted: ClipFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.q:
        title = col(Clip.title).icontains(wanted.q, autoescape=True)
        conditions.append(or_(title, col(Clip.note).icontains(wanted.q, autoescape=True)))
    if wanted.kind is not None:
        conditions.append(col(Clip.kind) == wanted.kind)
    if wanted.call_id is not None:
        # Also a question about the call: whoever does not see it gets no answer.
        conditions += [col(Clip.call_id) == wanted.call_id, caller.scope.calls_where()]
    if wanted.shared_with_me:
        conditions.append(_shared_with(caller))
    return conditions


def _read(session: Session, caller: Caller, rows: Iterable[Any]) -> list[ReadClip]:
    found = [tuple(row) for row in rows]
    shares = _shares(session, [clip.id for clip, *_ in found])
    return [_one(caller, row, shares) for row in found]


def _one(caller: Caller, row: Any, shares: dict[UUID, list[Person]]) -> ReadClip:
    clip, agent, campaign, creator, sees_call = row
    changes = may_change(caller, clip, sees_call=sees_call)
    return ReadClip(
        **clip.model_dump(include={"id", "from_s", "to_s", "title", "note", "kind", "created_at"}),
        call_id=clip.call_id if sees_call else None,
        agent_name=agent if sees_call else None,
        campaign_name=campaign if sees_call else None,
        created_by=Person(clip.created_by_id, creator),
        shared_with=shares.get(clip.id, []) if changes else [],
        may_change=changes,
    )


def _shares(session: Session, clip_ids: Sequence[UUID]) -> dict[UUID, list[Person]]:
    query = (
        select(ClipShare.clip_id, User.id, User.name)
        .join(User, col(User.id) == ClipShare.user_id)
        .where(col(ClipShare.clip_id).in_(clip_ids))
        .order_by(User.name, col(User.id))
    )
    found: dict[UUID, list[Person]] = {}
    for clip_id, user_id, name in session.exec(query):
        found.setdefault(clip_id, []).append(Person(user_id, name))
    return found
