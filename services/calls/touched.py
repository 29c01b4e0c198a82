"""The calls that a batch of events is about: locked, with all that is known of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from psycopg import Cursor
from sqlmodel import Session

from services import db
from services.calls import names
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


def touch(session: Session, new: Sequence[CallEvent], memory: Memory) -> Touched:
    """Lock the calls of `new`, which must be stored, and gather what is known of them.

    From memory where the row says that it is still all there is, else from the database.
    """
    sources = {event.call_id: event.source_id for event in new if event.call_id}
    lock(session, sources)
    known = _still_true(session, memory.recall(sources))
    told: Told = {call_id: list(each.heard) for call_id, each in known.items()}
    for event in new:
        if event.call_id is not None and event.call_id in known:
            told[event.call_id].append(_heard(event))
    agents, campaigns = _named(sources, told, new)
    asked = names.ask(session, agents, campaigns)
    read, before = _read(session, [call_id for call_id in sources if call_id not in known])
    called = asked.answer()
    more_agents, more_campaigns = _named(sources, read, ())
    if not (more_agents <= agents and more_campaigns <= campaigns):
        asked = names.ask(session, agents | more_agents, campaigns | more_campaigns)
        called = asked.answer()
    rows = {call_id: each.row for call_id, each in known.items()}
    return Touched(sources, told | read, rows | before, called)


def remember(
    memory: Memory,
    touched: Touched,
    calls: Iterable[dict[str, Any]],
    written: Cursor[dict[str, Any]],
) -> None:
    """Keep `calls` as they were written, with all their events."""
    stamp = next(iter(written.fetchall()), {}).get("stamp")
    if stamp is not None:
        memory.keep({call["id"]: Known(stamp, touched.told[call["id"]], call) for call in calls})


def _still_true(session: Session, recalled: Mapping[UUID, Known]) -> Mapping[UUID, Known]:
    """What is remembered of calls that nobody has written since."""
    if not recalled:
        return {}
    stamps = dict(
        db.tuples(
            session,
            "SELECT id, xmin::text FROM call WHERE id = ANY(%(ids)s)",
            {"ids": list(recalled)},
        )
    )
    return {
        call_id: known for call_id, known in recalled.items() if stamps.get(call_id) == known.stamp
    }


def _read(session: Session, call_ids: Collection[UUID]) -> tuple[Told, dict[UUID, dict[str, Any]]]:
    """All events of calls, and their rows."""
    told: Told = {call_id: [] for call_id in call_ids}
    if not told:
        return told, {}
    before = ask_before(session, call_ids)
    heard = list(told.values())
    for nth, kind, at, origin, event_id, data in db.tuples(
        session,
        """
        SELECT nth - 1, type, at, origin, event_id, data
        FROM unnest(%(ids)s::uuid[]) WITH ORDINALITY AS wanted (id, nth)
        JOIN event ON event.call_id = wanted.id
        """,
        {"ids": list(told)},
    ):
        heard[nth].append(Heard(_KINDS[kind], at, (origin, event_id), data))
    return told, {row["id"]: row for row in before.fetchall()}


def _heard(event: CallEvent) -> Heard:
    return Heard(event.type, event.at, (event.origin, event.event_id), event.data)


def _named(
    sources: Mapping[UUID, UUID], told: Told, new: Iterable[CallEvent]
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
