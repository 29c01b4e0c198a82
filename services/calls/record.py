"""Events in: stored once, folded into calls, counted, announced. One transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias
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
from services.calls import names
from services.calls.agent_changes import changes_in
from services.calls.events import CallEvent, EventType
from services.calls.fold import Heard, fold
from services.calls.locks import lock
from services.calls.rows import read_before, row_of, write

_KINDS = {kind.value: kind for kind in EventType}

Told: TypeAlias = dict[UUID, tuple[UUID, list[Heard]]]
"""By call: its source, and all its events."""


class Outcome(StrEnum):
    STORED = "stored"
    DUPLICATE = "duplicate"


def record_events(session: Session, events: Sequence[CallEvent]) -> list[Outcome]:
    """Store events that are new and bring everything derived from them up to date.

    Safe to repeat and to reorder: an event already stored changes nothing, and calls,
    counters and agent states depend only on the set of events. At most a thousand
    events at a time: each touched call and agent is locked until the commit.
    """
    stored = _insert(session, events)
    new = _first_of_each(events, stored)
    if new:
        with db.pipelined(session):
            bring_up_to_date(session, new)
    return _outcomes(events, stored)


def bring_up_to_date(session: Session, new: Sequence[CallEvent]) -> None:
    """Fold, count and announce what follows from `new`, which must be stored. Safe to repeat.

    Calls are locked before agents by everybody, each in one order: nobody deadlocks.
    """
    sources = {event.call_id: event.source_id for event in new if event.call_id}
    lock(session, sources)
    told = _events_of(session, sources) if sources else {}
    called = _names_in(session, told, new)
    lock(session, filter(None, (called.agent(e.source_id, e.agent_key) for e in new)))
    changed, counted, notice = _refold(session, told, called)
    spent, moved = agents.record_changes(session, changes_in(new, called), called.teams)
    counters.add(session, add_up([counted, spent]))
    notices.publish(session, notice | moved)
    _score_what_waited(session, changed)


def _insert(session: Session, events: Sequence[CallEvent]) -> set[tuple[UUID, str, str]]:
    """Store `events`; returns the identities of those that were not stored before.

    In order of identity, so that two batches that share events cannot deadlock.
    """
    ordered = sorted(events, key=lambda event: (event.event_id, event.origin, event.source_id))
    rows = db.rows(
        session,
        """
        INSERT INTO event (source_id, origin, event_id, type, at, received_at, call_id, data)
        SELECT source_id, origin, event_id, type, at, now(), call_id, data
        FROM json_to_recordset(%(events)s) AS new (
            source_id uuid, origin text, event_id text, type text, at timestamptz,
            call_id uuid, data jsonb)
        ON CONFLICT (source_id, origin, event_id) DO NOTHING
        RETURNING source_id, origin, event_id
        """,
        {"events": db.as_json(ordered)},
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


def _names_in(session: Session, told: Told, new: Iterable[CallEvent]) -> names.Names:
    keys = {(event.source_id, event.agent_key) for event in new if event.agent_key}
    codes = set()
    for source_id, events in told.values():
        for event in events:
            if agent := event.data.get("agent"):
                keys.add((source_id, agent))
            if campaign := event.data.get("campaign"):
                codes.add(campaign)
    return names.resolve(session, keys, codes)


def _refold(
    session: Session, told: Told, called: names.Names
) -> tuple[list[dict[str, Any]], Contribution, Notice]:
    """Fold the touched calls again from all their events; write those that changed."""
    before = read_before(session, told.keys())
    changed = []
    counted: Contribution = {}
    for call_id, (source_id, events) in told.items():
        old = before.get(call_id)
        call = row_of(call_id, source_id, fold(events), called, old)
        if old is not None and old["digest"] == call["digest"]:
            continue
        changed.append(call)
        accumulate(counted, contribution(call))
        accumulate(counted, contribution(old) if old else {}, sign=-1)
    write(session, changed)
    touched = [before[call["id"]] for call in changed if call["id"] in before]
    return _news(changed, before), counted, _notice([*touched, *changed])


def _events_of(session: Session, sources: Mapping[UUID, UUID]) -> Told:
    """All events of the calls in `sources`, which says whose they are."""
    call_ids = list(sources)
    told: Told = {call_id: (source_id, []) for call_id, source_id in sources.items()}
    heard = [events for _, events in told.values()]
    for nth, kind, at, origin, event_id, data in db.tuples(
        session,
        """
        SELECT nth - 1, type, at, origin, event_id, data
        FROM unnest(%(ids)s::uuid[]) WITH ORDINALITY AS wanted (id, nth)
        JOIN event ON event.call_id = wanted.id
        """,
        {"ids": call_ids},
    ):
        heard[nth].append(Heard(_KINDS[kind], at, (origin, event_id), data))
    return told


def _news(
    changed: Iterable[dict[str, Any]], before: dict[UUID, dict[str, Any]]
) -> list[dict[str, Any]]:
    """Calls that scoring has not seen as they are: new ones, and those of another campaign."""
    return [
        call
        for call in changed
        if call["id"] not in before or before[call["id"]]["campaign_id"] != call["campaign_id"]
    ]


def _notice(calls: Iterable[dict[str, Any]]) -> Notice:
    """The cards that show any of `calls`, before or after the change."""
    of_agents: set[UUID] = set()
    units: set[UUID] = set()
    volumes: set[tuple[UUID, datetime]] = set()
    for call in calls:
        legs = [leg for leg in call["legs"] if leg["agent_id"]]
        of_agents.update(UUID(str(leg["agent_id"])) for leg in legs)
        teams = {UUID(str(leg["unit_id"])) for leg in legs if leg["unit_id"]}
        units |= teams
        if call["ended_at"]:
            volumes.update((unit, bucket_of(call["ended_at"])) for unit in teams)
    return Notice(frozenset(of_agents), frozenset(units), frozenset(volumes))


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
