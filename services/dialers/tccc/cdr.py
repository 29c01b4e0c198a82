"""A call detail record of TCCC: one per session, with everybody who served it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from services.calls.events import EventType
from services.dialers import (
    Note,
    PayloadUnreadable,
    RecordingLink,
    Setting,
    Told,
    Translation,
)
from services.dialers.numbers import told_of
from services.dialers.reading import Id, Open, Text
from services.dialers.tccc.outcomes import LEFT_BY, OUTCOMES, is_known
from services.dialers.tccc.settings import Settings
from services.dialers.times import from_epoch

_OUTBOUND = 1
_PREDICTIVE, _INTERNAL = 5, 6
_HUNG_UP = {"user": "customer", "seat": "agent"}
_TOLERANCE_S = 1


class _Seat(Open):
    Mail: Text = None
    StaffNumber: Text = None
    UserId: Text = None
    Phone: Text = None


class _Participant(_Seat):
    Sequence: int = 0
    RingTimestamp: int | None = None
    AcceptTimestamp: int | None = None
    EndedTimestamp: int | None = None
    TransferTo: Text = None
    RecordURL: Text = None


class _Key(Open):
    Key: Text = None
    Label: Text = None


class Cdr(Open):
    SessionId: Id
    Caller: Text = None
    Callee: Text = None
    Direction: Literal[0, 1]
    CallType: int | None = None
    Duration: int | None = None
    StartTimestamp: int | None = None
    QueuedTimestamp: int | None = None
    RingTimestamp: int | None = None
    AcceptTimestamp: int | None = None
    EndedTimestamp: int | None = None
    HungUpSide: Text = None
    QueuedSkillGroupName: Text = None
    SkillGroup: Text = None
    EndStatusString: Text = None
    RecordURL: Text = None
    Uui: Text = None
    UserRemark: Text = None
    CallerLocation: Text = None
    IVRKeyPressed: list[str] | None = None
    PostIVRKeyPressed: list[_Key] | None = None
    SeatUser: _Seat | None = None
    ServeParticipants: list[_Participant] | None = None

    @property
    def outbound(self) -> bool:
        return self.Direction == _OUTBOUND


@dataclass(frozen=True, slots=True)
class _Step:
    """Something that happened, or did not: then `at` is None."""

    type: EventType
    at: datetime | None
    data: dict[str, Any]
    of: str = ""
    """Whom it happened to, where it can happen to several."""


def translate_cdr(cdr: Cdr, settings: Settings, setting: Setting) -> Translation:
    if cdr.CallType == _INTERNAL:
        note = Note("not_used", "calls between members are not counted", "CallType")
        return Translation(notes=(note,))
    facts = _facts(cdr, settings, setting)
    told = tuple(
        _told(cdr, step, step.at, facts) for step in _steps(cdr, settings) if step.at is not None
    )
    if not told:
        raise PayloadUnreadable(field="StartTimestamp", detail="StartTimestamp: no time at all")
    links = tuple(RecordingLink(cdr.SessionId, url) for url in _recordings(cdr, settings))
    return Translation(events=told, links=links, notes=tuple(_notes(cdr, settings)))


def _told(cdr: Cdr, step: _Step, at: datetime, facts: dict[str, Any]) -> Told:
    """Its id holds what may differ in a record that is sent again corrected: its time."""
    event_id = f"{cdr.SessionId}:{step.type.value}:{step.of}:{at.timestamp():.0f}"
    if step.type is EventType.AGENT_STATE:
        return Told(event_id, step.type, at, step.data)
    return Told(event_id, step.type, at, {**facts, **step.data})


def _facts(cdr: Cdr, settings: Settings, setting: Setting) -> dict[str, Any]:
    theirs, ours = (cdr.Callee, cdr.Caller) if cdr.outbound else (cdr.Caller, cdr.Callee)
    return {
        "call_id": cdr.SessionId,
        "direction": "outbound" if cdr.outbound else "inbound",
        **told_of("customer_number", theirs, setting),
        **told_of("caller_number", ours, setting),
        "campaign": getattr(cdr, settings.campaign_by) if settings.campaign_by else None,
        "end_status": cdr.EndStatusString,
        "skill_group": cdr.SkillGroup,
        "uui": cdr.Uui,
        "remark": cdr.UserRemark,
        "caller_location": cdr.CallerLocation,
        "ivr_keys": cdr.IVRKeyPressed or None,
        "missed_by": [_name(cdr, seat, settings) for seat in _missed(cdr)] or None,
    }


def _steps(cdr: Cdr, settings: Settings) -> Iterator[_Step]:
    """Every step there may be. Those that did not happen have no time."""
    yield _Step(EventType.CALL_DIALED, _at(cdr, "StartTimestamp"), _dialed_by(cdr, settings))
    yield from _outbound_steps(cdr) if cdr.outbound else _inbound_steps(cdr)
    for seat in _served(cdr):
        yield from _seat_steps(cdr, seat, settings)
    yield from _last_steps(cdr, settings)


def _dialed_by(cdr: Cdr, settings: Settings) -> dict[str, Any]:
    """The agent who dialled; in predictive dialling nobody did."""
    seats = _participants(cdr)
    if not cdr.outbound or cdr.CallType == _PREDICTIVE or not seats:
        return {}
    return {"agent": _name(cdr, seats[0], settings)}


def _outbound_steps(cdr: Cdr) -> Iterator[_Step]:
    yield _Step(EventType.CALL_RINGING, _at(cdr, "RingTimestamp"), {})
    yield _Step(EventType.CALL_ANSWERED, _at(cdr, "AcceptTimestamp"), {})


def _inbound_steps(cdr: Cdr) -> Iterator[_Step]:
    queue = cdr.QueuedSkillGroupName or cdr.SkillGroup
    yield _Step(EventType.CALL_QUEUED, _at(cdr, "QueuedTimestamp"), {"queue": queue})
    yield _Step(EventType.CALL_RINGING, _at(cdr, "RingTimestamp"), {})
    if not _served(cdr):
        yield _Step(EventType.CALL_BRIDGED, _at(cdr, "AcceptTimestamp"), {})


def _seat_steps(cdr: Cdr, seat: _Participant, settings: Settings) -> Iterator[_Step]:
    """An agent's part: from when both sides were there to when the agent left."""
    agent, number = {"agent": _name(cdr, seat, settings)}, str(seat.Sequence)
    joined_at, answered_at = _at(seat, "AcceptTimestamp"), _at(cdr, "AcceptTimestamp")
    if cdr.outbound and joined_at is not None:
        joined_at = max(joined_at, answered_at) if answered_at else None
    yield _Step(EventType.CALL_BRIDGED, joined_at, agent, number)
    left_at = _at(seat, "EndedTimestamp")
    if left_at is None or left_at == _at(cdr, "EndedTimestamp"):
        return
    if seat.TransferTo:
        gone = {**agent, "transferred_to": seat.TransferTo}
        yield _Step(EventType.CALL_TRANSFERRED, left_at, gone, number)
    if agent["agent"]:
        yield _Step(EventType.AGENT_STATE, left_at, {**agent, "state": "wrap_up"}, number)


