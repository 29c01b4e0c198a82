"""Call detail records: one row per attempt to connect two parties, several per call.

`billsec` runs from when the calling party was answered, by an IVR or a queue too. So talk is
told only of a plain Dial, and as `estimated`: what queue_log and CEL say of it counts more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.calls.events import EventType
from services.dialers import Note, PayloadUnreadable, Setting, Told, Translation
from services.dialers.asterisk.bodies import Row, digest, rows
from services.dialers.asterisk.settings import Settings, device_of, is_local
from services.dialers.asterisk.uniqueids import zone_note
from services.dialers.times import from_epoch, from_text
from services.tables import AgentState

_ANSWERED = "ANSWERED"
_OUTCOMES = {
    "NO ANSWER": "no_answer",
    "BUSY": "busy",
    "FAILED": "failed",
    "CONGESTION": "failed",
    "CANCEL": "cancelled",
}
_VOICEMAIL = "voicemail"
_OF_THE_BEGINNING = frozenset({"direction", "agent", "customer_number", "caller_number"})
_TOLERANCE_S = 1.5


@dataclass(frozen=True, slots=True)
class _Record:
    row: Row
    call_id: str
    key: str
    start: datetime
    answer: datetime | None
    end: datetime
    disposition: str
    agent: str | None
    """Whose call it is: for a call inside the house, who dialled."""
    outbound: bool | None
    """None: neither end says."""

    @property
    def talked(self) -> bool:
        """A plain Dial that was answered. BUSY and FAILED can have seconds to bill too."""
        is_dial = self.row.get("lastapp").lower() == "dial"
        return self.disposition == _ANSWERED and is_dial and self.answer is not None

    @property
    def is_of_first_channel(self) -> bool:
        return self.row.get("uniqueid") == self.call_id

    @property
    def taken(self) -> bool:
        """Somebody took the call. Of a queue's calls no row says when."""
        is_queue = self.row.get("lastapp").lower() == "queue"
        is_queued = self.disposition == _ANSWERED and is_queue and self.row.get("dstchannel")
        return self.talked or bool(is_queued)


def translate(text: str, setting: Setting, settings: Settings) -> Translation:
    """Raises ZoneNeeded, PayloadUnreadable."""
    notes: list[Note] = []
    records = []
    for row in rows(text, "cdr", settings.cdr_columns):
        try:
            records.append(_record(row, setting, settings))
        except PayloadUnreadable as error:
            sentence = f"line {row.number}: {error.facts['detail']}"
            notes.append(Note("invalid", sentence, error.field, line=row.number, refuses=True))
    notes += _checks(records)
    by_call: dict[str, dict[str, _Record]] = {}
    for record in records:
        by_call.setdefault(record.call_id, {}).setdefault(record.key, record)
    told = [event for own in by_call.values() for event in _call(list(own.values()), settings)]
    return Translation(events=tuple(told), notes=tuple(notes))


def _call(records: Sequence[_Record], settings: Settings) -> Iterator[Told]:
    """What the rows of one call say."""
    earliest = min(records, key=lambda record: record.start)
    by_first_channel = any(record.is_of_first_channel for record in records)
    is_lost = not any(record.taken for record in records)
    for record in records:
        facts = _facts(record)
        if not (record.is_of_first_channel if by_first_channel else record is earliest):
            # Who called whom is what the call began with, and not its transfers.
            facts = {name: value for name, value in facts.items() if name not in _OF_THE_BEGINNING}
        yield _event(record, EventType.CALL_DIALED, record.start, **facts)
        yield from _told(record, settings, is_lost=is_lost)
    yield from _talks(records)


def _talks(records: Sequence[_Record]) -> Iterator[Told]:
    """From when to when agents talked. ForkCDR() begins another row while they do."""
    last: dict[str, _Record] = {}
    for record in sorted(_talked(records), key=lambda each: each.answer or each.start):
        agent, answer = str(record.agent), record.answer or record.start
        before = last.get(agent)
        if before is None or answer > before.end:
            if before is not None:
                yield _leg(before, EventType.CALL_TRANSFERRED, before.end)
            yield _leg(record, EventType.CALL_BRIDGED, answer)
            last[agent] = record
        elif record.end > before.end:
            last[agent] = record
    for record in last.values():
        yield _leg(record, EventType.CALL_TRANSFERRED, record.end)


def _talked(records: Sequence[_Record]) -> list[_Record]:
    """The rows of agents' talks: of a detour by a Local channel the one of its far end."""
    found = [record for record in records if record.talked and record.agent is not None]
    ends = {record.row.get("channel") for record in found if is_local(record.row.get("channel"))}
    return [record for record in found if f"{record.row.get('dstchannel')[:-1]}2" not in ends]


def _leg(record: _Record, kind: EventType, at: datetime) -> Told:
    return _event(record, kind, at, agent=record.agent, estimated=True)


