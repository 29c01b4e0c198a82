"""Events in: stored once, folded into calls, counted, announced. One transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from psycopg import Cursor
from sqlmodel import Session

from services import db, jobs
from services.activity import agents, counters, notices
from services.activity.agents import StateChange
from services.activity.contributions import (
    Contribution,
    accumulate,
    add_up,
    bucket_of,
    contribution,
)
from services.activity.notices import Notice
from services.calls import twice
from services.calls.agent_changes import changes_in, left_with, no_longer_left_with
from services.calls.events import CallEvent
from services.calls.fold import fold
from services.calls.legs import note_earlier
from services.calls.locks import lock
from services.calls.memory import Memory
from services.calls.moved import moved
from services.calls.rows import row_of, write
from services.calls.touched import Asked, Before, Touched, ask, remember, touch


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
    with db.pipelined(session):
        stored, void = _record(session, events, Memory() if memory is None else memory, received_at)
    stored -= {event.identity for event in void}
    if len(stored) == len(events):
        return [Outcome.STORED] * len(events)
    return _outcomes(events, stored)


def _record(
    session: Session, events: Sequence[CallEvent], memory: Memory, received_at: datetime | None
) -> tuple[set[tuple[UUID, str, str]], list[CallEvent]]:
    """The identities of events that were stored, and those of them that are taken back."""
    inserted = _ask_insert(session, events, received_at)
    asked = ask(session, events, memory)
    rows = inserted.fetchall()
    stored = {(row["source_id"], row["origin"], row["event_id"]) for row in rows}
    if not stored:
        return stored, []
    new = events if len(stored) == len(events) else _first_of_each(events, stored)
    void, touched, folded = _follow(session, new, asked, rewrite=True)
    remember(memory, touched, folded, rows[0]["stamp"])
    if void:
        twice.take_back(session, void)
    return stored, void


def bring_up_to_date(session: Session, stored: Sequence[CallEvent]) -> None:
    """Fold, count and announce once more what follows from stored events. Safe to repeat."""
    with db.pipelined(session):
        _follow(session, stored, ask(session, stored, Memory()), rewrite=False)


def _follow(
    session: Session, new: Sequence[CallEvent], asked: Asked, *, rewrite: bool
) -> tuple[list[CallEvent], Touched, list[dict[str, Any]]]:
    """Fold, count and announce what follows from `new`, which must be stored and asked for.

    Calls are locked before agents by everybody, each in one order: nobody deadlocks. With
    `rewrite`, also calls that `new` does not change are written: memories go by that.
    Returns those of `new` that changed nothing and are not to be kept, and the calls.
    """
    touched = touch(session, new, asked)
    called = touched.called
    folded = [_folded(call_id, touched) for call_id in touched.sources]
    changed = [call for call in folded if not _is_same(call, touched.before.get(call["id"]))]
    heard = _ask_heard(session, _news(changed, touched.before))
    left, was_left = _ends(changed if rewrite else folded, touched)
    named = {called.agent(event.source_id, event.agent_key) for event in new}
    lock(session, filter(None, named | {each.agent_id for each in (*left, *was_left)}))
    void = touched.void + (twice.beyond_the_edge(session, new) if rewrite else [])
    new = twice.without(new, void) if void else new
    changes = [*changes_in(new, called), *left]
    spent, of_agents = agents.record_changes(session, changes, called.teams)
    _score(session, heard)
    write(session, folded if rewrite else changed)
    note_earlier(session, changed, touched.before)
    withdrawn = agents.withdraw_changes(session, was_left)
    counters.add(session, add_up([_counted(changed, touched.before), withdrawn, spent]))
    showed = _notice(changed, touched.before) | moved(session, changed, touched.before)
    notices.publish(session, showed | of_agents)
    return void, touched, folded


def _ask_insert(
    session: Session, events: Sequence[CallEvent], received_at: datetime | None
) -> Cursor[dict[str, Any]]:
    """Store `events`: a row of each that its month did not have, with who writes it."""
    return db.ask(
        session,
        """
        INSERT INTO event (source_id, origin, event_id, type, at, received_at, call_id, data)
        SELECT source_id, origin, event_id, type, at,
            coalesce(%(received_at)s::timestamptz, now()), call_id, data
        FROM json_to_recordset(%(events)s) AS new (
            source_id uuid, origin text, event_id text, type text, at timestamptz,
            call_id uuid, data jsonb)
        ON CONFLICT DO NOTHING
        RETURNING source_id, origin, event_id, pg_current_xact_id()::xid::text AS stamp
        """,
        {"events": db.as_json(twice.firsts(events)), "received_at": received_at},
    )


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


def _ends(
    calls: Iterable[dict[str, Any]], touched: Touched
) -> tuple[list[StateChange], list[StateChange]]:
    """Who wraps up after `calls` whose ends name nobody, and who no longer does."""
    left, was_left = [], []
    for call in calls:
        told, old = touched.told[call["id"]], touched.before.get(call["id"])
        if call["ended_at"] and (now := left_with(call, told)):
            left.append(now)
        if old is not None and (was := no_longer_left_with(old, call, told)):
            was_left.append(was)
    return left, was_left


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


def _ask_heard(
    session: Session, calls: Collection[dict[str, Any]]
) -> Cursor[dict[str, Any]] | None:
    """Ask which of these calls have recordings that were heard."""
    if not calls:
        return None
    return db.ask(
        session,
        "SELECT DISTINCT call_id FROM transcript WHERE call_id = ANY(%(ids)s::uuid[])",
        {"ids": db.array(call["id"] for call in calls)},
    )


def _score(session: Session, heard: Cursor[dict[str, Any]] | None) -> None:
    """Queue scoring of calls that were heard before we knew what to score them with."""
    if heard is not None:
        waiting = (jobs.ScoreCall(call_id=row["call_id"]) for row in heard.fetchall())
        jobs.enqueue(session, *waiting)
