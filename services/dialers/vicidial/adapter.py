"""Taking in what VICIdial, or a script beside it, sends."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from services.dialers import (
    Acknowledgement,
    Note,
    Payload,
    PayloadUnreadable,
    RecordingLink,
    Setting,
    Told,
    Translation,
)
from services.dialers.times import from_text, zone_note
from services.dialers.vicidial import agents, calls, webhooks
from services.dialers.vicidial.reading import Reading
from services.dialers.vicidial.rows import SATURATED, Row, read_rows
from services.dialers.vicidial.settings import Settings
from services.dialers.vicidial.statuses import is_known

_READ: dict[str, Callable[[Row, Reading], Iterator[Told]]] = {
    "vicidial_log": calls.outbound,
    "vicidial_closer_log": calls.inbound,
    "vicidial_agent_log": agents.round_of,
    "vicidial_user_log": agents.presence,
}
_LOCAL = {
    "vicidial_log": ("call_date", "start_epoch"),
    "vicidial_closer_log": ("call_date", "start_epoch"),
    "vicidial_agent_log": ("event_time", "pause_epoch"),
    "vicidial_user_log": ("event_date", "event_epoch"),
    "recording_log": ("start_time", "start_epoch"),
}
_SECONDS = ("pause_sec", "wait_sec", "talk_sec", "dispo_sec", "dead_sec")


class Vicidial:
    settings_type = Settings

    def verify(self, payload: Payload, secrets: Mapping[str, str]) -> None:
        """VICIdial signs nothing: the key in the address counts."""

    def key_of(self, payload: Payload) -> str | None:
        return None

    def translate(self, payload: Payload, setting: Setting) -> Translation:
        settings = Settings.model_validate(setting.options)
        asked = dict(parse_qsl(payload.query))
        event = asked.get("event")
        if event is None:
            rows = read_rows(payload.body, asked.get("table"))
            return _translate(rows, Reading(settings, setting, payload.received_at))
        if event not in webhooks.EVENTS:
            known = ", ".join(webhooks.EVENTS)
            raise PayloadUnreadable(field="event", detail=f"event: one of {known}")
        parameters = payload.parameters()
        told = webhooks.translate(parameters, payload.received_at, settings)
        return Translation(tuple(told), notes=tuple(_unknown(parameters.get("dispo"), settings)))

    def acknowledge(self, payload: Payload) -> Acknowledgement:
        return Acknowledgement(b"OK", "text/plain")


def _translate(rows: list[Row], reading: Reading) -> Translation:
    events: list[Told] = []
    links: list[RecordingLink] = []
    notes: list[Note] = []
    for row in rows:
        try:
            if row.table == "recording_log":
                links += list(calls.recording(row))
            else:
                # All of a row or nothing.
                events += list(_READ[row.table](row, reading))
            notes += _odd(row, reading)
        except PayloadUnreadable as refusal:
            sentence = str(refusal.facts["detail"])
            notes.append(Note("unreadable", sentence, refusal.field, row.line, refuses=True))
    return Translation(tuple(events), tuple(links), notes=tuple(_once(notes)))


def _once(notes: list[Note]) -> list[Note]:
    """Every refused row, and of what is only odd each kind once."""
    refused = [note for note in notes if note.refuses]
    return [*refused, *dict.fromkeys(note for note in notes if not note.refuses)]


def _odd(row: Row, reading: Reading) -> Iterator[Note]:
    """What is worth a look though it could be used; each kind is told once a delivery."""
    yield from _unknown(row.get("status"), reading.settings)
    for column in _SECONDS:
        if row.get(column) == str(SATURATED):
            sentence = f"{column} stops at {SATURATED}; it was measured by epochs instead"
            yield Note("saturated", sentence, column)
    if reading.setting.zone is not None:
        yield from _off(row, reading.setting, reading.setting.zone)


def _off(row: Row, setting: Setting, zone: ZoneInfo) -> Iterator[Note]:
    local, epoch = _LOCAL[row.table]
    at: datetime | None = row.at(epoch)
    said = from_text(row.get(local), setting, field=local)
    note = zone_note(said, at, field=local) if said and at else None
    if note:
        yield note


def _unknown(status: str | None, settings: Settings) -> Iterator[Note]:
    if status and not is_known(status, settings.statuses):
        sentence = f"status {status} is not in this source's settings: it was kept as it is"
        yield Note("unknown_value", sentence, "status")
