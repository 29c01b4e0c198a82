"""Lists of reviews: of everybody's calls in scope, and of one call."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlalchemy import select as select_rows
from sqlmodel import Session, col, func, tuple_

from services import paging
from services.calls.queries import get_visible_call
from services.paging import Paged
from services.people.access import Caller, Permission
from services.people.callers import unit_and_below
from services.reviews.rights import withheld
from services.tables import Agent, Call, Campaign, Evaluation, Purpose, Review, ReviewState, User

_FINISHED = (ReviewState.FINAL, ReviewState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """What a list of reviews is narrowed to; None narrows nothing."""

    state: ReviewState | None = None
    purpose: Purpose | None = None
    reviewer_id: UUID | None = None
    agent_id: UUID | None = None
    campaign_id: UUID | None = None
    unit_id: UUID | None = None
    """With all units below it."""
    from_at: datetime | None = None
    """Of when it was finished, or while it is a draft opened."""
    to_at: datetime | None = None
    released: bool | None = None
    """Whether its agent may see it."""


@dataclass(frozen=True, slots=True)
class ListedReview:
    """A review with what its call is about, and the machine's score beside its own."""

    review: Review
    call: Call
    reviewer_name: str
    agent_name: str | None
    campaign_name: str | None
    machine_score: float | None
    machine_fatal: bool


def list_reviews(
    session: Session,
    caller: Caller,
    wanted: ReviewFilter,
    *,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[ListedReview]:
    """The newest first. Drafts are listed for those who make them. Raises CursorBroken."""
    at = func.coalesce(col(Review.finalised_at), col(Review.opened_at))
    query = _listing(caller).where(*_conditions(session, wanted, at))
    if cursor is not None:
        query = query.where(
            tuple_(at, col(Review.id)) < tuple_(*paging.decode(cursor, datetime, UUID))
        )
    query = query.order_by(at.desc(), col(Review.id).desc()).limit(limit + 1)
    rows = [ListedReview(*row) for row in session.execute(query)]
    return paging.cut(
        rows, limit, lambda row: [row.review.finalised_at or row.review.opened_at, row.review.id]
    )


def reviews_of_call(
    session: Session, caller: Caller, call_id: UUID, *, cursor: str | None = None, limit: int = 50
) -> Paged[ListedReview]:
    """By number: what counts is the last one that is final. Drafts come after them.

    Raises CallNotFound, CursorBroken.
    """
    call = get_visible_call(session, caller, call_id)
    nth = func.coalesce(col(Review.number), 2**31 - 1)
    query = _listing(caller).where(
        Review.call_id == call.id, col(Review.state) != ReviewState.DISCARDED
    )
    place = tuple_(nth, col(Review.opened_at), col(Review.id))
    if cursor is not None:
        query = query.where(place > tuple_(*paging.decode(cursor, int, datetime, UUID)))
    query = query.order_by(nth, col(Review.opened_at), col(Review.id)).limit(limit + 1)
    rows = [ListedReview(*row) for row in session.execute(query)]
    return paging.cut(
        rows,
        limit,
        lambda row: [row.review.number or 2**31 - 1, row.review.opened_at, row.review.id],
    )


def _listing(caller: Caller) -> Any:
    """SQLAlchemy types every column of this select; ours is `ListedReview`."""
    query = (
        select_rows(
            Review,
            Call,
            col(User.name),
            col(Agent.name),
            col(Campaign.name),
            col(Evaluation.score),
            col(Evaluation.fatal),
        )
        .join(Call, col(Call.id) == Review.call_id)
        .join(User, col(User.id) == Review.reviewer_id)
        .join(Evaluation, col(Evaluation.id) == Review.evaluation_id)
        .outerjoin(Agent, col(Agent.id) == Call.agent_id)
        .outerjoin(Campaign, col(Campaign.id) == Call.campaign_id)
        .where(caller.scope.calls_where(), ~withheld(caller))
    )
    seen = []
    if caller.may(Permission.REVIEWS_READ):
        seen.append(col(Review.state).in_(_FINISHED))
    if caller.may(Permission.REVIEWS_WRITE) or caller.may(Permission.REVIEWS_MANAGE):
        seen.append(col(Review.state).not_in(_FINISHED))
    # What somebody says in a calibration is theirs alone.
    theirs = or_(
        col(Review.purpose) != Purpose.CALIBRATION, col(Review.reviewer_id) == caller.user_id
    )
    return query.where(or_(*seen), theirs) if seen else query.where(col(Review.id).is_(None))


def _conditions(session: Session, wanted: ReviewFilter, at: Any) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        column == value
        for column, value in (
            (col(Review.state), wanted.state),
            (col(Review.purpose), wanted.purpose),
            (col(Review.reviewer_id), wanted.reviewer_id),
            (col(Call.agent_id), wanted.agent_id),
            (col(Call.campaign_id), wanted.campaign_id),
        )
        if value is not None
    ]
    if wanted.released is not None:
        held = col(Review.released_at).is_(None)
        conditions.append(~held if wanted.released else held)
    if wanted.state is None:
        conditions.append(col(Review.state) != ReviewState.DISCARDED)
    if wanted.unit_id is not None:
        conditions.append(col(Call.unit_id).in_(unit_and_below(session, wanted.unit_id)))
    if wanted.from_at is not None:
        conditions.append(at >= wanted.from_at)
    if wanted.to_at is not None:
        conditions.append(at < wanted.to_at)
    return conditions
