"""The text of the AMI: events as blocks of `Key: value` lines, a blank line after each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from services.dialers import Note, PayloadUnreadable
from services.dialers.asterisk.bodies import digest, lines_of, numbered
from services.dialers.times import from_epoch

RECEIVED = "EarshotReceived"
"""What the listener adds: when the event came. `Timestamp` needs `timestampevents=yes`."""


@dataclass(frozen=True, slots=True)
class AmiEvent:
    name: str
    at: datetime
    key: str
    line: int
    """Of its first line in the body, from 1."""
    fields: Mapping[str, str]

    def get(self, name: str) -> str:
        """Empty where the event has no such field, or Asterisk knows nothing."""
        value = self.fields.get(name, "")
        return "" if value in ("<unknown>", "(null)") else value

    def number(self, name: str) -> float | None:
        try:
            return float(self.get(name))
        except ValueError:
            return None


def read_events(text: str, received_at: datetime | None) -> tuple[list[AmiEvent], list[Note]]:
    """The events in `text`; `received_at` is when those happened that do not say."""
    notes: list[Note] = []
    blocks = list(_blocks(text))
    keys = numbered(f"a:{digest(*lines)}" for _, lines in blocks)
    events = []
    for (number, lines), key in zip(blocks, keys, strict=True):
        fields = dict(_pair(line) for line in lines)
        if "Event" not in fields:
            continue
        at = _time(fields, number, notes) or received_at
        if at is None:
            sentence = f"line {number}: neither Timestamp nor {RECEIVED}"
            notes.append(Note("missing", sentence, "Timestamp", line=number, refuses=True))
        else:
            events.append(AmiEvent(fields["Event"], at, key, number, fields))
    return events, notes


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each block with the number of its first line."""
    lines: list[str] = []
    for number, line in enumerate([*lines_of(text), ""], start=1):
        if line.strip():
            lines.append(line)
        elif lines:
            yield number - len(lines), lines
            lines = []


def _pair(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip(), value.strip()


def _time(fields: Mapping[str, str], number: int, notes: list[Note]) -> datetime | None:
    written = fields.get("Timestamp") or fields.get(RECEIVED)
    try:
        return from_epoch(written, field="Timestamp")
    except PayloadUnreadable as error:
        sentence = f"line {number}: {error.facts['detail']}"
        notes.append(Note("invalid", sentence, "Timestamp", line=number))
        return None
