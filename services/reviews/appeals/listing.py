"""Appeals as they are read: by agents their own, by those who decide those in their scope."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_
from sqlalchemy import select as select_rows
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, tuple_

from services import paging
from services.clock import utc_now
from services.paging import Paged
from services.people.access import Caller, Permission
from services.privacy.masking import mask_alone
from services.privacy.revealing import sees_in_lists
from services.reviews.appeals import history
from services.reviews.appeals.refusals import AppealNotFound
from services.reviews.appeals.routing import decidable
from services.reviews.reading import Person
from services.reviews.result_policies import Step, steps_of
from services.tables import (
    AddedHit,
    Agent,
    Appeal,
    AppealAct,
    AppealState,
    Call,
    Campaign,
    Hit,
    Review,
    Role,
    User,
)

View = Literal["own", "to_decide", "all"]


@dataclass(frozen=True, slots=True)
class AppealFilter:
    """What a list of appeals is narrowed to; None narrows nothing."""

    view: View = "all"
    state: AppealState | None = None
    rule_key: str | None = None
    call_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ListedAppeal:
    """An appeal with what it is about, as one caller may read it."""

    id: UUID
    review_id: UUID
    call_id: UUID
    call_started_at: datetime
    agent_id: UUID | None
    agent_name: str | None
    campaign_name: str | None
    rule_key: str
    rule_name: str
    hit_id: UUID | None
    added_hit_id: UUID | None
    quote: str | None
    start_s: float | None
    reason: str
    text: str
    round: int
    state: AppealState
    steps: Sequence[Step]
    step: int
    due_at: datetime
    filed_at: datetime
    closed_at: datetime | None
    result_score: float | None
    outcome_id: UUID | None
    outcome_score: float | None
    may_decide: bool
    may_withdraw: bool

    @property
    def role(self) -> Role:
        return self.steps[self.step].role

    @property
    def is_last_step(self) -> bool:
        return self.step == len(self.steps) - 1

    @property
    def is_late(self) -> bool:
        return self.state is AppealState.OPEN and self.due_at < utc_now()


@dataclass(frozen=True, slots=True)
class AppealEventRead:
    act: AppealAct
    role: str
    by: Person | None
    reason: str | None
    text: str | None
    at: datetime


def list_appeals(
    session: Session,
    caller: Caller,
    wanted: AppealFilter,
    *,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[ListedAppeal]:
    """What is to decide by when it is due, the rest newest first. Raises CursorBroken."""
    query = _listing(session, caller).where(*_conditions(session, caller, wanted))
    by_due = wanted.view == "to_decide"
    at: Any = col(Appeal.due_at) if by_due else col(Appeal.filed_at)
    place = tuple_(at, col(Appeal.id))
    if cursor is not None:
        last = tuple_(*paging.decode(cursor, datetime, UUID))
        query = query.where(place > last if by_due else place < last)
    order = (at, col(Appeal.id)) if by_due else (at.desc(), col(Appeal.id).desc())
    rows = session.execute(query.order_by(*order).limit(limit + 1))
    found = [_listed(session, caller, row) for row in rows]
    return paging.cut(
        found, limit, lambda each: [each.due_at if by_due else each.filed_at, each.id]
    )


def listed(session: Session, caller: Caller, appeal: Appeal) -> ListedAppeal:
    """One that the caller sees."""
    row = session.execute(_listing(session, caller).where(col(Appeal.id) == appeal.id)).one()
    return _listed(session, caller, row)


def get_visible_appeal(session: Session, caller: Caller, appeal_id: UUID) -> Appeal:
    """Raises AppealNotFound, also for what exists outside the caller's scope."""
    query = select_rows(Appeal).join(Call, col(Call.id) == Appeal.call_id)
    found: Appeal | None = session.execute(
        query.where(col(Appeal.id) == appeal_id, _visible(caller))
    ).scalar_one_or_none()
    if found is None:
        raise AppealNotFound(appeal_id=appeal_id)
    return found


