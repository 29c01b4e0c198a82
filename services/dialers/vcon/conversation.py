"""A vCon and all that is needed to tell of it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from services.dialers import Note, PayloadUnreadable, Setting
from services.dialers.times import from_text
from services.dialers.vcon.cast import Cast
from services.dialers.vcon.model import Dialog, Vcon
from services.dialers.vcon.settings import Settings

RECORDED = frozenset({"recording", "video"})
CALLS = RECORDED | {"transfer", "incomplete"}
_OTHERS = frozenset({"text", "recording-set", "recording_set"})
_KEY_MAX = 200


class Conversation(NamedTuple):
    """A vCon and all that is needed to tell of it."""

    vcon: Vcon
    cast: Cast
    setting: Setting
    settings: Settings
    call_key: str

    def at(self, value: str | None, field: str) -> datetime:
        """Raises PayloadUnreadable, ZoneNeeded."""
        at = from_text(value, self.setting, field=field)
        if at is None:
            raise PayloadUnreadable(field=field, detail=f"{field}: not a time: {value!r}")
        return at

    def start_of(self, number: int) -> datetime:
        return self.at(self.vcon.dialog[number].start, f"dialog.{number}.start")

    def numbered(self, kinds: frozenset[str]) -> list[tuple[int, Dialog]]:
        return [(n, each) for n, each in enumerate(self.vcon.dialog) if each.type in kinds]


def call_key_of(vcon: Vcon, settings: Settings) -> tuple[str, Note | None]:
    """The dialer's own id of the call where the settings say that it is in there."""
    own = str(vcon.uuid)
    if settings.call_id == "uuid" or vcon.redacted or vcon.amended:
        return own, None
    found = next((key for key in _dialers_keys(vcon, settings.call_id) if _is_key(key)), None)
    if found is None:
        return own, Note("missing", f"no {settings.call_id}: known by its uuid", settings.call_id)
    return str(found), None


def _dialers_keys(vcon: Vcon, where: str) -> Iterator[Any]:
    if where == "session_id":
        for dialog in vcon.dialog:
            given = dialog.session_id
            yield given.get("local") if isinstance(given, dict) else given
        return
    name = where.partition(".")[2]
    for meta in (vcon.meta, *(dialog.meta for dialog in vcon.dialog)):
        value = (meta or {}).get(name)
        yield str(value) if isinstance(value, int) else value


def _is_key(value: Any) -> bool:
    return isinstance(value, str) and value.isprintable() and 0 < len(value) <= _KEY_MAX


def is_call(vcon: Vcon) -> bool:
    return any(dialog.type in CALLS for dialog in vcon.dialog)


def strange(vcon: Vcon) -> Iterator[Note]:
    for number, dialog in enumerate(vcon.dialog):
        if dialog.type not in CALLS | _OTHERS:
            sentence = f"a dialog of type {dialog.type}"
            yield Note("unknown_value", sentence, f"dialog.{number}.type")
