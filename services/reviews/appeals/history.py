"""What became of an appeal: its events, the audit log, and who is told."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from services.clock import utc_now
from services.people import audit, notices
from services.reviews.appeals.routing import people_of
from services.reviews.result_policies import steps_of
from services.tables import (
    Appeal,
    AppealAct,
    AppealEvent,
    AppealState,
    Call,
    Review,
    Role,
)

SYSTEM = "system"
AGENT = Role.AGENT.value


def note(
    session: Session,
    appeal: Appeal,
    act: AppealAct,
    *,
    actor: str,
    role: str,
    by_id: UUID | None = None,
    reason: str | None = None,
    text: str | None = None,
    **facts: Any,
) -> None:
    """One event, and one entry in the audit log, which does not repeat what people wrote."""
    session.add(
        AppealEvent(
            appeal_id=appeal.id,
            act=act,
            step=appeal.step,
            role=role,
            by_id=by_id,
            reason=reason,
            text=text,
        )
    )
    audit.record(
        session,
        actor=actor,
        act=f"appeal.{act.value}",
        subject=str(appeal.id),
        call_id=str(appeal.call_id),
        review_id=str(appeal.review_id),
        rule_key=appeal.rule_key,
        step=appeal.step,
        role=role,
        reason=reason,
        **facts,
    )
    session.flush()


def go_to(session: Session, appeal: Appeal, step: int) -> None:
    """Let a step decide from now on, and tell its people."""
    appeal.step, appeal.reminded_at = step, None
    appeal.due_at = utc_now() + timedelta(days=steps_of(appeal.steps)[step].days)
    session.add(appeal)
    session.flush()
    tell_deciders(session, appeal, "appeal.to_decide")


def close(
    session: Session, appeal: Appeal, state: AppealState, outcome: Review | None = None
) -> None:
    """Tell its agent, and where a result fell, whoever made it."""
    appeal.state, appeal.closed_at = state, utc_now()
    appeal.outcome_id = outcome.id if outcome else None
    session.add(appeal)
    session.flush()
    if state is AppealState.WITHDRAWN:
        return
    told = {appeal.filed_by_id}
    if outcome is not None:
        told.add(session.get_one(Review, appeal.review_id).reviewer_id)
    _tell(session, appeal, f"appeal.{state.value}", told)


def tell_deciders(session: Session, appeal: Appeal, kind: str) -> None:
    call = session.get_one(Call, appeal.call_id)
    number = session.get_one(Review, appeal.review_id).number
    role = steps_of(appeal.steps)[appeal.step].role
    deciders = {user.id for user in people_of(session, role, call, number)}
    _tell(session, appeal, kind, deciders)


def _tell(session: Session, appeal: Appeal, kind: str, user_ids: Collection[UUID]) -> None:
    facts = {
        "appeal_id": str(appeal.id),
        "review_id": str(appeal.outcome_id or appeal.review_id),
        "call_id": str(appeal.call_id),
        "rule_name": appeal.rule_name,
        "due_at": appeal.due_at.isoformat(),
    }
    notices.notify(session, kind=kind, facts=facts, user_ids=user_ids)


def events_of(session: Session, appeal_id: UUID) -> list[AppealEvent]:
    """In order of time."""
    query = select(AppealEvent).where(AppealEvent.appeal_id == appeal_id)
    return sorted(session.exec(query).all(), key=lambda event: event.at)