def _last_steps(cdr: Cdr, settings: Settings) -> Iterator[_Step]:
    ended_at = _at(cdr, "EndedTimestamp")
    seats = _served(cdr) or (_participants(cdr) if cdr.outbound else [])
    status = cdr.EndStatusString or ""
    last: dict[str, Any] = {
        "agent": _name(cdr, seats[-1], settings) if seats else None,
        "hangup_by": _HUNG_UP.get(cdr.HungUpSide or "", cdr.HungUpSide),
    }
    if _at(cdr, "QueuedTimestamp") and not cdr.outbound and not _served(cdr):
        last["left_by"] = LEFT_BY.get(status)
    yield _Step(EventType.CALL_ENDED, ended_at, last)
    if status in OUTCOMES:
        yield _Step(EventType.CALL_DISPOSED, ended_at, {"outcome": OUTCOMES[status]})
    for key in (cdr.PostIVRKeyPressed or [])[:1]:
        said = {"satisfaction_key": key.Key, "satisfaction_label": key.Label}
        yield _Step(EventType.SATISFACTION_RECORDED, ended_at, said)


def _participants(cdr: Cdr) -> Sequence[_Participant]:
    """Whom the call was offered to, in order. SeatUser is only the last of them."""
    if cdr.ServeParticipants:
        return sorted(cdr.ServeParticipants, key=lambda seat: seat.Sequence)
    if cdr.SeatUser is None:
        return []
    times = {
        name: getattr(cdr, name) for name in ("RingTimestamp", "AcceptTimestamp", "EndedTimestamp")
    }
    return [_Participant(**cdr.SeatUser.model_dump(), **times)]


def _served(cdr: Cdr) -> Sequence[_Participant]:
    return [seat for seat in _participants(cdr) if _at(seat, "AcceptTimestamp")]


def _missed(cdr: Cdr) -> Sequence[_Participant]:
    """Agents at whom an inbound call rang in vain."""
    if cdr.outbound:
        return []
    rang = [seat for seat in _participants(cdr) if _at(seat, "RingTimestamp")]
    return [seat for seat in rang if not _at(seat, "AcceptTimestamp")]


def _name(cdr: Cdr, seat: _Seat, settings: Settings) -> str | None:
    """Participants carry fewer names than SeatUser, who is one of them."""
    name: str | None = getattr(seat, settings.agents_by)
    if name is None and cdr.SeatUser and seat.Mail and seat.Mail == cdr.SeatUser.Mail:
        name = getattr(cdr.SeatUser, settings.agents_by)
    return name


def _recordings(cdr: Cdr, settings: Settings) -> list[str]:
    theirs = [cdr.RecordURL] if settings.wants_recording(of_agent=False) else []
    seats = _participants(cdr) if settings.wants_recording(of_agent=True) else []
    urls = [*theirs, *(seat.RecordURL for seat in seats)]
    return [url for url in dict.fromkeys(urls) if url]


def _notes(cdr: Cdr, settings: Settings) -> Iterator[Note]:
    status = cdr.EndStatusString
    if status and not is_known(status):
        yield Note("unknown_value", f"{status[:50]} is no known outcome", "EndStatusString")
    for seat in _served(cdr):
        if _name(cdr, seat, settings) is None:
            field = f"ServeParticipants.{seat.Sequence}.{settings.agents_by}"
            yield Note("missing", "nobody can tell which agent this is", field)
    accepted_at, ended_at = _at(cdr, "AcceptTimestamp"), _at(cdr, "EndedTimestamp")
    if cdr.Duration and accepted_at and ended_at:
        talk_s = (ended_at - accepted_at).total_seconds()
        if abs(talk_s - cdr.Duration) > _TOLERANCE_S:
            sentence = f"says {cdr.Duration} s where the times beside it say {talk_s:.0f} s"
            yield Note("contradiction", sentence, "Duration")


def _at(said: Open, field: str) -> datetime | None:
    return from_epoch(getattr(said, field), field=field)
