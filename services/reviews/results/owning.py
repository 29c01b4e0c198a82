"""Whose result it is: the agent's whose score it counts for, once it is released."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, false
from sqlmodel import Session, col, select

from services.errors import NotFound
from services.people.access import Caller
from services.reviews.opening import RESULTS
from services.tables import Call, Review


class ResultNotFound(NotFound):
    """There is no such result, or it is not one of yours."""


def own_results(caller: Caller) -> ColumnElement[bool]:
    """The condition on `Review` joined with `Call` that it is a released one of the caller's."""
    if caller.agent_id is None:
        return false()
    return and_(
        col(Call.agent_id) == caller.agent_id,
        col(Review.released_at).is_not(None),
        col(Review.purpose).in_(RESULTS),
        caller.scope.calls_where(),
    )


def get_own_result(session: Session, caller: Caller, review_id: UUID) -> Review:
    """Raises ResultNotFound, also for what is not released yet."""
    found = session.exec(
        select(Review)
        .join(Call, col(Call.id) == Review.call_id)
        .where(Review.id == review_id, own_results(caller))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise ResultNotFound(review_id=review_id)
    return found
