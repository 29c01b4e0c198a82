"""The queue at a glance."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, and_, col, exists, func, select

from services.clock import utc_now
from services.hearing import workers
from services.hearing.pace import IDLE, Pace, paces, waiting_s
from services.people.access import Scope
from services.recordings.keeping import visible
from services.settings import DEFAULT_ENGINE
from services.tables import (
    Call,
    Campaign,
    HearingClock,
    HearingPause,
    Recording,
    RecordingState,
    WorkerProcess,
)

_WAITING, _NOW, _PAUSED = (
    RecordingState.WAITING,
    RecordingState.TRANSCRIBING,
    RecordingState.PAUSED,
)
_COUNTED = [state for state in RecordingState if state is not RecordingState.TRANSCRIBED]
"""Named one by one, as the index on states wants it."""


@dataclass(frozen=True, slots=True)
class CampaignQueue:
    """One campaign's part; `campaign_id` None for calls that have none or have not arrived."""

    campaign_id: UUID | None
    campaign_name: str | None
    waiting: int
    waiting_s: float
    transcribing: int
    paused: int
    pause_id: UUID | None


@dataclass(frozen=True, slots=True)
class Engine:
    name: str
    model: str | None
    device: str | None
    waiting: int
    transcribing: int
    workers: int
    real_time_factor: float | None


@dataclass(frozen=True, slots=True)
class Hearer:
    """A worker, and what it hears as far as the reader may know."""

    id: UUID
    name: str
    engines: list[str]
    started_at: datetime
    seen_at: datetime
    alive: bool
    trouble: str | None
    recording_id: UUID | None


@dataclass(frozen=True, slots=True)
class Overview:
    waiting: int
    waiting_s: float
    transcribing: int
    paused: int
    set_aside: int
    cancelled: int
    heard_last_hour: int
    heard_last_hour_s: float
    ready_in_s: float | None
    pause_id: UUID | None
    campaigns: list[CampaignQueue]
    engines: list[Engine]
    workers: list[Hearer]


@dataclass(frozen=True, slots=True)
class _Pile:
    """Recordings of one campaign, engine and state."""

    campaign_id: UUID | None
    campaign_name: str | None
    queue: str
    state: RecordingState
    count: int
    total_s: float


def read(session: Session, scope: Scope) -> Overview:
    """Counts are of recordings within `scope`; how fast engines are, of all."""
    piles = _piles(session, scope)
    known = paces(session)
    pauses = {pause.campaign_id: pause for pause in session.exec(select(HearingPause))}
    heard, heard_s = _heard_last_hour(session, scope)
    everywhere = pauses.get(None)
    return Overview(
        waiting=_count(piles, _WAITING),
        waiting_s=_total_s(piles, _WAITING),
        transcribing=_count(piles, _NOW),
        paused=_count(piles, _PAUSED),
        set_aside=_count(piles, RecordingState.SET_ASIDE),
        cancelled=_count(piles, RecordingState.CANCELLED),
        heard_last_hour=heard,
        heard_last_hour_s=heard_s,
        ready_in_s=_ready_in_s(piles, known, _ahead_s(session, scope, piles)),
        pause_id=everywhere.id if everywhere else None,
        campaigns=_campaigns(session, scope, piles, pauses),
        engines=_engines(session, piles, known),
        workers=_workers(session, scope),
    )


def _piles(session: Session, scope: Scope) -> list[_Pile]:
    columns: tuple[Any, ...] = (
        Call.campaign_id,
        Campaign.name,
        Recording.queue,
        Recording.state,
        func.count(),
        func.sum(Recording.duration_s),
    )
    query: Any = (
        select(*columns)
        .select_from(Recording)
        .join(Call, col(Call.id) == Recording.call_id, isouter=True)
        .join(Campaign, col(Campaign.id) == Call.campaign_id, isouter=True)
        .where(col(Recording.state).in_(_COUNTED), visible(scope))
        .group_by(*columns[:4])
    )
    return [_Pile(*row) for row in session.exec(query)]


def _heard_last_hour(session: Session, scope: Scope) -> tuple[int, float]:
    since = utc_now() - timedelta(hours=1)
    query = select(func.count(), func.coalesce(func.sum(Recording.duration_s), 0.0)).where(
        col(Recording.queue).in_(select(HearingClock.queue)),
        Recording.state == RecordingState.TRANSCRIBED,
        col(Recording.transcribed_at) > since,
        visible(scope),
    )
    return session.exec(query).one()


