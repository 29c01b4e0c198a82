"""Appeals that nobody decides in time, and reminders of those soon due."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Session, col, select

from services.calls.locks import lock
from services.clock import utc_now
from services.reviews.appeals import history
from services.reviews.appeals.overturning import of_appeal, overturn
from services.reviews.appeals.routing import next_step
from services.reviews.reasons import Reason
from services.reviews.result_policies import policy
from services.tables import Appeal, AppealAct, AppealState, WhenOverdue

_SOON = timedelta(days=1)
_MOST_AT_ONCE = 500


def due_appeals(session: Session) -> Sequence[UUID]:
    """Open ones that are late, or due within a day, and of which nobody was told today."""
    now = utc_now()
    query = select(Appeal.id).where(
        Appeal.state == AppealState.OPEN,
        col(Appeal.due_at) < now + _SOON,
        or_(col(Appeal.reminded_at).is_(None), col(Appeal.due_at) < now),
    )
    return session.exec(query.order_by(col(Appeal.due_at)).limit(_MOST_AT_ONCE)).all()


def keep_time(session: Session, appeal_id: UUID) -> None:
    """Hand on, accept, or remind, as the centre decided. Safe to repeat."""
    appeal = session.get_one(Appeal, appeal_id)
    lock(session, [appeal.call_id])
    session.refresh(appeal, with_for_update=True)
    if appeal.state is not AppealState.OPEN:
        return
    if appeal.due_at >= utc_now():
        _remind(session, appeal, "appeal.due_soon")
    elif policy(session).overdue is WhenOverdue.ACCEPT:
        _accept(session, appeal)
    else:
        _hand_on(session, appeal)


def _accept(session: Session, appeal: Appeal) -> None:
    outcome = overturn(
        session,
        appeal.call_id,
        of_appeal(appeal, reason=Reason.OTHER, note=None),
        appeal=appeal,
        reviewer_id=None,
        actor=history.SYSTEM,
    )
    _note_expired(session, appeal)
    history.close(session, appeal, AppealState.ACCEPTED, outcome)
    history.note(
        session,
        appeal,
        AppealAct.ACCEPTED,
        actor=history.SYSTEM,
        role=history.SYSTEM,
        outcome_id=str(outcome.id),
    )


def _hand_on(session: Session, appeal: Appeal) -> None:
    """The last step stays late, and its people are reminded every day."""
    following = next_step(session, appeal)
    if following is None:
        _remind(session, appeal, "appeal.late")
        return
    _note_expired(session, appeal)
    history.go_to(session, appeal, following)


def _note_expired(session: Session, appeal: Appeal) -> None:
    history.note(session, appeal, AppealAct.EXPIRED, actor=history.SYSTEM, role=history.SYSTEM)


def _remind(session: Session, appeal: Appeal, kind: str) -> None:
    """Once before it is due, and while it is late once a day."""
    since = appeal.reminded_at
    told_early = since is not None and since < appeal.due_at
    told_long_ago = since is not None and since <= utc_now() - _SOON
    if since is None or (kind == "appeal.late" and (told_early or told_long_ago)):
        appeal.reminded_at = utc_now()
        session.add(appeal)
        session.flush()
        history.tell_deciders(session, appeal, kind)
