"""How much of each agent's calls people reviewed, whether floors are met, and what it says."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, true
from sqlalchemy import select as select_rows
from sqlmodel import Session, col, select, tuple_

from services import paging
from services.clock import utc_now
from services.errors import Rejected
from services.paging import Paged
from services.people.access import Caller, Permission
from services.people.callers import unit_and_below
from services.people.organisation import get_company
from services.reviews.sampling import gathering
from services.reviews.sampling.estimates import Mean, mean_of
from services.reviews.sampling.plans import PlanBody, RandomLayer
from services.scoring.precision import Interval, precision
from services.tables import (
    Agent,
    Call,
    CallState,
    Evaluation,
    Layer,
    Purpose,
    Review,
    ReviewState,
    ReviewTask,
    SamplingPlan,
    TaskState,
)

LONGEST = timedelta(days=92)


class CoveragePeriodWrong(Rejected):
    """The stretch ends after it begins, and is at most 92 days long."""


@dataclass(frozen=True, slots=True)
class CoverageWanted:
    begin: datetime
    end: datetime
    unit_id: UUID | None = None
    campaign_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """One agent in one stretch, calls in the caller's scope."""

    agent_id: UUID
    agent_name: str
    calls: int
    """Scored."""
    eligible: int
    """Of these, those that active plans with a random layer choose from."""
    reviewed: int
    floor: int
    """Blind reviews that the plans ask for: of each period, or all calls where there are fewer."""
    floor_done: int
    sampled: int
    """Reviews of calls that were drawn blindly, which both estimates rest on."""
    mean_score: Mean | None
    fail_rate: Interval | None

    @property
    def floor_met(self) -> bool:
        return self.floor_done >= self.floor


