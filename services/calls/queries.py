"""Calls out: one, or a page of them, as far as the caller may see."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, false, or_
from sqlalchemy import select as select_rows
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select, tuple_
from sqlmodel.sql.expression import SelectOfScalar

from services import paging
from services.calls.scores import CallNotFound
from services.calls.shown_scores import ShownScore, shown_score
from services.paging import Paged
from services.people import audit
from services.people.access import Caller, Permission
from services.people.callers import unit_and_below
from services.tables import (
    Agent,
    Call,
    CallNotice,
    CallState,
    Campaign,
    Evaluation,
    NoticeState,
    Recording,
    Source,
    Unit,
)

_SHOWN_DIGITS = (3, 4)
_ONE_LOOK = timedelta(minutes=10)
"""A screen asks for a call in several requests."""


@dataclass(frozen=True, slots=True)
class CallFilter:
    """What a list of calls is narrowed to; None narrows nothing."""

    unit_id: UUID | None = None
    agent_id: UUID | None = None
    campaign_id: UUID | None = None
    state: CallState | None = None
    outcome: str | None = None
    started_from: datetime | None = None
    started_to: datetime | None = None
    connected: bool | None = None
    scored: bool | None = None
    fatal: bool | None = None
    passed: bool | None = None
    score_min: float | None = None
    score_max: float | None = None
    notice: NoticeState | None = None
    """Whether it was said that the call is recorded."""
    scorecard_version_id: UUID | None = None
    """That scored it at least once."""
    q: str | None = None
    """Part of a call's name at the dialer, of a customer number, or of an agent's name."""


@dataclass(frozen=True, slots=True)
class ListedCall:
    """A call with the names of what it points to and the state of its newest recording.

    Its score is the one that the caller may see, which need not be the one that counts.
    """

    call: Call
    source: str
    agent_name: str | None
    unit_name: str | None
    campaign_name: str | None
    recording: Recording | None
    score: float | None
    passed: bool | None
    fatal_hits: int


def get_visible_call(session: Session, caller: Caller, call_id: UUID) -> Call:
    """Raises CallNotFound, also for calls that exist outside the caller's scope."""
    found = session.exec(
        select(Call).where(Call.id == call_id, caller.scope.calls_where())
    ).one_or_none()
    if found is None:
        raise CallNotFound(call_id=call_id)
    _note_broken_glass(session, caller, call_id)
    return found


def get_listed_call(session: Session, caller: Caller, call_id: UUID) -> ListedCall:
    """Raises CallNotFound, also for calls that exist outside the caller's scope."""
    query = _listing(session, caller).where(col(Call.id) == call_id, caller.scope.calls_where())
    found = session.execute(query).one_or_none()
    if found is None:
        raise CallNotFound(call_id=call_id)
    _note_broken_glass(session, caller, call_id)
    return _listed(found)


def agent_names(session: Session, call: Call) -> dict[str | None, str]:
    """Names of the agents of `call`'s legs, by agent id as the legs write it."""
    ids = [UUID(leg["agent_id"]) for leg in call.legs if leg["agent_id"]]
    agents = session.exec(select(Agent).where(col(Agent.id).in_(ids)))
    return {str(agent.id): agent.name for agent in agents}


