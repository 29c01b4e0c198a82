"""Which score of a call somebody sees: of own calls nothing of a result before its release."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, false, func, literal, or_
from sqlalchemy import select as select_rows
from sqlmodel import Session, col

from services.people.access import Caller, Permission
from services.people.scope import made_by
from services.tables import (
    Call,
    Evaluation,
    Hit,
    MachineScores,
    Purpose,
    ResultPolicy,
    Review,
)

_READS = (Permission.REVIEWS_READ, Permission.REVIEWS_WRITE, Permission.REVIEWS_MANAGE)
_RESULTS = (Purpose.REVIEW, Purpose.APPEAL)


@dataclass(frozen=True, slots=True)
class ShownScore:
    """Expressions over `Call`."""

    score: Any
    passed: Any
    fatal_hits: Any


def sees_all_results(caller: Caller) -> bool:
    """Reviewers, leaders, and machines that fetch what counts."""
    return caller.kind == "key" or any(caller.may(each) for each in _READS)


def shown_score(session: Session, caller: Caller) -> ShownScore:
    """What counts, or for agents what was released; before that the machine's, as decided."""
    counted = ShownScore(col(Call.score), col(Call.passed), col(Call.fatal_hits))
    if sees_all_results(caller) and caller.agent_id is None:
        return counted
    released = released_score(machine=machine_shown(session))
    return _by_whose(is_own(caller), released, counted) if sees_all_results(caller) else released


def is_own(caller: Caller) -> ColumnElement[bool]:
    """Whether the caller had a part in a `Call`: its results are for others until released."""
    return false() if caller.agent_id is None else made_by([caller.agent_id])


def released_score(*, machine: bool) -> ShownScore:
    """Of the newest result that was released, or else of the machine where that is shown."""
    fatal = (
        select_rows(func.count())
        .where(
            col(Hit.evaluation_id) == col(Call.evaluation_id), col(Hit.fatal), col(Hit.violation)
        )
        .scalar_subquery()
    )
    return ShownScore(
        _shown(
            col(Review.score), col(Call.score), _of_machine(col(Evaluation.score)), machine, None
        ),
        _shown(
            col(Review.passed), col(Call.passed), _of_machine(col(Evaluation.passed)), machine, None
        ),
        _shown(col(Review.fatal_hits), col(Call.fatal_hits), fatal, machine, 0),
    )


def machine_shown(session: Session) -> bool:
    decided = session.get(ResultPolicy, 1)
    return decided is None or decided.machine_scores is MachineScores.SHOWN


def sees_evaluations(session: Session, caller: Caller, call: Call) -> bool:
    """Whether the machine's scores of a call are shown to the caller now."""
    if machine_shown(session):
        return True
    seen = is_released()
    if sees_all_results(caller):
        seen = or_(seen, ~is_own(caller))
    found = session.execute(select_rows(col(Call.id)).where(col(Call.id) == call.id, seen))
    return found.one_or_none() is not None


def is_released() -> ColumnElement[bool]:
    """Whether any result of a `Call` was released."""
    return exists(_released().where(col(Review.call_id) == col(Call.id)))


def _by_whose(own: ColumnElement[bool], released: ShownScore, counted: ShownScore) -> ShownScore:
    return ShownScore(
        case((own, released.score), else_=counted.score),
        case((own, released.passed), else_=counted.passed),
        case((own, released.fatal_hits), else_=counted.fatal_hits),
    )


def _shown(reviewed: Any, counted: Any, machines: Any, machine: bool, none: int | None) -> Any:
    of_machine = case((col(Call.review_id).is_(None), counted), else_=machines)
    return case((is_released(), _newest(reviewed)), else_=of_machine if machine else literal(none))


def _newest(column: Any) -> Any:
    return (
        select_rows(column)
        .where(col(Review.call_id) == col(Call.id), _is_released())
        .order_by(col(Review.number).desc())
        .limit(1)
        .scalar_subquery()
    )


def _of_machine(column: Any) -> Any:
    query = select_rows(column).where(col(Evaluation.id) == col(Call.evaluation_id))
    return query.scalar_subquery()


def _released() -> Any:
    return select_rows(col(Review.id)).where(_is_released())


def _is_released() -> ColumnElement[bool]:
    return and_(
        or_(*(col(Review.purpose) == purpose for purpose in _RESULTS)),
        col(Review.released_at).is_not(None),
    )
