"""Reports of 语音服务 (VMS): calls that a machine made, and where their recordings are."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from services.calls.events import EventType
from services.dialers import Note, PayloadUnreadable, RecordingLink, Setting, Told, Translation
from services.dialers.aliyun_ccc.settings import Settings
from services.dialers.numbers import told_of
from services.dialers.reading import Id, Open, Text, read_fields
from services.dialers.times import from_text

_HUNG_UP = {"用户": "customer", "机器": "system"}
_SECONDS = re.compile(r"(\d{1,6})\s*(?:秒|s)?")
_TOLERANCE_S = 1
_OTHER_PRODUCTS = ("secret_no", "pool_key")


class _Report(Open):
    call_id: Id
    out_id: Text = None
    caller: Text = None
    callee: Text = None
    originate_time: Text = None
    ring_time: Text = None
    start_time: Text = None
    end_time: Text = None
    duration: Text = None
    status_code: Text = None
    smart_status_code: Text = None
    early_media_code: Text = None
    status_msg: Text = None
    hangup_direction: Text = None
    dtmf: Text = None
    voice_type: Text = None
    record_file: Text = None


def translate_report(said: Mapping[str, Any], settings: Settings, setting: Setting) -> Translation:
    """Raises PayloadUnreadable, ZoneNeeded."""
    if any(name in said for name in _OTHER_PRODUCTS):
        note = Note("not_used", "reports of number privacy are not used", _OTHER_PRODUCTS[0])
        return Translation(notes=(note,))
    report = read_fields(_Report, said)
    if report.record_file:
        return _recording(report.call_id, report.record_file)
    times = {
        field: from_text(getattr(report, field), setting, field=field)
        for field in ("originate_time", "ring_time", "start_time", "end_time")
    }
    facts = _facts(report, setting)
    told = tuple(
        Told(f"vms:{report.call_id}:{kind}:{at.isoformat()}", kind, at, {**facts, **more})
        for kind, at, more in _steps(report, times, settings)
        if at is not None
    )
    if not told:
        raise PayloadUnreadable(field="originate_time", detail="originate_time: no time at all")
    return Translation(events=told, notes=tuple(_notes(report, times)))


def _recording(call_id: str, file: str) -> Translation:
    if file.startswith(("https://", "http://")):
        return Translation(links=(RecordingLink(call_id, file),))
    note = Note("not_used", "only a recording with an address can be fetched", "record_file")
    return Translation(notes=(note,))


def _facts(report: _Report, setting: Setting) -> dict[str, Any]:
    return {
        "call_id": report.call_id,
        "direction": "outbound",
        **told_of("customer_number", report.callee, setting),
        **told_of("caller_number", report.caller, setting),
        "out_id": report.out_id,
        "status_code": report.status_code,
        "smart_status_code": report.smart_status_code,
        "early_media_code": report.early_media_code,
        "status_message": report.status_msg,
        "keys_pressed": report.dtmf,
        "voice_type": report.voice_type,
    }


def _steps(
    report: _Report, times: Mapping[str, datetime | None], settings: Settings
) -> Iterator[tuple[EventType, datetime | None, dict[str, Any]]]:
    """Every step there may be. A call that nobody answered has neither start nor end."""
    yield EventType.CALL_DIALED, times["originate_time"], {}
    yield EventType.CALL_RINGING, times["ring_time"], {}
    yield EventType.CALL_ANSWERED, times["start_time"], {}
    reported_at = times["end_time"]
    ended_at = reported_at or times["ring_time"] or times["originate_time"]
    ended = {"hangup_by": _HUNG_UP.get(report.hangup_direction or "", report.hangup_direction)}
    yield EventType.CALL_ENDED, ended_at, ended if reported_at else {**ended, "estimated": True}
    outcome = settings.vms_outcomes.get(report.status_code or "")
    if outcome:
        yield EventType.CALL_DISPOSED, ended_at, {"outcome": outcome}


def _notes(report: _Report, times: Mapping[str, datetime | None]) -> Iterator[Note]:
    if report.hangup_direction and report.hangup_direction not in _HUNG_UP:
        yield Note("unknown_value", "neither 用户 nor 机器", "hangup_direction")
    said = _SECONDS.fullmatch(report.duration or "")
    if report.duration and not said:
        yield Note("unknown_value", "is no number of seconds", "duration")
    start_at, end_at = times["start_time"], times["end_time"]
    if said and start_at and end_at:
        talk_s = (end_at - start_at).total_seconds()
        if abs(talk_s - int(said[1])) > _TOLERANCE_S:
            sentence = f"says {said[1]} s where the times beside it say {talk_s:.0f} s"
            yield Note("contradiction", sentence, "duration")
