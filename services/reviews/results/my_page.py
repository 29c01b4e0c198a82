"""An agent's own page: today, own scores, what waits for an answer, feedback."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select as select_rows
from sqlmodel import Session, col, func, select

from services.calls.shown_scores import shown_score
from services.clock import utc_now
from services.people.access import Caller
from services.people.teams import current_team
from services.reviews.clips.reading import ClipFilter, ReadClip, list_clips
from services.reviews.results.feedback import Feedback, improvement_of, praise_of
from services.reviews.results.listing import OwnResult, list_results
from services.reviews.results.ranking import Rank, rank_of
from services.reviews.results.reading import OwnAppeal, own_appeals
from services.tables import Agent, Call, Campaign, Counter, CounterKind, Review, Unit

_WEEKS = 8
_LAST = 10
_MOST_WAITING = 20


@dataclass(frozen=True, slots=True)
class Today:
    """Since midnight in the team's zone."""

    date: date
    timezone: str
    dials: int
    connects: int
    effective_talks: int
    sales: int
    talk_s: float

    @property
    def conversion(self) -> float | None:
        """Sales / connects (DOMAIN: 转化率); None without connects."""
        return self.sales / self.connects if self.connects else None


@dataclass(frozen=True, slots=True)
class Week:
    monday: date
    calls: int
    score: float | None


@dataclass(frozen=True, slots=True)
class MyCall:
    call_id: UUID
    started_at: datetime
    campaign_name: str | None
    talk_s: float
    outcome: str | None
    score: float | None
    passed: bool | None
    fatal: bool
    review_id: UUID | None


@dataclass(frozen=True, slots=True)
class MyPage:
    agent_id: UUID | None
    name: str
    unit_name: str | None
    today: Today | None
    weeks: Sequence[Week]
    calls: Sequence[MyCall]
    to_acknowledge: Sequence[OwnResult]
    praise: Feedback | None
    improve: Feedback | None
    rank: Rank | None
    appeals: Sequence[OwnAppeal]
    clips: Sequence[ReadClip]


def read_my_page(session: Session, caller: Caller) -> MyPage:
    """Of the agent that the user is; of others only what is shared with them."""
    agent_id = caller.agent_id
    team = current_team(session, agent_id) if agent_id else None
    zone = ZoneInfo(team.timezone if team else "UTC")
    agent = session.get(Agent, agent_id) if agent_id else None
    waiting = list_results(session, caller, acknowledged=False, limit=_MOST_WAITING).items
    return MyPage(
        agent_id=agent_id,
        name=agent.name if agent else caller.name,
        unit_name=team.name if team else None,
        today=_today(session, agent_id, team, zone) if agent_id and team else None,
        weeks=_weeks(session, caller, agent_id, zone),
        calls=_calls(session, caller, agent_id),
        to_acknowledge=sorted(waiting, key=lambda each: each.appeal_until),
        praise=praise_of(session, caller),
        improve=improvement_of(session, caller),
        rank=rank_of(session, agent_id, team) if agent_id and team else None,
        appeals=own_appeals(session, caller, limit=_LAST),
        clips=list_clips(session, caller, ClipFilter(shared_with_me=True), limit=_LAST).items,
    )


def _today(session: Session, agent_id: UUID, team: Unit, zone: ZoneInfo) -> Today:
    day = utc_now().astimezone(zone).date()
    names = ("dials", "connects", "effective_talks", "sales", "talk_s")
    sums = session.execute(
        select_rows(*(func.coalesce(func.sum(getattr(Counter, name)), 0) for name in names)).where(
            col(Counter.kind) == CounterKind.AGENT,
            col(Counter.key) == agent_id,
            col(Counter.bucket_at) >= _midnight(day, zone),
        )
    ).one()
    return Today(day, team.timezone, **dict(zip(names, sums, strict=True)))


def _weeks(session: Session, caller: Caller, agent_id: UUID | None, zone: ZoneInfo) -> list[Week]:
    """The oldest first, those without a score too."""
    today = utc_now().astimezone(zone).date()
    this = today - timedelta(days=today.weekday())
    mondays = [this - timedelta(weeks=back) for back in reversed(range(_WEEKS))]
    score = shown_score(session, caller).score
    rows = session.execute(
        select_rows(col(Call.started_at), score).where(
            col(Call.agent_id) == agent_id,
            col(Call.started_at) >= _midnight(mondays[0], zone),
            score.is_not(None),
        )
    ).all()
    scores: dict[date, list[float]] = {monday: [] for monday in mondays}
    for started_at, each in rows:
        day = started_at.astimezone(zone).date()
        scores.setdefault(day - timedelta(days=day.weekday()), []).append(each)
    return [
        Week(monday, len(of), sum(of) / len(of) if of else None)
        for monday in mondays
        for of in [scores[monday]]
    ]


def _calls(session: Session, caller: Caller, agent_id: UUID | None) -> list[MyCall]:
    shown = shown_score(session, caller)
    newest = (
        select(Review.id)
        .where(Review.call_id == Call.id, col(Review.released_at).is_not(None))
        .order_by(col(Review.number).desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select_rows(
            col(Call.id),
            col(Call.started_at),
            col(Campaign.name),
            col(Call.talk_s),
            col(Call.outcome),
            shown.score,
            shown.passed,
            shown.fatal_hits > 0,
            newest,
        )
        .select_from(Call)
        .outerjoin(Campaign, col(Campaign.id) == Call.campaign_id)
        .where(col(Call.agent_id) == agent_id)
        .order_by(col(Call.started_at).desc(), col(Call.id).desc())
        .limit(_LAST)
    )
    return [MyCall(*row) for row in rows]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)