def list_coverage(
    session: Session,
    caller: Caller,
    wanted: CoverageWanted,
    *,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[Coverage]:
    """Agents with scored calls, by name. Raises NotPermitted, CoveragePeriodWrong, CursorBroken."""
    caller.require(Permission.REVIEWS_READ)
    if not timedelta(0) < wanted.end - wanted.begin <= LONGEST:
        raise CoveragePeriodWrong(field="to")
    plans = _floors(session)
    asked = _asked(session, caller, wanted)
    ways = [and_(*gathering.conditions(session, body.filters, utc_now())) for body, _ in plans]
    counted = _counted(session, asked, ways, cursor, limit)
    agent_ids = [row[0] for row in counted]
    theirs = [*asked, col(Call.agent_id).in_(agent_ids)]
    floors = _reached(session, theirs, ways, plans)
    sampled = _sampled(session, theirs, ways)
    found = [_coverage(row, floors[row[0]], sampled.get(row[0])) for row in counted]
    return paging.cut(found, limit, lambda each: [each.agent_name, each.agent_id])


def _floors(session: Session) -> list[tuple[PlanBody, RandomLayer]]:
    """Plans that are drawn by the clock and have a random layer."""
    plans = session.exec(
        select(SamplingPlan)
        .where(SamplingPlan.active, col(SamplingPlan.archived_at).is_(None))
        .order_by(col(SamplingPlan.id))
    ).all()
    bodies = [PlanBody.model_validate(plan.body) for plan in plans]
    return [
        (body, layer) for body in bodies for layer in body.layers if isinstance(layer, RandomLayer)
    ]


def _asked(session: Session, caller: Caller, wanted: CoverageWanted) -> list[ColumnElement[bool]]:
    conditions = [
        caller.scope.calls_where(),
        col(Call.state) == CallState.ENDED,
        col(Call.started_at) >= wanted.begin,
        col(Call.started_at) < wanted.end,
    ]
    if wanted.unit_id is not None:
        conditions.append(col(Call.unit_id).in_(unit_and_below(session, wanted.unit_id)))
    if wanted.campaign_id is not None:
        conditions.append(col(Call.campaign_id) == wanted.campaign_id)
    return conditions


def _scored(*columns: Any) -> Any:
    return (
        select_rows(*columns)
        .select_from(Call)
        .join(Evaluation, col(Evaluation.id) == Call.evaluation_id)
        .join(Agent, col(Agent.id) == Call.agent_id)
    )


def _counted(
    session: Session,
    asked: Collection[ColumnElement[bool]],
    ways: Sequence[ColumnElement[bool]],
    cursor: str | None,
    limit: int,
) -> Sequence[Any]:
    """Rows of agent, name, calls, eligible, reviewed."""
    eligible = or_(*ways) if ways else true()
    reviewed = _final().exists()
    place = tuple_(col(Agent.name), col(Agent.id))
    query = _scored(
        col(Agent.id),
        col(Agent.name),
        func.count(),
        func.count().filter(eligible),
        func.count().filter(reviewed),
    ).where(*asked)
    if cursor is not None:
        query = query.where(place > tuple_(*paging.decode(cursor, str, UUID)))
    query = query.group_by(col(Agent.id), col(Agent.name))
    return session.execute(query.order_by(col(Agent.name), col(Agent.id)).limit(limit + 1)).all()


def _reached(
    session: Session,
    theirs: Collection[ColumnElement[bool]],
    ways: Sequence[ColumnElement[bool]],
    plans: Sequence[tuple[PlanBody, RandomLayer]],
) -> dict[UUID, tuple[int, int]]:
    """By agent: blind reviews asked for and done, over all plans and their periods."""
    zone = get_company(session).timezone
    reached: dict[UUID, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for (body, layer), way in zip(plans, ways, strict=True):
        period = func.date_trunc(body.period.value, func.timezone(zone, col(Call.started_at)))
        done = func.count().filter(_blind().exists())
        query = _scored(col(Agent.id), func.count(), done).where(*theirs, way)
        for agent_id, calls, reviewed in session.execute(query.group_by(col(Agent.id), period)):
            floor = min(layer.per_agent, calls)
            asked, had = reached[agent_id]
            reached[agent_id] = asked + floor, had + min(floor, reviewed)
    return reached


def _sampled(
    session: Session,
    theirs: Collection[ColumnElement[bool]],
    ways: Sequence[ColumnElement[bool]],
) -> dict[UUID, Any]:
    """By agent: number, mean and deviation of blind reviews' scores, and how many failed."""
    eligible = or_(*ways) if ways else true()
    score = col(Review.score)
    query = (
        _scored(
            col(Agent.id),
            func.count(score),
            func.avg(score),
            func.stddev_samp(score),
            func.count().filter(col(Review.passed).is_(True)),
            func.count().filter(col(Review.passed).is_(False)),
        )
        .join(Review, _counts())
        .where(*theirs, eligible, _blind().exists())
        .group_by(col(Agent.id))
    )
    return {row[0]: row[1:] for row in session.execute(query)}


def _coverage(row: Any, floor: tuple[int, int], sampled: Any) -> Coverage:
    agent_id, name, calls, eligible, reviewed = row
    n, mean, deviation, passed, failed = sampled or (0, None, None, 0, 0)
    return Coverage(
        agent_id=agent_id,
        agent_name=name,
        calls=calls,
        eligible=eligible,
        reviewed=reviewed,
        floor=floor[0],
        floor_done=floor[1],
        sampled=n,
        mean_score=None if mean is None else mean_of(n, mean, deviation, eligible),
        fail_rate=precision(failed, passed),
    )


def _counts() -> ColumnElement[bool]:
    """The review that gives a call its score."""
    return and_(
        col(Review.call_id) == Call.id,
        col(Review.state) == ReviewState.FINAL,
        col(Review.purpose).in_([Purpose.REVIEW, Purpose.APPEAL]),
    )


def _final() -> Any:
    return select(Review.id).where(_counts())


def _blind() -> Any:
    """A finished task of the random layer."""
    return select(ReviewTask.id).where(
        ReviewTask.call_id == Call.id,
        ReviewTask.purpose == Purpose.REVIEW,
        ReviewTask.layer == Layer.RANDOM,
        ReviewTask.state == TaskState.DONE,
    )