def events_of(session: Session, caller: Caller, appeal: Appeal) -> list[AppealEventRead]:
    """In order of time. Agents are told roles, not names."""
    named = caller.may(Permission.APPEALS_DECIDE)
    plain = sees_in_lists(session, caller) or appeal.filed_by_id == caller.user_id
    return [
        AppealEventRead(
            act=event.act,
            role=event.role,
            by=_person(session, event.by_id) if named else None,
            reason=event.reason,
            text=_shown(event.text, plain=plain),
            at=event.at,
        )
        for event in history.events_of(session, appeal.id)
    ]


def _person(session: Session, user_id: UUID | None) -> Person | None:
    return Person(user_id, session.get_one(User, user_id).name) if user_id else None


def _listing(session: Session, caller: Caller) -> Any:
    """SQLAlchemy types every column of this select; ours is `ListedAppeal`."""
    result, outcome = aliased(Review), aliased(Review)
    return (
        select_rows(
            Appeal,
            col(Call.started_at),
            col(Call.agent_id),
            col(Agent.name),
            col(Campaign.name),
            func.coalesce(col(Hit.quote), col(AddedHit.quote)),
            col(Hit.masked_quote),
            col(result.score),
            col(outcome.score),
            decidable(session, caller),
        )
        .join(Call, col(Call.id) == Appeal.call_id)
        .join(result, col(result.id) == Appeal.review_id)
        .outerjoin(outcome, col(outcome.id) == Appeal.outcome_id)
        .outerjoin(Agent, col(Agent.id) == Call.agent_id)
        .outerjoin(Campaign, col(Campaign.id) == Call.campaign_id)
        .outerjoin(Hit, col(Hit.id) == Appeal.hit_id)
        .outerjoin(AddedHit, col(AddedHit.id) == Appeal.added_hit_id)
        .where(_visible(caller))
    )


def _visible(caller: Caller) -> ColumnElement[bool]:
    ways: list[ColumnElement[bool]] = []
    if caller.user_id is not None and caller.may(Permission.APPEALS_FILE):
        ways.append(and_(col(Appeal.filed_by_id) == caller.user_id, caller.scope.calls_where()))
    if caller.may(Permission.APPEALS_DECIDE):
        ways.append(caller.scope.calls_where())
    return or_(false(), *ways)


def _conditions(
    session: Session, caller: Caller, wanted: AppealFilter
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        column == value
        for column, value in (
            (col(Appeal.state), wanted.state),
            (col(Appeal.rule_key), wanted.rule_key),
            (col(Appeal.call_id), wanted.call_id),
        )
        if value is not None
    ]
    if wanted.view == "own":
        conditions.append(col(Appeal.filed_by_id) == caller.user_id)
    elif wanted.view == "to_decide":
        conditions.append(decidable(session, caller))
    return conditions


def _listed(session: Session, caller: Caller, row: Any) -> ListedAppeal:
    appeal, started_at, agent_id, agent, campaign, quote, masked, score, after, may = tuple(row)
    is_own = appeal.filed_by_id == caller.user_id
    plain = sees_in_lists(session, caller)
    read = ListedAppeal(
        **appeal.model_dump(include=_OF_APPEAL),
        steps=steps_of(appeal.steps),
        text=_shown(appeal.text, plain=plain or is_own) or "",
        call_started_at=started_at,
        agent_id=agent_id,
        agent_name=agent,
        campaign_name=campaign,
        quote=quote if plain else masked or _shown(quote, plain=False),
        result_score=score,
        outcome_score=after,
        may_decide=bool(may),
        may_withdraw=is_own and appeal.state is AppealState.OPEN,
    )
    return replace(read, quote=read.quote or None)


def _shown(text: str | None, *, plain: bool) -> str | None:
    return text if plain or not text else mask_alone(text)


_OF_APPEAL = {
    *("id", "review_id", "call_id", "rule_key", "rule_name", "hit_id", "added_hit_id"),
    *("start_s", "reason", "round", "state", "step", "due_at", "filed_at", "closed_at"),
    "outcome_id",
}
