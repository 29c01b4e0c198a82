"""Translating Clink's push after hang-up."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal
from urllib.parse import parse_qsl

from pydantic import Field

from services.calls.events import EventType
from services.dialers import (
    Acknowledgement,
    AdapterSettings,
    Note,
    Payload,
    PayloadUnreadable,
    Setting,
    Told,
    Translation,
)
from services.dialers.numbers import told_of
from services.dialers.reading import Id, Open, Text, read_fields
from services.dialers.times import from_epoch

_OUTBOUND_TYPES = frozenset({"3", "4"})
"""点击外呼, 预览外呼."""
_AGENT_AWAY, _BOTH_ANSWERED = "24", "28"
_OUTCOMES = {
    "21": "no_answer",
    "22": "unreachable",
    _AGENT_AWAY: "agent_no_answer",
    _BOTH_ANSWERED: None,
}
_HUNG_UP = {"是": "customer", "否": "agent"}


class Settings(AdapterSettings):
    inbound_types: frozenset[str] = frozenset()
    """Values of cdr_call_type that mean calls from customers. All others are outbound."""
    campaign_by: Literal["userField", "cdr_task_id"] | None = None
    """Which field names the campaign. None: the pushes do not tell campaigns."""
    count_unplaced: bool = False
    """Count as dials calls whose agent did not pick up, so that no customer was called."""


class _Cdr(Open):
    cdr_main_unique_id: Id
    cdr_enterprise_id: Text = None
    cdr_customer_number: Text = None
    cdr_customer_area_code: Text = None
    cdr_number_trunk: Text = None
    cdr_start_time: Text = None
    cdr_answer_time: Text = None
    cdr_bridge_time: Text = None
    cdr_end_time: Text = None
    cdr_call_type: Text = None
    cdr_status: Text = None
    cdr_mark: Text = None
    cdr_bridged_cno: Text = None
    cdr_task_id: Text = None
    cdr_record_file: Text = None
    end_reason: Text = Field(None, alias="endReason")
    user_field: Text = Field(None, alias="userField")

    def at(self, field: str) -> datetime | None:
        return from_epoch(getattr(self, field), field=field)


class Clink:
    settings_type = Settings

    def verify(self, payload: Payload, secrets: Mapping[str, str]) -> None:
        """The vendor signs nothing: the key in the address counts."""

    def key_of(self, payload: Payload) -> str | None:
        """A push has no id of its own: the events of its call have."""
        return None

    def translate(self, payload: Payload, setting: Setting) -> Translation:
        settings = Settings.model_validate(setting.options)
        cdr = read_fields(_Cdr, _fields(payload))
        if cdr.cdr_status == _AGENT_AWAY and not settings.count_unplaced:
            note = Note("not_used", "no customer was called: the agent did not pick up")
            return Translation(notes=(note,))
        facts = _facts(cdr, settings, setting)
        told = tuple(
            Told(f"{cdr.cdr_main_unique_id}:{kind}:{at.timestamp():.0f}", kind, at, facts | more)
            for kind, at, more in _steps(cdr)
            if at is not None
        )
        if not told:
            raise PayloadUnreadable(field="cdr_start_time", detail="cdr_start_time: no time at all")
        return Translation(events=told, notes=tuple(_notes(cdr, settings)))

    def acknowledge(self, payload: Payload) -> Acknowledgement:
        return Acknowledgement(b'{"result":"success"}')


def _fields(payload: Payload) -> dict[str, str]:
    """Of the form, whatever its content type says it is; `CDR(userfield)` is `userField`."""
    form = parse_qsl(payload.body.decode("utf-8", "replace"), keep_blank_values=True)
    fields = payload.parameters() | dict(form)
    fields.setdefault("userField", fields.get("CDR(userfield)", ""))
    return fields


def _facts(cdr: _Cdr, settings: Settings, setting: Setting) -> dict[str, Any]:
    campaign = cdr.cdr_task_id if settings.campaign_by == "cdr_task_id" else cdr.user_field
    picked_up_at = cdr.at("cdr_answer_time")
    return {
        "call_id": cdr.cdr_main_unique_id,
        "direction": "inbound" if cdr.cdr_call_type in settings.inbound_types else "outbound",
        "agent": cdr.cdr_bridged_cno,
        **told_of("customer_number", cdr.cdr_customer_number, setting),
        **told_of("caller_number", cdr.cdr_number_trunk, setting),
        "campaign": campaign if settings.campaign_by else None,
        "picked_up_at": picked_up_at and picked_up_at.isoformat(),
        "call_type": cdr.cdr_call_type,
        "cdr_status": cdr.cdr_status,
        "cdr_mark": cdr.cdr_mark,
        "area_code": cdr.cdr_customer_area_code,
        "recording_file": cdr.cdr_record_file,
        "user_field": cdr.user_field,
    }


def _steps(cdr: _Cdr) -> Iterator[tuple[EventType, datetime | None, dict[str, Any]]]:
    """Every step there may be. Talk begins when both are there, not when the agent picks up."""
    bridged_at, ended_at = cdr.at("cdr_bridge_time"), cdr.at("cdr_end_time")
    yield EventType.CALL_DIALED, cdr.at("cdr_start_time"), {}
    yield EventType.CALL_ANSWERED, bridged_at, {}
    yield EventType.CALL_BRIDGED, bridged_at, {}
    hung_up = _HUNG_UP.get(cdr.end_reason or "", cdr.end_reason)
    yield EventType.CALL_ENDED, ended_at, {"hangup_by": hung_up}
    outcome = _OUTCOMES.get(cdr.cdr_status or "")
    if outcome and bridged_at is None:
        yield EventType.CALL_DISPOSED, ended_at, {"outcome": outcome}


def _notes(cdr: _Cdr, settings: Settings) -> Iterator[Note]:
    if cdr.cdr_status not in _OUTCOMES:
        yield Note("unknown_value", f"{cdr.cdr_status} is no known status", "cdr_status")
    if cdr.cdr_call_type not in _OUTBOUND_TYPES | settings.inbound_types:
        sentence = f"{cdr.cdr_call_type} is taken for outbound; settings can say otherwise"
        yield Note("unknown_value", sentence, "cdr_call_type")
    if cdr.end_reason and cdr.end_reason not in _HUNG_UP:
        yield Note("unknown_value", "neither 是 nor 否", "endReason")
    answered = cdr.at("cdr_bridge_time") is not None
    if cdr.cdr_status in _OUTCOMES and answered != (cdr.cdr_status == _BOTH_ANSWERED):
        sentence = f"{cdr.cdr_status} contradicts cdr_bridge_time, which counts"
        yield Note("contradiction", sentence, "cdr_status")
