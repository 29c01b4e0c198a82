"""Who may review which call: nobody their own, nor their own team's unless they are allowed.

And who reads it: of own calls nobody anything before its release.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, true
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Session, cast, col, select

from services.calls.shown_scores import is_own
from services.errors import Conflict, Rejected
from services.people.access import Caller, Permission, Scope
from services.people.standing import standing_of
from services.tables import Call, InspectorSettings, Review, Transcript, User


class OwnCall(Conflict):
    """Nobody reviews a call that they made themselves."""


class OwnTeam(Conflict):
    """This is a call of the reviewer's own team, which they may not review."""


class NotAReviewer(Rejected):
    """This user does not review calls, or does not see this one."""


def settings_of(session: Session, user_id: UUID) -> InspectorSettings:
    """As stored, or as they are for everybody else."""
    found = session.get(InspectorSettings, user_id)
    return found or InspectorSettings(user_id=user_id, updated_by="system")


def require_may_review(session: Session, user_id: UUID, call: Call) -> None:
    """Raises NotAReviewer, OwnCall or OwnTeam."""
    user = session.get(User, user_id)
    if user is None or not user.active:
        raise NotAReviewer(field="assignee_id", user_id=user_id)
    standing = standing_of(session, user)
    reviews = Permission.REVIEWS_WRITE in standing.permissions
    if not reviews or not standing.scope.sees_call(call):
        raise NotAReviewer(field="assignee_id", user_id=user_id)
    require_no_conflict(session, user, call)


def require_no_conflict(session: Session, user: User, call: Call) -> None:
    """Raises OwnCall or OwnTeam."""
    legs = {leg.get("agent_id") for leg in call.legs} | {str(call.agent_id)}
    if user.agent_id is not None and str(user.agent_id) in legs:
        raise OwnCall(call_id=call.id)
    if call.unit_id == user.unit_id and not settings_of(session, user.id).own_team:
        raise OwnTeam(call_id=call.id)


def reviewable(user: User, scope: Scope, settings: InspectorSettings) -> ColumnElement[bool]:
    """The same as `require_may_review`, and what the user is able to judge, as a condition."""
    conditions: list[ColumnElement[bool]] = [scope.calls_where()]
    if user.agent_id is not None:
        conditions.append(col(Call.agent_id).is_distinct_from(user.agent_id))
        own_leg = cast([{"agent_id": str(user.agent_id)}], JSONB)
        conditions.append(~col(Call.legs).op("@>")(own_leg))
    if not settings.own_team:
        conditions.append(col(Call.unit_id).is_distinct_from(user.unit_id))
    return and_(*conditions, _within_skills(settings))


def withheld(caller: Caller) -> ColumnElement[bool]:
    """The condition on `Review` joined with `Call` that it is of an own call, and not released.

    What somebody wrote themselves, in a calibration say, they read all the same.
    """
    return and_(
        is_own(caller),
        col(Review.released_at).is_(None),
        col(Review.reviewer_id).is_distinct_from(caller.user_id),
    )


def is_withheld(session: Session, caller: Caller, review: Review) -> bool:
    """The same for a row at hand."""
    if caller.agent_id is None:
        return False
    query = select(Review.id).join(Call, col(Call.id) == Review.call_id)
    found = session.exec(query.where(Review.id == review.id, withheld(caller)))
    return found.one_or_none() is not None


def is_away(settings: InspectorSettings, day: date) -> bool:
    if settings.away_from is None and settings.away_until is None:
        return False
    return (settings.away_from or date.min) <= day <= (settings.away_until or date.max)


def _within_skills(settings: InspectorSettings) -> ColumnElement[bool]:
    """Calls of no known campaign or language are for everybody."""
    conditions: list[ColumnElement[bool]] = [true()]
    if settings.campaign_ids:
        ids = [UUID(each) for each in settings.campaign_ids]
        conditions.append(or_(col(Call.campaign_id).is_(None), col(Call.campaign_id).in_(ids)))
    if settings.languages:
        other = exists(
            select(Transcript.id).where(
                Transcript.call_id == Call.id, col(Transcript.language).is_not(None)
            )
        )
        known = exists(
            select(Transcript.id).where(
                Transcript.call_id == Call.id, col(Transcript.language).in_(settings.languages)
            )
        )
        conditions.append(or_(~other, known))
    return and_(*conditions)


def reviews_as(caller: Caller) -> UUID:
    """The user who reviews. Raises NotPermitted, also for keys."""
    caller.require(Permission.REVIEWS_WRITE)
    if caller.user_id is None:
        raise NotAReviewer(actor=caller.actor)
    return caller.user_id
