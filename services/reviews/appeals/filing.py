"""Filing an appeal against a line of one's own result, and taking it back."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from services.calls.locks import lock
from services.people.access import Caller
from services.reviews.appeals import history
from services.reviews.appeals.listing import get_visible_appeal
from services.reviews.appeals.reasons import AppealReason
from services.reviews.appeals.refusals import (
    AppealClosed,
    AppealNotFound,
    NotAppealable,
    PlaceNotInResult,
)
from services.reviews.appeals.routing import steps_with_people
from services.reviews.appeals.standing import AppealableLine, AppealablePlace, lines_of
from services.reviews.refusals import RuleNotOnCard
from services.reviews.result_policies import policy, steps_of
from services.reviews.results.owning import get_own_result
from services.tables import Appeal, AppealAct, AppealState, Call, Review


def file_appeal(
    session: Session,
    caller: Caller,
    *,
    review_id: UUID,
    rule_key: str,
    hit_id: UUID | None = None,
    added_hit_id: UUID | None = None,
    reason: AppealReason,
    text: str,
) -> Appeal:
    """Raises ResultNotFound, RuleNotOnCard, NotAppealable, PlaceNotInResult."""
    lock(session, [get_own_result(session, caller, review_id).call_id])
    review = get_own_result(session, caller, review_id)
    line = _line(session, review, rule_key)
    place = _place(line.places, hit_id, added_hit_id)
    appeal = _file(session, caller, review, line, place, reason, text)
    history.note(
        session,
        appeal,
        AppealAct.FILED,
        actor=caller.actor,
        role=history.AGENT,
        by_id=caller.user_id,
        reason=reason,
        text=text,
        round=appeal.round,
    )
    history.go_to(session, appeal, 0)
    return appeal


def withdraw(session: Session, caller: Caller, appeal_id: UUID) -> Appeal:
    """Safe to repeat. Raises AppealNotFound, AppealClosed."""
    appeal = get_visible_appeal(session, caller, appeal_id)
    if appeal.filed_by_id != caller.user_id:
        raise AppealNotFound(appeal_id=appeal_id)
    lock(session, [appeal.call_id])
    session.refresh(appeal, with_for_update=True)
    if appeal.state is AppealState.WITHDRAWN:
        return appeal
    if appeal.state is not AppealState.OPEN:
        raise AppealClosed(state=appeal.state.value)
    history.close(session, appeal, AppealState.WITHDRAWN)
    history.note(
        session,
        appeal,
        AppealAct.WITHDRAWN,
        actor=caller.actor,
        role=history.AGENT,
        by_id=caller.user_id,
    )
    return appeal


def _line(session: Session, review: Review, rule_key: str) -> AppealableLine:
    lines = lines_of(session, review)
    line = next((each for each in lines if each.rule_key == rule_key), None)
    if line is None:
        raise RuleNotOnCard(field="rule_key", rule_key=rule_key)
    if line.why_not is not None:
        raise NotAppealable(field="rule_key", why_not=line.why_not)
    return line


def _place(
    places: Sequence[AppealablePlace], hit_id: UUID | None, added_id: UUID | None
) -> AppealablePlace | None:
    """None for the whole line."""
    if hit_id is not None and added_id is not None:
        raise PlaceNotInResult(field="added_hit_id")
    if hit_id is None and added_id is None:
        return None
    for place in places:
        if (place.hit_id, place.added_hit_id) == (hit_id, added_id):
            return place
    raise PlaceNotInResult(field="hit_id" if hit_id else "added_hit_id")


def _file(
    session: Session,
    caller: Caller,
    review: Review,
    line: AppealableLine,
    place: AppealablePlace | None,
    reason: AppealReason,
    text: str,
) -> Appeal:
    decided = policy(session)
    call = session.get_one(Call, review.call_id)
    steps = steps_with_people(session, steps_of(decided.steps), call, review.number or 0)
    first = place or next(iter(line.places), None)
    assert caller.user_id is not None
    appeal = Appeal(
        review_id=review.id,
        call_id=call.id,
        filed_by_id=caller.user_id,
        rule_key=line.rule_key,
        rule_name=line.rule_name,
        hit_id=place.hit_id if place else None,
        added_hit_id=place.added_hit_id if place else None,
        start_s=first.start_s if first else None,
        reason=reason,
        text=text,
        round=decided.appeal_rounds - line.rounds_left + 1,
        steps=[step.model_dump(mode="json") for step in steps],
        due_at=review.saved_at,
    )
    session.add(appeal)
    session.flush()
    return appeal
