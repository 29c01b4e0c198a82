"""七陌's push of call records: query parameters, local times."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from pydantic import Field

from services.calls.events import EventType
from services.dialers import (
    Note,
    Payload,
    PayloadUnreadable,
    RecordingLink,
    Setting,
    Told,
    Translation,
)
from services.dialers.numbers import told_of
from services.dialers.qimo.settings import Settings
from services.dialers.reading import Id, Open, Text, read_fields
from services.dialers.times import from_text

_RECORDING_READY_IN_S = 70
"""The file is there about a minute after the push that names it."""
_DIRECTIONS = {
    "normal": "inbound",
    "transfer": "inbound",
    "dialout": "outbound",
    "dialTransfer": "outbound",
}
_ANSWERED, _NOT_ANSWERED, _LEFT_IN_QUEUE = "dealing", "notDeal", "queueLeak"
_MESSAGE_LEFT = "voicemail"
_UNHEARD = frozenset({_NOT_ANSWERED, _LEFT_IN_QUEUE, "leak", "blackList"})
_STATES = _UNHEARD | {_ANSWERED, _MESSAGE_LEFT}
_TIMES = ("Ring", "RingingDate", "QueueTime", "Begin", "End")

Times = Mapping[str, datetime | None]


class _Record(Open):
    CallSheetID: Id
    CallNo: Text = None
    CalledNo: Text = None
    CallType: Text = None
    call_result: Text = Field(None, alias="State")
    CallState: Text = None
    Ring: Text = None
    RingingDate: Text = None
    QueueTime: Text = None
    Begin: Text = None
    End: Text = None
    Queue: Text = None
    Agent: Text = None
    Exten: Text = None
    AgentName: Text = None
    MonitorFilename: Text = None
    RecordFile: Text = None
    FileServer: Text = None

    @property
    def direction(self) -> str | None:
        return _DIRECTIONS.get(self.CallType or "")

    @property
    def answered(self) -> bool:
        """Whether Begin is when both sides were there."""
        return self.call_result in (None, _ANSWERED)


def translate_record(payload: Payload, settings: Settings, setting: Setting) -> Translation:
    """Raises PayloadUnreadable, ZoneNeeded."""
    record = read_fields(_Record, _fields(payload))
    times = {name: from_text(getattr(record, name), setting, field=name) for name in _TIMES}
    facts = _facts(record, settings, setting)
    told = tuple(
        Told(f"{record.CallSheetID}:{kind}:{at.isoformat()}", kind, at, {**facts, **more})
        for kind, at, more in _steps(record, times)
        if at is not None
    )
    if not told:
        raise PayloadUnreadable(field="Begin", detail="Begin: no time at all")
    links = tuple(
        RecordingLink(record.CallSheetID, url, ready_in_s=_RECORDING_READY_IN_S)
        for url in _recordings(record)
    )
    return Translation(events=told, links=links, notes=tuple(_notes(record, times)))


def _fields(payload: Payload) -> dict[str, str]:
    """Of the address and of a form, whatever its content type says it is."""
    form = parse_qsl(payload.body.decode("utf-8", "replace"), keep_blank_values=True)
    return payload.parameters() | dict(form)


def _facts(record: _Record, settings: Settings, setting: Setting) -> dict[str, Any]:
    outbound = record.direction == "outbound"
    numbers = (record.CalledNo, record.CallNo) if outbound else (record.CallNo, record.CalledNo)
    return {
        "call_id": record.CallSheetID,
        "direction": record.direction,
        "agent": getattr(record, settings.agents_by),
        **told_of("customer_number", numbers[0], setting),
        **told_of("caller_number", numbers[1], setting),
        "campaign": record.Queue if settings.campaign_by else None,
        "call_type": record.CallType,
        "call_result": record.call_result,
        "call_state": record.CallState,
        "agent_name": record.AgentName,
    }


def _steps(
    record: _Record, times: Times
) -> Iterator[tuple[EventType, datetime | None, dict[str, Any]]]:
    """Every step there may be. Those that did not happen have no time."""
    begun_at = times["Begin"] if record.answered else None
    yield EventType.CALL_DIALED, min(filter(None, times.values()), default=None), {}
    yield from _waiting(record, times)
    yield EventType.CALL_RINGING, times["RingingDate"], {}
    if record.direction == "outbound":
        yield EventType.CALL_ANSWERED, begun_at, {}
    yield EventType.CALL_BRIDGED, begun_at, {}
    yield EventType.CALL_ENDED, times["End"], {"left_by": _left_by(record)}
    yield (
        EventType.CALL_DISPOSED,
        times["End"] if _outcome(record) else None,
        {"outcome": _outcome(record)},
    )


def _waiting(
    record: _Record, times: Times
) -> Iterator[tuple[EventType, datetime | None, dict[str, Any]]]:
    """A caller who left the queue was in it, even where nothing says since when."""
    if record.direction == "outbound":
        return
    queue = {"queue": record.Queue}
    if times["QueueTime"] is None and record.call_result == _LEFT_IN_QUEUE:
        since = times["Ring"] or times["Begin"] or times["End"]
        yield EventType.CALL_QUEUED, since, {**queue, "estimated": True}
    else:
        yield EventType.CALL_QUEUED, times["QueueTime"], queue


def _left_by(record: _Record) -> str | None:
    left = record.call_result in (_LEFT_IN_QUEUE, _NOT_ANSWERED)
    return "caller" if left and record.direction != "outbound" else None


def _outcome(record: _Record) -> str | None:
    if record.call_result == _MESSAGE_LEFT:
        return "voicemail"
    missed = record.call_result == _NOT_ANSWERED and record.direction == "outbound"
    return "no_answer" if missed else None


def _recordings(record: _Record) -> Iterator[str]:
    """MonitorFilename is an address; older pushes have server and file apart."""
    named = record.MonitorFilename or record.RecordFile
    if named is None or record.call_result in _UNHEARD:
        return
    if named.startswith(("https://", "http://")):
        yield named
    elif record.FileServer and record.FileServer.startswith(("https://", "http://")):
        yield f"{record.FileServer.rstrip('/')}/{named.lstrip('/')}"


def _notes(record: _Record, times: Times) -> Iterator[Note]:
    if record.direction is None:
        yield Note("unknown_value", f"{record.CallType} is no known type", "CallType")
    if record.call_result and record.call_result not in _STATES:
        yield Note("unknown_value", f"{record.call_result[:50]} is no known state", "State")
    if times["QueueTime"] is None and record.call_result == _LEFT_IN_QUEUE:
        sentence = "nothing says since when the caller waited: since the call came in, at most"
        yield Note("missing", sentence, "QueueTime")
    if record.call_result == _ANSWERED and times["Begin"] is None:
        yield Note("contradiction", "dealing without a Begin has no talk", "Begin")
