"""Events in: stored once, folded into calls, counted, announced. One transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Session

from services import db, jobs
from services.activity import agents, counters, notices
from services.activity.contributions import (
    Contribution,
    accumulate,
    add_up,
    bucket_of,
    contribution,
)
from services.activity.notices import Notice
from services.calls import twice
from services.calls.agent_changes import changes_in
from services.calls.events import CallEvent
from services.calls.fold import fold
from services.calls.legs import note_earlier
from services.calls.locks import lock
from services.calls.memory import Memory
from services.calls.moved import moved
from services.calls.rows import row_of, write
from services.calls.touched import Before, Touched, remember, touch


class Outcome(StrEnum):
    STORED = "stored"
    DUPLICATE = "duplicate"


def record_events(
    session: Session,
    events: Sequence[CallEvent],
    memory: Memory | None = None,
    *,
    received_at: datetime | None = None,
) -> list[Outcome]:
    """Store events that are new and bring everything derived from them up to date.

    Safe to repeat and to reorder: an event already stored changes nothing, and calls,
    counters and agent states depend only on the set of events. At most a thousand
    events at a time: each touched call and agent is locked until the commit. `memory`
    saves reading calls back that the same memory has seen; give it once a transaction.
    `received_at` is when they came, unless that is now.
    """
    stored = _insert(session, events, received_at)
    new = events if len(stored) == len(events) else _first_of_each(events, stored)
    if new:
        with db.pipelined(session):
            memory = Memory() if memory is None else memory
            void = bring_up_to_date(session, new, memory, rewrite=True)
            if void:
                twice.take_back(session, void)
                stored -= {event.identity for event in void}
    if len(stored) == len(events):
        return [Outcome.STORED] * len(events)
    return _outcomes(events, stored)


def bring_up_to_date(
    session: Session, new: Sequence[CallEvent], memory: Memory, *, rewrite: bool = False
) -> list[CallEvent]:
    """Fold, count and announce what follows from `new`, which must be stored. Safe to repeat.

    Calls are locked before agents by everybody, each in one order: nobody deadlocks. With
    `rewrite`, also calls that `new` does not change are written: memories go by that.
    Returns those of `new` that changed nothing and are not to be kept.
    """
    touched = touch(session, new, memory)
    called = touched.called
    lock(session, filter(None, (called.agent(e.source_id, e.agent_key) for e in new)))
    void = touched.void + (twice.beyond_the_edge(session, new) if rewrite else [])
    new = twice.without(new, void) if void else new
    spent, of_agents = agents.record_changes(session, changes_in(new, called), called.teams)
    folded = [_folded(call_id, touched) for call_id in touched.sources]
    changed = [call for call in folded if not _is_same(call, touched.before.get(call["id"]))]
    written = write(session, folded if rewrite else changed)
    note_earlier(session, changed, touched.before)
    counters.add(session, add_up([_counted(changed, touched.before), spent]))
    showed = _notice(changed, touched.before) | moved(session, changed, touched.before)
    notices.publish(session, showed | of_agents)
    _score_what_waited(session, _news(changed, touched.before))
    if rewrite:
        remember(memory, touched, folded, written)
    return void


def _insert(
    session: Session, events: Sequence[CallEvent], received_at: datetime | None
) -> set[tuple[UUID, str, str]]:
    """Store `events`; returns the identities of those that their month did not have."""
    rows = db.rows(
        session,
        """
        INSERT INTO event (source_id, origin, event_id, type, at, received_at, call_id, data)
        SELECT source_id, origin, event_id, type, at,
            coalesce(%(received_at)s::timestamptz, now()), call_id, data
        FROM json_to_recordset(%(events)s) AS new (
            source_id uuid, origin text, event_id text, type text, at timestamptz,
            call_id uuid, data jsonb)
        ON CONFLICT DO NOTHING
        RETURNING source_id, origin, event_id
        """,
        {"events": db.as_json(twice.firsts(events)), "received_at": received_at},
    )
    return {(row["source_id"], row["origin"], row["event_id"]) for row in rows}


def _first_of_each(
    events: Iterable[CallEvent], stored: Collection[tuple[UUID, str, str]]
) -> list[CallEvent]:
    firsts = {event.identity: event for event in reversed(list(events))}
    return [event for identity, event in firsts.items() if identity in stored]


def _outcomes(
    events: Iterable[CallEvent], stored: Collection[tuple[UUID, str, str]]
) -> list[Outcome]:
    fresh = set(stored)
    outcomes = []
    for event in events:
        outcomes.append(Outcome.STORED if event.identity in fresh else Outcome.DUPLICATE)
        fresh.discard(event.identity)
    return outcomes


def _folded(call_id: UUID, touched: Touched) -> dict[str, Any]:
    """The call's row, folded again from all its events."""
    told = touched.told[call_id]
    folded = fold(told)
    old = touched.before.get(call_id)
    instants = [event.at for event in told]
    spoken_of = min(instants), max(instants)
    return row_of(call_id, touched.sources[call_id], folded, touched.called, old, spoken_of)


def _is_same(call: Mapping[str, Any], old: Mapping[str, Any] | None) -> bool:
    return old is not None and old["digest"] == call["digest"]


def _counted(changed: Iterable[dict[str, Any]], before: Before) -> Contribution:
    """What must be added to the counters for calls that changed."""
    counted: Contribution = {}
    for call in changed:
        accumulate(counted, contribution(call))
        if old := before.get(call["id"]):
            accumulate(counted, contribution(old), sign=-1)
    return counted


def _news(changed: Iterable[dict[str, Any]], before: Before) -> list[dict[str, Any]]:
    """Calls that scoring has not seen as they are: new ones, of another campaign, at their end.

    Rules ask for facts such as the outcome, which dialers tell when a call is over.
    """
    return [
        call
        for call in changed
        if call["id"] not in before
        or call["ended_at"] is not None
        or before[call["id"]]["campaign_id"] != call["campaign_id"]
    ]


def _notice(changed: Iterable[dict[str, Any]], before: Before) -> Notice:
    """The cards that show any of `changed`, as they are or as they were."""
    of_agents: set[str] = set()
    units: set[str] = set()
    volumes: set[tuple[str, datetime]] = set()
    campaigns: set[tuple[str, UUID]] = set()
    sales: set[UUID] = set()
    for call in changed:
        for shown in filter(None, (call, before.get(call["id"]))):
            of_agents.update(leg["agent_id"] for leg in shown["legs"])
            teams = {leg["unit_id"] for leg in shown["legs"]}
            units |= teams
            if shown["ended_at"]:
                volumes.update((unit, bucket_of(shown["ended_at"])) for unit in teams)
                campaigns.update((unit, shown["campaign_id"]) for unit in teams)
            if shown["sold"]:
                sales.add(call["id"])
    return Notice(
        frozenset(UUID(agent) for agent in of_agents if agent),
        frozenset(UUID(unit) for unit in units if unit),
        frozenset((UUID(unit), bucket_at) for unit, bucket_at in volumes if unit),
        campaigns=frozenset((UUID(unit), each) for unit, each in campaigns if unit and each),
        sales=frozenset(sales),
    )


def _score_what_waited(session: Session, calls: Collection[dict[str, Any]]) -> None:
    """Queue scoring of calls whose recording was heard before we knew what to score it with."""
    if not calls:
        return
    waiting = db.rows(
        session,
        "SELECT DISTINCT call_id FROM transcript WHERE call_id = ANY(%(ids)s)",
        {"ids": [call["id"] for call in calls]},
    )
    jobs.enqueue(session, *(jobs.ScoreCall(call_id=row["call_id"]) for row in waiting))
