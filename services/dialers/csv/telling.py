"""A row as events: of a whole call, or one event alone.

Agents are named only in what is said after the end of a call: a table of calls says nothing
of what its agents did before and after, so their states are left alone.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from services.calls.events import KNOWN_FIELDS, EventType
from services.dialers import RecordingLink, Setting, Told
from services.dialers.csv.cells import Cells
from services.dialers.csv.mapping import Field
from services.dialers.csv.times import Times
from services.dialers.csv.words import INBOUND
from services.dialers.numbers import Field as NumberField
from services.dialers.numbers import told_of

_SINCE = datetime(2026, 1, 1, tzinfo=UTC)
_LATER = timedelta(microseconds=2)
"""For each second that a table was read later: a minute a year, which no reading precedes."""
_FACTS = (
    Field.DIRECTION,
    Field.AGENT,
    Field.AGENT_NAME,
    Field.CAMPAIGN,
    Field.QUEUE,
    Field.OUTCOME,
    Field.HANGUP_BY,
    Field.RECORDING_FILE,
)
_OF_EVENT = (
    Field.CALL_ID,
    Field.AGENT,
    Field.AGENT_NAME,
    Field.CAMPAIGN,
    Field.QUEUE,
    Field.DIRECTION,
    Field.OUTCOME,
    Field.HANGUP_BY,
    Field.AMOUNT,
    Field.CURRENCY,
    Field.REASON,
    Field.STATE,
    Field.LEFT_BY,
    Field.SATISFACTION,
    Field.RECORDING_FILE,
)
_NUMBERS: tuple[tuple[Field, NumberField], ...] = (
    (Field.CUSTOMER_NUMBER, "customer_number"),
    (Field.CALLER_NUMBER, "caller_number"),
)


@dataclass(frozen=True, slots=True)
class Teller:
    """What rows of one reading become."""

    setting: Setting
    read_at: datetime | None
    called_party: bool = False
    """The customer's number is whom was called: of inbound calls it is the other one."""

    def call(self, cells: Cells, times: Times) -> Iterator[Told]:
        """All that a row says of a call. Of two readings of a row, the later one counts."""
        key = call_key(cells)
        after = times.ended_at + self._lateness()
        for kind, at, data in _course(cells, times):
            yield _told(key, kind, at, at, data)
        facts = _named(_FACTS, cells) | _file(cells) | self._numbers(cells) | extra_of(cells)
        yield _told(key, EventType.CALL_DISPOSED, times.ended_at, after, facts)
        sale = _named((Field.AMOUNT, Field.CURRENCY), cells)
        if Field.AMOUNT.value in sale:
            sold_at = cells.instant(Field.SALE_AT)
            at = sold_at or times.ended_at
            yield _told(key, EventType.SALE_RECORDED, at, sold_at or after, sale)
        if satisfaction := _named((Field.SATISFACTION,), cells):
            yield _told(key, EventType.SATISFACTION_RECORDED, times.ended_at, after, satisfaction)

    def event(self, cells: Cells, kind: EventType, at: datetime) -> Told:
        data = _named(_OF_EVENT, cells) | self._numbers(cells) | extra_of(cells)
        given = cells.values.get(Field.EVENT_ID)
        return Told(given or f"row:{_digest(cells.digest)}", kind, at, data)

    def _numbers(self, cells: Cells) -> dict[str, str]:
        written = {name: cells.values.get(field) for field, name in _NUMBERS}
        if self.called_party and cells.values.get(Field.DIRECTION) == INBOUND:
            written = dict(zip(written, reversed(written.values()), strict=True))
        numbers: dict[str, str] = {}
        for name, number in written.items():
            numbers |= told_of(name, number, self.setting)
        return numbers

    def _lateness(self) -> timedelta:
        """What is said after the end of a call comes later, the later it was read."""
        age = self.read_at - _SINCE if self.read_at else timedelta(0)
        return _LATER * max(0.0, age.total_seconds())


def call_key(cells: Cells) -> str:
    """The call's id, else a name made of all that the row says."""
    key: str = cells.values.get(Field.CALL_ID) or f"row-{_digest(cells.digest)}"
    return key


def _file(cells: Cells) -> dict[str, str]:
    """What stands where a URL should, and is none, is kept as the recording's name."""
    url: str = cells.values.get(Field.RECORDING_URL, "")
    return {Field.RECORDING_FILE.value: url} if url and not _is_url(url) else {}


def _is_url(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def link_of(cells: Cells) -> RecordingLink | None:
    """Where the recording can be fetched. Raises PayloadUnreadable."""
    url = cells.values.get(Field.RECORDING_URL, "")
    if not _is_url(url):
        return None
    return RecordingLink(call_key(cells), url, cells.values.get(Field.RECORDING_FILE))


def extra_of(cells: Cells) -> dict[str, str]:
    """Under the names of their columns, which may not be those of our own fields."""
    return {
        f"{name} (column)" if name in KNOWN_FIELDS else name: text
        for name, text in cells.extra.items()
    }


def _course(cells: Cells, times: Times) -> Iterator[tuple[EventType, datetime, dict[str, Any]]]:
    inbound = cells.values.get(Field.DIRECTION) == INBOUND
    queue = _named((Field.QUEUE,), cells)
    guessed = {"estimated": True} if times.answer_estimated else {}
    if inbound and queue:
        yield EventType.CALL_QUEUED, times.started_at, queue
    else:
        begun = EventType.CALL_RINGING if inbound else EventType.CALL_DIALED
        yield begun, times.started_at, {}
    if times.ringing_at:
        yield EventType.CALL_RINGING, times.ringing_at, {}
    if times.answered_at:
        yield EventType.CALL_ANSWERED, times.answered_at, guessed
        if queue or Field.AGENT in cells.values:
            yield EventType.CALL_BRIDGED, times.answered_at, guessed
    yield (
        EventType.CALL_ENDED,
        times.ended_at,
        {"estimated": True} if times.end_estimated else {},
    )


def _told(
    key: str, kind: EventType, at: datetime, shown_at: datetime, data: Mapping[str, Any]
) -> Told:
    """Its id changes with what it says, so that a corrected row is news."""
    said = json.dumps([at.isoformat(), data], sort_keys=True, default=str)
    event_id = f"{key}:{kind.value}:{_digest([said])}"
    return Told(event_id, kind, shown_at, {"call_id": key, **data})


def _named(fields: tuple[Field, ...], cells: Cells) -> dict[str, Any]:
    return {field.value: cells.values[field] for field in fields if field in cells.values}


def _digest(parts: list[str]) -> str:
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=10).hexdigest()
