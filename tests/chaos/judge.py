"""Whether everything that was acknowledged is there, once, and counted right."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, LiteralString
from uuid import UUID

from sqlmodel import Session

from services import db
from services.activity.counters import COLUMNS
from services.calls.cloudevents import Refusal, read
from services.calls.events import CallEvent
from services.calls.memory import Memory
from services.calls.record import record_events
from services.calls.recount import recount
from services.db import rehearsal, transaction
from services.settings import get_settings
from tests.chaos.ledger import Ledger

_AT_ONCE = 1_000
_TOLD = 3
"""So many names stand in a sentence; the rest are counted."""
_TOLERANCE = 0.05
"""That sums of rounded seconds may differ by."""
_TWINS: tuple[LiteralString, ...] = (
    "event",
    "call",
    "call_agent",
    "counter",
    "agent_state_change",
)

Counted = dict[tuple[Any, ...], dict[str, float]]


def faults(ledger: Ledger, source_id: UUID) -> list[str]:
    """What is not as it was acknowledged, as sentences; none when all is right.

    Call it while nothing is being sent and nothing heard.
    """
    with transaction() as session:
        found = [
            *_of_events(session, ledger, source_id),
            *_of_sounds(session, ledger),
            *_of_counters(session),
        ]
    return [*found, *_of_folding(ledger, source_id)]


def unsettled(ledger: Ledger) -> list[UUID]:
    """Acknowledged recordings that are neither heard nor set aside yet."""
    with transaction() as session:
        states = _states(session, ledger)
    return [each for each, row in states.items() if row["state"] in ("waiting", "transcribing")]


def stored_once(acknowledged: Iterable[str], stored: Iterable[str]) -> Iterator[str]:
    """Sentences about ids that were acknowledged and are not stored exactly once."""
    times = Counter(stored)
    names = list(acknowledged)
    if lost := [each for each in names if not times[each]]:
        yield f"lost: {_named(lost)}"
    if doubled := [each for each in names if times[each] > 1]:
        yield f"stored more than once: {_named(doubled)}"


def differing(counted: Counted, expected: Counted) -> Iterator[str]:
    """Sentences about counters that are not what they should be."""
    off = [
        key
        for key in counted.keys() | expected.keys()
        if not _is_same(counted.get(key, {}), expected.get(key, {}))
    ]
    if off:
        yield f"counters differ from a fresh fold of the ledger: {_named(map(str, off))}"


def _of_events(session: Session, ledger: Ledger, source_id: UUID) -> Iterator[str]:
    query: LiteralString = "SELECT event_id FROM event WHERE source_id = %(source)s"
    stored = db.rows(session, query, {"source": source_id})
    for sentence in stored_once(ledger.events, (row["event_id"] for row in stored)):
        yield f"events {sentence}"


def _of_sounds(session: Session, ledger: Ledger) -> Iterator[str]:
    states = _states(session, ledger)
    for sentence in stored_once(map(str, ledger.sounds), map(str, states)):
        yield f"recordings {sentence}"
    for recording_id, row in states.items():
        if row["sha256"] != ledger.sounds[recording_id].sha256:
            yield f"recording {recording_id} has other bytes than were sent"
        if row["state"] != "transcribed" and not (row["state"] == "set_aside" and row["error"]):
            yield f"recording {recording_id} is {row['state']}, neither heard nor set aside"


def _states(session: Session, ledger: Ledger) -> Mapping[UUID, dict[str, Any]]:
    query: LiteralString = "SELECT id, state, sha256, error FROM recording WHERE id = ANY(%(ids)s)"
    return {row["id"]: row for row in db.rows(session, query, {"ids": list(ledger.sounds)})}


def _of_counters(session: Session) -> Iterator[str]:
    if off := recount(session):
        yield f"counters differ from the calls: {_named(map(str, off))}"


def _of_folding(ledger: Ledger, source_id: UUID) -> list[str]:
    """Fold the ledger again beside what is stored, and compare what was counted.

    In tables of its own that stand before the real ones in the search path, in a transaction
    that is rolled back: nobody else sees them or waits for them.
    """
    events = list(_read(ledger, source_id))
    with rehearsal() as session:
        stored = _counted(session)
        db.run(session, "CREATE SCHEMA twin", {})
        for table in _TWINS:
            db.run(session, _twin(table), {})
        db.run(session, "SET LOCAL search_path = twin, public", {})
        for start in range(0, len(events), _AT_ONCE):
            record_events(session, events[start : start + _AT_ONCE], Memory())
        expected = _counted(session)
    return list(differing(stored, expected))


def _twin(table: LiteralString) -> LiteralString:
    return f"CREATE TABLE twin.{table} (LIKE public.{table} INCLUDING ALL)"


def _read(ledger: Ledger, source_id: UUID) -> Iterator[CallEvent]:
    for piece in ledger.events.values():
        event = read(piece, source_id, get_settings(), however_old=True)
        assert not isinstance(event, Refusal), event
        yield event


def _counted(session: Session) -> Counted:
    return {
        (row["kind"], row["key"], row["bucket_at"], row["campaign_id"]): {
            name: row[name] for name in COLUMNS if row[name]
        }
        for row in db.rows(session, "SELECT * FROM counter", {})
    }


def _is_same(numbers: dict[str, float], others: dict[str, float]) -> bool:
    names = numbers.keys() | others.keys()
    return all(abs(numbers.get(n, 0) - others.get(n, 0)) <= _TOLERANCE for n in names)


def _named(names: Iterable[str]) -> str:
    known = sorted(names)
    more = f" and {len(known) - _TOLD} more" if len(known) > _TOLD else ""
    return ", ".join(known[:_TOLD]) + more
