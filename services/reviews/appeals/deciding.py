"""Deciding a step of an appeal: accept, deny, or hand it on. Of two, the first one counts."""

from uuid import UUID

from sqlmodel import Session, col, select

from services.calls.locks import lock
from services.people.access import Caller
from services.reviews.appeals import history
from services.reviews.appeals.listing import get_visible_appeal
from services.reviews.appeals.overturning import of_appeal, overturn
from services.reviews.appeals.reasons import DecisionReason
from services.reviews.appeals.refusals import (
    AppealClosed,
    AppealWentOn,
    LastStep,
    NotYoursToDecide,
)
from services.reviews.appeals.routing import decidable, next_step
from services.reviews.reasons import Reason
from services.reviews.result_policies import steps_of
from services.tables import Appeal, AppealAct, AppealState, Call

_REJECTIONS = {
    DecisionReason.HEARD_WRONG: Reason.MISHEARD,
    DecisionReason.RULE_WRONG: Reason.RULE_TOO_WIDE,
}
"""What a decision says of the machine's hit, where it says it."""


def accept(
    session: Session,
    caller: Caller,
    appeal_id: UUID,
    *,
    step: int,
    reason: DecisionReason,
    text: str | None = None,
) -> Appeal:
    """Overturn the line: a new result counts. Raises as `_lock`, and NothingToOverturn."""
    appeal = _lock(session, caller, appeal_id, step)
    outcome = overturn(
        session,
        appeal.call_id,
        of_appeal(appeal, reason=rejection_for(reason), note=text),
        appeal=appeal,
        reviewer_id=caller.user_id,
        actor=caller.actor,
    )
    history.close(session, appeal, AppealState.ACCEPTED, outcome)
    _note(session, caller, appeal, AppealAct.ACCEPTED, reason, text)
    return appeal


def deny(
    session: Session,
    caller: Caller,
    appeal_id: UUID,
    *,
    step: int,
    reason: DecisionReason,
    text: str,
) -> Appeal:
    """The next step decides; at the last one the appeal is closed. Raises as `_lock`."""
    appeal = _lock(session, caller, appeal_id, step)
    following = next_step(session, appeal)
    _note(session, caller, appeal, AppealAct.DENIED, reason, text)
    if following is None:
        history.close(session, appeal, AppealState.DENIED)
    else:
        history.go_to(session, appeal, following)
    return appeal


def hand_on(
    session: Session,
    caller: Caller,
    appeal_id: UUID,
    *,
    step: int,
    reason: DecisionReason,
    text: str,
) -> Appeal:
    """Raises as `_lock`, and LastStep."""
    appeal = _lock(session, caller, appeal_id, step)
    following = next_step(session, appeal)
    if following is None:
        raise LastStep(appeal_id=appeal_id)
    _note(session, caller, appeal, AppealAct.HANDED_ON, reason, text)
    history.go_to(session, appeal, following)
    return appeal


def rejection_for(reason: DecisionReason) -> Reason:
    return _REJECTIONS.get(reason, Reason.OTHER)


def _lock(session: Session, caller: Caller, appeal_id: UUID, step: int) -> Appeal:
    """The appeal, for the caller to decide, until the transaction ends.

    Raises AppealNotFound, AppealClosed, AppealWentOn, NotYoursToDecide.
    """
    appeal = get_visible_appeal(session, caller, appeal_id)
    lock(session, [appeal.call_id])
    session.refresh(appeal, with_for_update=True)
    if appeal.state is not AppealState.OPEN:
        raise AppealClosed(state=appeal.state.value)
    role = steps_of(appeal.steps)[appeal.step].role
    if appeal.step != step:
        raise AppealWentOn(field="step", step=appeal.step, role=role.value)
    may = session.exec(
        select(Appeal.id)
        .join(Call, col(Call.id) == Appeal.call_id)
        .where(Appeal.id == appeal_id, decidable(session, caller))
    ).one_or_none()
    if may is None:
        raise NotYoursToDecide(appeal_id=appeal_id, role=role.value)
    return appeal


def _note(
    session: Session,
    caller: Caller,
    appeal: Appeal,
    act: AppealAct,
    reason: DecisionReason,
    text: str | None,
) -> None:
    outcome = {"outcome_id": str(appeal.outcome_id)} if appeal.outcome_id else {}
    history.note(
        session,
        appeal,
        act,
        actor=caller.actor,
        role=steps_of(appeal.steps)[appeal.step].role,
        by_id=caller.user_id,
        reason=reason,
        text=text,
        **outcome,
    )