def list_calls(
    session: Session,
    caller: Caller,
    wanted: CallFilter,
    *,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[ListedCall]:
    """Newest first. Raises CursorBroken."""
    query = _listing(session, caller).where(
        caller.scope.calls_where(), *_conditions(session, caller, wanted)
    )
    if cursor is not None:
        started_at, call_id = paging.decode(cursor, datetime, UUID)
        query = query.where(tuple_(Call.started_at, Call.id) < tuple_(started_at, call_id))
    query = query.order_by(col(Call.started_at).desc(), col(Call.id).desc()).limit(limit + 1)
    listed = [_listed(row) for row in session.execute(query)]
    return paging.cut(listed, limit, lambda each: [each.call.started_at, each.call.id])


def matching_ids(session: Session, caller: Caller, wanted: CallFilter) -> SelectOfScalar[UUID]:
    """Of all that a list shows, in no order."""
    return select(Call.id).where(caller.scope.calls_where(), *_conditions(session, caller, wanted))


def masked(number: str) -> str:
    """`138****1234`."""
    head, tail = _SHOWN_DIGITS
    hidden = len(number) - head - tail
    if hidden <= 0:
        return "*" * len(number)
    return number[:head] + "*" * hidden + number[-tail:]


def _note_broken_glass(session: Session, caller: Caller, call_id: UUID) -> None:
    """Looking at a call that one sees for a given reason only is itself noted."""
    plain = caller.scope.without_glass()
    if plain == caller.scope:
        return
    of_scope = select(Call.id).where(Call.id == call_id, plain.calls_where())
    if session.exec(of_scope).one_or_none() is None:
        audit.record_once(
            session,
            actor=caller.actor,
            act="broken_glass.used",
            subject=str(call_id),
            within=_ONE_LOOK,
        )


def _listing(session: Session, caller: Caller) -> Any:
    """SQLAlchemy types every column of this select; ours is `ListedCall`."""
    shown = shown_score(session, caller)
    newest = aliased(Recording)
    recording_id = (
        select(newest.id)
        .where(newest.call_id == Call.id)
        .order_by(col(newest.created_at).desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select_rows(
            Call,
            col(Source.name),
            col(Agent.name),
            col(Unit.name),
            col(Campaign.name),
            Recording,
            shown.score,
            shown.passed,
            shown.fatal_hits,
        )
        .join(Source, col(Source.id) == Call.source_id)
        .outerjoin(Agent, col(Agent.id) == Call.agent_id)
        .outerjoin(Unit, col(Unit.id) == Call.unit_id)
        .outerjoin(Campaign, col(Campaign.id) == Call.campaign_id)
        .outerjoin(Recording, col(Recording.id) == recording_id)
    )


def _listed(row: Row[*tuple[Any, ...]]) -> ListedCall:
    return ListedCall(*row)


def _conditions(session: Session, caller: Caller, wanted: CallFilter) -> list[ColumnElement[bool]]:
    conditions = [
        column == value
        for column, value in (
            (col(Call.agent_id), wanted.agent_id),
            (col(Call.campaign_id), wanted.campaign_id),
            (col(Call.state), wanted.state),
            (col(Call.outcome), wanted.outcome),
            (col(Call.connected), wanted.connected),
        )
        if value is not None
    ]
    if wanted.unit_id is not None:
        conditions.append(col(Call.unit_id).in_(unit_and_below(session, wanted.unit_id)))
    if wanted.notice is not None:
        told = select(CallNotice.call_id).where(CallNotice.state == wanted.notice)
        conditions.append(col(Call.id).in_(told))
    if wanted.scorecard_version_id is not None:
        scored = select(Evaluation.call_id).where(
            Evaluation.scorecard_version_id == wanted.scorecard_version_id
        )
        conditions.append(col(Call.id).in_(scored))
    shown = shown_score(session, caller)
    if wanted.passed is not None:
        conditions.append(shown.passed == wanted.passed)
    return [*conditions, *_ranges(wanted, shown), *_text(wanted.q, caller)]


def _ranges(wanted: CallFilter, shown: ShownScore) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.started_from is not None:
        conditions.append(col(Call.started_at) >= wanted.started_from)
    if wanted.started_to is not None:
        conditions.append(col(Call.started_at) < wanted.started_to)
    if wanted.scored is not None:
        conditions.append(shown.score.is_not(None) == wanted.scored)
    if wanted.fatal is not None:
        conditions.append((shown.fatal_hits > 0) == wanted.fatal)
    if wanted.score_min is not None:
        conditions.append(shown.score >= wanted.score_min)
    if wanted.score_max is not None:
        conditions.append(shown.score <= wanted.score_max)
    return conditions


def _by_visible_digits(q: str) -> ColumnElement[bool]:
    """Match only what a masked number shows: `138****6314` as it stands, or its last digits."""
    number = col(Call.customer_number)
    head = q.partition("*")[0] if "*" in q else ""
    tail = q.rpartition("*")[2]
    if len(head) > _SHOWN_DIGITS[0] or len(tail) > _SHOWN_DIGITS[1]:
        return false()
    return number.like(f"{_escaped(head)}%{_escaped(tail)}", escape="/")


def _escaped(text: str) -> str:
    return text.replace("/", "//").replace("%", "/%").replace("_", "/_")


def _text(q: str | None, caller: Caller) -> list[ColumnElement[bool]]:
    """Numbers are searched in full only by those who may read them in full."""
    if not q:
        return []
    number = col(Call.customer_number)
    if caller.may(Permission.PII_READ):
        by_number = number.contains(q, autoescape=True)
    else:
        by_number = _by_visible_digits(q)
    return [
        or_(
            col(Call.call_key).icontains(q, autoescape=True),
            col(Agent.name).icontains(q, autoescape=True),
            by_number,
        )
    ]