def _record(row: Row, setting: Setting, settings: Settings) -> _Record:
    start = _time(row, setting, "start", "calldate")
    disposition = row.get("disposition").upper()
    if start is None or not disposition:
        field = "disposition" if start else "start"
        raise PayloadUnreadable(field=field, detail=f"{field}: missing")
    end = _time(row, setting, "end") or start + _seconds(row, "duration")
    answer = _time(row, setting, "answer")
    if answer is None and "answer" not in row.fields and _seconds(row, "billsec"):
        answer = end - _seconds(row, "billsec")
    uniqueid, linkedid = row.get("uniqueid"), row.get("linkedid")
    agent, outbound = _whose(row, settings)
    return _Record(
        row=row,
        call_id=linkedid or uniqueid or f"{row.get('channel')}@{start.isoformat()}",
        key=_key(row, uniqueid, linkedid),
        start=start,
        answer=answer,
        end=end,
        disposition=disposition,
        agent=agent,
        outbound=outbound,
    )


def _key(row: Row, uniqueid: str, linkedid: str) -> str:
    sequence = row.get("sequence")
    if uniqueid and sequence:
        return f"cdr:{linkedid}:{uniqueid}:{sequence}"
    written = ("channel", "dstchannel", "start", "calldate", "end", "disposition", "lastapp")
    return f"cdr:{uniqueid}:{digest(*(row.get(name) for name in (*written, 'billsec')))}"


def _time(row: Row, setting: Setting, *names: str) -> datetime | None:
    written = row.get(*names)
    if written.replace(".", "", 1).isdigit():
        return from_epoch(written, field=names[0])
    return from_text(written, setting, field=names[0])


def _seconds(row: Row, name: str) -> timedelta:
    written = row.get(name)
    try:
        return timedelta(seconds=max(0.0, float(written or 0)))
    except (ValueError, OverflowError) as error:
        raise PayloadUnreadable(field=name, detail=f"{name}: not seconds: {written!r}") from error


def _whose(row: Row, settings: Settings) -> tuple[str | None, bool | None]:
    """The agent of a row, and whether they called. A device stands in for an agent unknown."""
    channel, dstchannel = row.get("channel"), row.get("dstchannel")
    caller = None if is_local(channel) else settings.agent_of(channel)
    if caller is not None:
        return caller, True
    callee = settings.agent_of(dstchannel) if dstchannel else None
    if callee is not None:
        return callee, False
    if settings.is_outside(channel, row.get("dcontext")):
        return _device(dstchannel), False
    if dstchannel and settings.is_outside(dstchannel, ""):
        return _device(channel), True
    return _device(channel) if dstchannel else None, None


def _device(channel: str) -> str | None:
    return device_of(channel).rpartition("/")[2] or None


def _told(record: _Record, settings: Settings, *, is_lost: bool) -> Iterator[Told]:
    ended: dict[str, Any] = {"disposition": record.disposition}
    if is_lost:
        yield _event(record, EventType.CALL_DISPOSED, record.end, outcome=_outcome(record))
    if record.agent is not None and (record.taken or record.outbound):
        ended["agent"] = record.agent
        yield from _after(record, settings)
    yield _event(record, EventType.CALL_ENDED, record.end, **ended)


def _after(record: _Record, settings: Settings) -> Iterator[Told]:
    if settings.wrapup_s is not None:
        ready_at = record.end + timedelta(seconds=settings.wrapup_s)
        ready = {"agent": record.agent, "state": AgentState.READY.value}
        key = f"{record.key}:{EventType.AGENT_STATE.value}"
        yield Told(key, EventType.AGENT_STATE, ready_at, ready)


def _outcome(record: _Record) -> str | None:
    if record.disposition == _ANSWERED:
        is_voicemail = record.row.get("lastapp").lower() == _VOICEMAIL
        return _VOICEMAIL if is_voicemail else None
    return _OUTCOMES.get(record.disposition)


def _facts(record: _Record) -> dict[str, Any]:
    row = record.row
    src, dst = row.get("src", "source")[:64], row.get("dst", "destination")[:64]
    inbound = record.outbound is False
    directions = {True: "outbound", False: "inbound", None: None}
    return {
        "direction": directions[record.outbound],
        "agent": record.agent if record.outbound else None,
        "customer_number": src if inbound else dst,
        "caller_number": (row.get("did") or dst)[:64] if inbound else src,
        "application": row.get("lastapp"),
        "account": row.get("accountcode"),
        "userfield": row.get("userfield"),
        "recording_file": row.get("recordingfile"),
        "billsec_s": _seconds(row, "billsec").total_seconds(),
    }


def _event(record: _Record, kind: EventType, at: datetime, **facts: Any) -> Told:
    data = {name: value for name, value in facts.items() if value not in (None, "")}
    return Told(f"{record.key}:{kind.value}", kind, at, {"call_id": record.call_id, **data})


def _checks(records: Sequence[_Record]) -> Iterator[Note]:
    """What does not fit together."""
    moments = ((record.start, record.row.get("uniqueid")) for record in records)
    zone = zone_note(moments, field="start")
    if zone is not None:
        yield zone
    for record in records:
        billed_s = _seconds(record.row, "billsec").total_seconds()
        spoken_s = (record.end - record.answer).total_seconds() if record.answer else 0.0
        if abs(billed_s - spoken_s) > _TOLERANCE_S:
            sentence = f"line {record.row.number}: billsec {billed_s:g}, by its times {spoken_s:g}"
            yield Note("duration_differs", sentence, "billsec", line=record.row.number)