def _ahead_s(session: Session, scope: Scope, piles: Sequence[_Pile]) -> Mapping[str, float]:
    """Seconds of all that waits, by engine: more than the reader sees, unless that is all."""
    if scope != Scope():
        return waiting_s(session)
    waiting = [pile for pile in piles if pile.state is _WAITING]
    return {
        name: sum(pile.total_s for pile in waiting if pile.queue == name)
        for name in {pile.queue for pile in waiting}
    }


def _ready_in_s(
    piles: Iterable[_Pile], known: Mapping[str, Pace], ahead_s: Mapping[str, float]
) -> float | None:
    """Until the slowest engine that the reader waits for has heard all it is to hear."""
    waited_for = {pile.queue for pile in piles if pile.state is _WAITING}
    found = [known.get(name, IDLE).ready_in_s(ahead_s.get(name, 0)) for name in waited_for]
    ready = [each for each in found if each is not None]
    return max(ready, default=0.0) if len(ready) == len(found) else None


def _campaigns(
    session: Session,
    scope: Scope,
    piles: Sequence[_Pile],
    pauses: Mapping[UUID | None, HearingPause],
) -> list[CampaignQueue]:
    """By name, those without one last."""
    names = {pile.campaign_id: pile.campaign_name for pile in piles}
    if scope == Scope():
        paused = [campaign_id for campaign_id in pauses if campaign_id is not None]
        query = select(Campaign.id, Campaign.name).where(col(Campaign.id).in_(paused))
        names |= {campaign_id: name for campaign_id, name in session.exec(query)}
    rows = []
    for campaign_id, name in names.items():
        own = [pile for pile in piles if pile.campaign_id == campaign_id]
        pause = pauses.get(campaign_id) if campaign_id is not None else None
        if pause or any(pile.state in (_WAITING, _NOW, _PAUSED) for pile in own):
            rows.append(
                CampaignQueue(
                    campaign_id,
                    name,
                    _count(own, _WAITING),
                    _total_s(own, _WAITING),
                    _count(own, _NOW),
                    _count(own, _PAUSED),
                    pause.id if pause else None,
                )
            )
    return sorted(rows, key=lambda row: (row.campaign_id is None, row.campaign_name or ""))


def _engines(session: Session, piles: Sequence[_Pile], known: Mapping[str, Pace]) -> list[Engine]:
    """The default one first, then by name."""
    alive = [worker for worker in workers.list_workers(session) if workers.is_alive(worker)]
    offers = [engine for worker in alive for engine in workers.offered(worker)]
    rows = []
    names = {*known, *(pile.queue for pile in piles if pile.state in (_WAITING, _NOW))}
    for name in sorted(names, key=lambda name: (name != DEFAULT_ENGINE, name)):
        own = [pile for pile in piles if pile.queue == name]
        offered = [engine for engine in offers if engine.name == name]
        loaded = next((engine for engine in offered if engine.model), None)
        rows.append(
            Engine(
                name=name,
                model=loaded.model if loaded else None,
                device=loaded.device if loaded else None,
                waiting=_count(own, _WAITING),
                transcribing=_count(own, _NOW),
                workers=len(offered),
                real_time_factor=known.get(name, IDLE).real_time_factor,
            )
        )
    return rows


def _workers(session: Session, scope: Scope) -> list[Hearer]:
    query = select(Recording.id).where(
        exists().where(and_(col(WorkerProcess.recording_id) == Recording.id)), visible(scope)
    )
    seen = set(session.exec(query))
    return [
        Hearer(
            worker.id,
            worker.name,
            [engine.name for engine in workers.offered(worker)],
            worker.started_at,
            worker.seen_at,
            workers.is_alive(worker),
            workers.trouble_of(worker),
            worker.recording_id if worker.recording_id in seen else None,
        )
        for worker in workers.list_workers(session)
    ]


def _count(piles: Iterable[_Pile], state: RecordingState) -> int:
    return sum(pile.count for pile in piles if pile.state is state)


def _total_s(piles: Iterable[_Pile], state: RecordingState) -> float:
    return sum((pile.total_s for pile in piles if pile.state is state), 0.0)
