"""Asterisk as an adapter: which kind of file a delivery is, and who reads it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.dialers import (
    Acknowledgement,
    Payload,
    PayloadUnreadable,
    Setting,
    Told,
    Translation,
)
from services.dialers.asterisk import ami, cdr, cel, queue_log
from services.dialers.asterisk.bodies import Kind, kind_of, lines_of, text_of
from services.dialers.asterisk.queue_lines import read_lines
from services.dialers.asterisk.queue_order import in_order
from services.dialers.asterisk.settings import Settings
from services.dialers.numbers import Field, told_of

_NUMBERS: tuple[Field, ...] = ("customer_number", "caller_number")


class Asterisk:
    settings_type = Settings

    def verify(self, payload: Payload, secrets: Mapping[str, str]) -> None:
        """Asterisk signs nothing: the key of the source counts."""

    def key_of(self, payload: Payload) -> str | None:
        """Files have none; each line in them is known by what it says."""
        return None

    def translate(self, payload: Payload, setting: Setting) -> Translation:
        """Lines that `told` counts are read for what they mean to later ones, and not told again.

        Raises PayloadUnreadable, ZoneNeeded.
        """
        settings = Settings.model_validate(setting.options)
        text = text_of(payload)
        kind = kind_of(payload, text)
        if kind in settings.utc:
            setting = replace(setting, zone=ZoneInfo("UTC"))
        lines = _told_lines(payload)
        said = _translate(kind, text, lines, setting, settings, payload.received_at)
        before: set[str] = set()
        if lines:
            known = "\n".join(lines_of(text)[:lines])
            again = _translate(kind, known, lines, setting, settings, payload.received_at)
            before = {event.event_id for event in again.events}
        return Translation(
            events=tuple(
                _with_numbers(e, setting) for e in said.events if e.event_id not in before
            ),
            notes=tuple(note for note in said.notes if (note.line or lines + 1) > lines),
        )

    def acknowledge(self, payload: Payload) -> Acknowledgement:
        return Acknowledgement(b'{"status":"stored"}')


def _translate(
    kind: Kind,
    text: str,
    told_lines: int,
    setting: Setting,
    settings: Settings,
    received_at: datetime | None,
) -> Translation:
    match kind:
        case "cdr":
            return cdr.translate(text, setting, settings)
        case "cel":
            return cel.translate(text, told_lines, setting, settings)
        case "ami":
            return ami.translate(text, told_lines, received_at, settings)
        case "queue_log":
            lines, notes = read_lines(text, setting)
            said = queue_log.translate(in_order(lines), settings)
            return replace(said, notes=(*notes, *said.notes))


def _told_lines(payload: Payload) -> int:
    """How many lines at the start of the body were delivered before. Raises PayloadUnreadable."""
    written = payload.parameters().get("told", "0")
    if not (written.isascii() and written.isdigit() and len(written) < 8):
        raise PayloadUnreadable(field="told", detail=f"told: not a number of lines: {written!r}")
    return int(written)


def _with_numbers(told: Told, setting: Setting) -> Told:
    """With phone numbers written as everywhere."""
    written = {field: told.data[field] for field in _NUMBERS if field in told.data}
    if not written:
        return told
    numbers: dict[str, Any] = {}
    for field, number in written.items():
        numbers |= told_of(field, number, setting)
    return replace(told, data={**told.data, **numbers})
