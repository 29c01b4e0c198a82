"""Translating TCCC's pushes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from services.calls.events import EventType
from services.dialers import (
    Acknowledgement,
    AdapterSettings,
    Note,
    Payload,
    PayloadUnreadable,
    RecordingLink,
    Setting,
    Told,
    Translation,
)
from services.dialers.times import from_epoch

_KEY = "x-tccc-push-uuid"
_OUTBOUND = 1

Kind = TypeVar("Kind", bound=BaseModel)
_HUNG_UP = {"user": "customer", "seat": "agent"}


class Settings(AdapterSettings):
    agents_by: Literal["Mail", "StaffNumber", "UserId", "Phone"] = "Mail"
    """Which of the agent's names Earshot knows agents by."""


class _Open(BaseModel):
    """Fields that Earshot needs; the vendor adds others at will."""

    model_config = ConfigDict(extra="allow", coerce_numbers_to_str=True)


class _Seat(_Open):
    Mail: str | None = None
    StaffNumber: str | None = None
    UserId: str | None = None
    Phone: str | None = None


class _Participant(_Seat):
    RingTimestamp: int | None = None
    AcceptTimestamp: int | None = None
    EndedTimestamp: int | None = None
    Sequence: int = 0
    RecordId: str | None = None
    RecordURL: str | None = None


class _Cdr(_Open):
    SessionId: str
    Caller: str | None = None
    Callee: str | None = None
    Direction: int
    StartTimestamp: int | None = None
    QueuedTimestamp: int | None = None
    RingTimestamp: int | None = None
    AcceptTimestamp: int | None = None
    EndedTimestamp: int | None = None
    HungUpSide: str | None = None
    QueuedSkillGroupName: str | None = None
    SkillGroup: str | None = None
    EndStatusString: str | None = None
    RecordId: str | None = None
    RecordURL: str | None = None
    SeatUser: _Seat | None = None
    ServeParticipants: list[_Participant] = []


class _Record(_Open):
    SessionId: str
    RecordURL: str
    RecordId: str | None = None


class Tccc:
    settings_type = Settings

    def verify(self, payload: Payload, secrets: Mapping[str, str]) -> None:
        """The vendor signs nothing: the key in the address or in Basic authentication counts."""

    def key_of(self, payload: Payload) -> str | None:
        return payload.headers.get(_KEY)

    def translate(self, payload: Payload, setting: Setting) -> Translation:
        settings = Settings.model_validate(setting.options)
        match payload.parameters().get("action", "cdr"):
            case "cdr":
                return _call(_read(_Cdr, payload), settings)
            case "record" | "voicemail":
                record = _read(_Record, payload)
                return Translation(links=(RecordingLink(record.SessionId, record.RecordURL),))
            case action:
                sentence = f"pushes of action {action} are not used"
                return Translation(notes=(Note("not_used", sentence, "action"),))

    def acknowledge(self, payload: Payload) -> Acknowledgement:
        return Acknowledgement(b'{"ErrCode":0,"ErrMsg":""}')


def _read(kind: type[Kind], payload: Payload) -> Kind:
    try:
        return kind.model_validate_json(payload.body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or None
        raise PayloadUnreadable(field=field, detail=f"{field or 'body'}: {first['msg']}") from error


def _call(cdr: _Cdr, settings: Settings) -> Translation:
    told = [
        Told(f"{cdr.SessionId}:{number}:{kind.value}", kind, at, {**_facts(cdr), **data})
        for number, (kind, at, data) in enumerate(_steps(cdr, settings))
        if at is not None
    ]
    if not told:
        raise PayloadUnreadable(field="StartTimestamp", detail="StartTimestamp: no time at all")
    return Translation(events=tuple(told), links=tuple(_links(cdr)))


def _facts(cdr: _Cdr) -> dict[str, Any]:
    outbound = cdr.Direction == _OUTBOUND
    numbers = (cdr.Callee, cdr.Caller) if outbound else (cdr.Caller, cdr.Callee)
    return {
        "call_id": cdr.SessionId,
        "direction": "outbound" if outbound else "inbound",
        "customer_number": numbers[0],
        "caller_number": numbers[1],
        "end_status": cdr.EndStatusString,
    }


def _steps(
    cdr: _Cdr, settings: Settings
) -> Iterator[tuple[EventType, datetime | None, dict[str, Any]]]:
    """Every step there may be, in one order: those that did not happen have no time."""
    outbound = cdr.Direction == _OUTBOUND
    queue = {"queue": cdr.QueuedSkillGroupName or cdr.SkillGroup}
    seats = _seats(cdr)
    first = {"agent": _name(seats[0], settings)} if seats and outbound else {}
    yield EventType.CALL_DIALED, _at(cdr, "StartTimestamp"), first
    yield EventType.CALL_QUEUED, None if outbound else _at(cdr, "QueuedTimestamp"), queue
    yield EventType.CALL_RINGING, _at(cdr, "RingTimestamp"), {}
    answered_at = _at(cdr, "AcceptTimestamp")
    yield EventType.CALL_ANSWERED, answered_at if outbound else None, {}
    for seat in seats:
        joined_at = _at(seat, "AcceptTimestamp")
        if outbound and joined_at and answered_at:
            joined_at = max(joined_at, answered_at)
        is_talk = bool(answered_at)
        yield (
            EventType.CALL_BRIDGED,
            joined_at if is_talk else None,
            {"agent": _name(seat, settings)},
        )
    ended = {"hangup_by": _HUNG_UP.get(cdr.HungUpSide or "", cdr.HungUpSide)}
    yield EventType.CALL_ENDED, _at(cdr, "EndedTimestamp"), ended


def _seats(cdr: _Cdr) -> Sequence[_Participant]:
    """Who served the call, in order. SeatUser is only the last of them."""
    if cdr.ServeParticipants:
        return sorted(cdr.ServeParticipants, key=lambda seat: seat.Sequence)
    if cdr.SeatUser is None:
        return []
    alone = cdr.SeatUser.model_dump() | {"AcceptTimestamp": cdr.AcceptTimestamp}
    return [_Participant.model_validate(alone)]


def _name(seat: _Seat, settings: Settings) -> str | None:
    return getattr(seat, settings.agents_by)  # type: ignore[no-any-return]


def _links(cdr: _Cdr) -> list[RecordingLink]:
    urls = [cdr.RecordURL, *(seat.RecordURL for seat in cdr.ServeParticipants)]
    return [RecordingLink(cdr.SessionId, url) for url in dict.fromkeys(urls) if url]


def _at(said: BaseModel, field: str) -> datetime | None:
    return from_epoch(getattr(said, field), field=field)
