"""The calls that a batch of events is about: locked, with all that is known of them.

Everything that need not wait for an answer is asked at once, with the events themselves.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, LiteralString, NamedTuple, TypeAlias
from uuid import UUID

from psycopg import Cursor
from sqlmodel import Session

from services import db
from services.calls import names, twice
from services.calls.events import CallEvent, EventType
from services.calls.fold import Heard
from services.calls.locks import lock
from services.calls.memory import Known, Memory
from services.calls.rows import ask_before

_KINDS = {kind.value: kind for kind in EventType}

Told: TypeAlias = dict[UUID, list[Heard]]
"""By call, all its events."""
Before: TypeAlias = Mapping[UUID, Mapping[str, Any]]
"""By call, its row as it was, as far as a change of it must know."""


class Touched(NamedTuple):
    """Locked calls: nobody else changes them until the transaction ends."""

    sources: dict[UUID, UUID]
    """Whose each call is."""
    told: Told
    before: Before
    called: names.Names
    void: list[CallEvent]
    """Of the new events, those that change nothing after all."""


class Asked(NamedTuple):
    """What is being asked of the database about the calls of some events, which are locked."""

    recalled: Mapping[UUID, Known]
    """What is remembered of them."""
    stamps: Cursor[dict[str, Any]] | None
    """Who wrote those last."""
    unknown: Cursor[dict[str, Any]] | None
    """The rows of the others."""
    named: names.Asked


def ask(session: Session, events: Sequence[CallEvent], memory: Memory) -> Asked:
    """Lock the calls of `events` and ask for all that is known of them, without waiting for it."""
    sources = _sources(events)
    lock(session, sources)
    recalled = memory.recall(sources)
    agents, campaigns = _named(sources, {each: recalled[each].heard for each in recalled}, events)
    unknown = [call_id for call_id in sources if call_id not in recalled]
    return Asked(
        recalled,
        _ask_stamps(session, recalled) if recalled else None,
        ask_before(session, unknown) if unknown else None,
        names.ask(session, agents, campaigns),
    )


def touch(session: Session, new: Sequence[CallEvent], asked: Asked) -> Touched:
    """Gather what is known of the calls of `new`, which must be stored, asked for and locked.

    From memory where the row says that it is still all there is, else from the database.
    Void are events that the call knows from another instant, and those of calls whose
    events are gone, of which nothing may be folded any more.
    """
    sources = _sources(new)
    known, rows = _as_before(session, sources, asked)
    told: Told = {call_id: list(each.heard) for call_id, each in known.items()}
    told |= _read(session, rows, new)
    called = asked.named.answer(*_named(sources, told, new))
    over = twice.calls_over(session, rows, new)
    void = _add(told, new, over)
    for call_id in over:
        del sources[call_id], told[call_id], rows[call_id]
    return Touched(sources, told, rows | {each: known[each].row for each in known}, called, void)


def remember(memory: Memory, touched: Touched, calls: Iterable[dict[str, Any]], stamp: str) -> None:
    """Keep `calls` as the transaction `stamp` writes them, with all their events."""
    memory.keep({call["id"]: Known(stamp, touched.told[call["id"]], call) for call in calls})


def _sources(events: Iterable[CallEvent]) -> dict[UUID, UUID]:
    return {event.call_id: event.source_id for event in events if event.call_id}


def _ask_stamps(session: Session, call_ids: Collection[UUID]) -> Cursor[dict[str, Any]]:
    """Ask who wrote calls last: after they are locked, so in a statement of its own."""
    return db.ask(
        session,
        "SELECT id, xmin::text AS stamp FROM call WHERE id = ANY(%(ids)s::uuid[])",
        {"ids": db.array(call_ids)},
    )


def _as_before(
    session: Session, call_ids: Collection[UUID], asked: Asked
) -> tuple[dict[UUID, Known], dict[UUID, dict[str, Any]]]:
    """What is remembered of calls that nobody has written since, and the rows of the others."""
    stamps = {row["id"]: row["stamp"] for row in asked.stamps.fetchall()} if asked.stamps else {}
    recalled = {each: asked.recalled[each] for each in call_ids if each in asked.recalled}
    known = {each: told for each, told in recalled.items() if stamps.get(each) == told.stamp}
    rows = asked.unknown.fetchall() if asked.unknown else []
    if stale := [each for each in recalled if each not in known]:
        rows += ask_before(session, stale).fetchall()
    return known, {row["id"]: row for row in rows if row["id"] in call_ids}


def _read(session: Session, rows: Before, new: Iterable[CallEvent]) -> Told:
    """The events that calls had before `new`, looked for in the months that their rows name."""
    told: Told = {call_id: [] for call_id in rows}
    if not told:
        return told
    fresh = {(event.call_id, event.origin, event.event_id, event.at) for event in new}
    found = db.tuples(session, _EVENTS, _places(rows))
    for call_id, kind, at, origin, event_id, data in found:
        if (call_id, origin, event_id, at) not in fresh:
            told[call_id].append(Heard(_KINDS[kind], at, (origin, event_id), data))
    return told


def _places(rows: Before) -> dict[str, Any]:
    """Where to look. With bounds of all calls together other months are not even planned for."""
    firsts = [row["first_at"] for row in rows.values()]
    lasts = [row["last_at"] for row in rows.values()]
    return {
        "ids": list(rows),
        "firsts": firsts,
        "lasts": lasts,
        "first_at": None if None in firsts else min(firsts),
        "last_at": None if None in lasts else max(lasts),
    }


def _add(told: Told, new: Iterable[CallEvent], over: Collection[UUID]) -> list[CallEvent]:
    """Add `new` to what calls were told; returns those that are not to be added."""
    void = []
    for event in new:
        if event.call_id is None:
            continue
        heard = told.setdefault(event.call_id, [])
        identity = (event.origin, event.event_id)
        if event.call_id in over or any(each.identity == identity for each in heard):
            void.append(event)
        else:
            heard.append(_heard(event))
    return void


def _heard(event: CallEvent) -> Heard:
    return Heard(event.type, event.at, (event.origin, event.event_id), event.data)


def _named(
    sources: Mapping[UUID, UUID], told: Mapping[UUID, Sequence[Heard]], new: Iterable[CallEvent]
) -> tuple[set[tuple[UUID, str]], set[str]]:
    """The agents, by source, and the campaigns that events name."""
    agents = {(event.source_id, event.agent_key) for event in new if event.agent_key}
    campaigns = {event.data["campaign"] for event in new if event.data.get("campaign")}
    for call_id, events in told.items():
        for event in events:
            if agent := event.data.get("agent"):
                agents.add((sources[call_id], agent))
            if campaign := event.data.get("campaign"):
                campaigns.add(campaign)
    return agents, campaigns


# A call of which nothing was heard since there are months may be in each of them.
_EVENTS: LiteralString = """
SELECT wanted.id, type, at, origin, event_id, data
FROM unnest(%(ids)s::uuid[], %(firsts)s::timestamptz[], %(lasts)s::timestamptz[])
    AS wanted (id, first_at, last_at)
JOIN event ON event.call_id = wanted.id
    AND at >= coalesce(wanted.first_at, '-infinity') AND at <= coalesce(wanted.last_at, 'infinity')
WHERE at >= coalesce(%(first_at)s::timestamptz, '-infinity')
    AND at <= coalesce(%(last_at)s::timestamptz, 'infinity')
"""
