"""What an adapter tells, as an event to be stored, or why it cannot be."""

import json
from uuid import UUID

import msgspec

from services.calls.events import CallEvent, EventData, EventType
from services.calls.identity import call_id_for
from services.clock import CLOCKS
from services.dialers import Note, Told
from services.settings import get_settings

_DATA_MAX_BYTES = 64 * 1024
_ID_MAX_BYTES = 2_000
_UNSTORABLE = "too large, or with characters in it that cannot be stored"


def accept(source_id: UUID, dialer: str, told: Told) -> CallEvent | Note:
    """The same limits as for events sent to us directly."""
    fault = _fault(told)
    if fault is not None:
        return fault
    call_key = told.data.get("call_id")
    return CallEvent(
        source_id=source_id,
        origin=dialer,
        event_id=told.event_id,
        type=told.type,
        at=told.at,
        call_id=call_id_for(source_id, call_key) if call_key else None,
        call_key=call_key,
        agent_key=told.data.get("agent"),
        data={name: value for name, value in told.data.items() if value is not None},
    )


def _fault(told: Told) -> Note | None:
    """Why an event cannot be stored. The same limits as for events sent to us directly."""
    if told.at > CLOCKS.latest() + get_settings().event_newest:
        return Note("clock_drift", f"{told.at} lies in the future", "time", refuses=True)
    try:
        known = msgspec.convert(dict(told.data), EventData)
    except msgspec.ValidationError as error:
        return Note("invalid", str(error), refuses=True)
    if told.type is EventType.AGENT_STATE:
        missing = known.agent is None or known.state is None
    else:
        missing = known.call_id is None
    if missing:
        return Note("missing", f"{told.type.value} without its call or agent", refuses=True)
    return None if _is_storable(told) else Note("invalid", _UNSTORABLE, refuses=True)


def _is_storable(told: Told) -> bool:
    """PostgreSQL keeps no NUL and no half of a character."""
    written = json.dumps([told.event_id, told.data], ensure_ascii=False, default=str)
    try:
        size_bytes = len(written.encode())
        id_bytes = len(told.event_id.encode())
    except UnicodeEncodeError:
        return False
    fits = size_bytes <= _DATA_MAX_BYTES and id_bytes <= _ID_MAX_BYTES
    return fits and r"\u0000" not in written
