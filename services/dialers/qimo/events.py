"""Events of 七陌 version 7: JSON, one per step of a call."""

from typing import Any

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from services.calls.events import EventType
from services.dialers import Note, PayloadUnreadable, Setting, Told, Translation
from services.dialers.numbers import told_of
from services.dialers.qimo.settings import Settings
from services.dialers.reading import Id, Open, Text, read_json
from services.dialers.times import from_epoch

_INBOUND = "incoming"
_OUTBOUND = frozenset({"dialout", "webcall", "previewDialout", "autoDialout"})
_KINDS = {
    "calling": (EventType.CALL_DIALED,),
    "ring": (EventType.CALL_RINGING,),
    "link": (EventType.CALL_ANSWERED, EventType.CALL_BRIDGED),
    "hangup": (EventType.CALL_ENDED,),
}


class _Event(Open):
    model_config = ConfigDict(alias_generator=to_camel)

    event_unique_id: Id
    call_unique_id: Id
    push_type: Text = None
    customer_number: Text = None
    trunk_number: Text = None
    display_number: Text = None
    status_time: Id
    call_event: Id
    call_type: Text = None
    agent_number: Text = None
    agent_name: Text = None
    extras: Any = None
    """An object, or empty text."""

    @property
    def direction(self) -> str | None:
        if self.call_type == _INBOUND:
            return "inbound"
        return "outbound" if self.call_type in _OUTBOUND else None


def translate_event(body: bytes, settings: Settings, setting: Setting) -> Translation:
    """Raises PayloadUnreadable."""
    event = read_json(_Event, body)
    if event.call_event not in _KINDS:
        sentence = f"{event.call_event[:50]} is no known event"
        return Translation(notes=(Note("unknown_value", sentence, "callEvent"),))
    at = from_epoch(event.status_time, field="statusTime")
    if at is None:
        raise PayloadUnreadable(field="statusTime", detail="statusTime: is required")
    facts = _facts(event, settings, setting)
    told = tuple(
        Told(f"{event.event_unique_id}:{kind}", kind, at, facts) for kind in _kinds(event, settings)
    )
    if not told:
        note = Note("not_used", "one side alone is no conversation", "pushType")
        return Translation(notes=(note,))
    return Translation(events=told, notes=_notes(event))


def _kinds(event: _Event, settings: Settings) -> tuple[EventType, ...]:
    one_side = settings.link_push_types and event.push_type not in settings.link_push_types
    if event.call_event == "link" and one_side:
        return ()
    kinds = _KINDS[event.call_event]
    inbound = event.direction == "inbound"
    return tuple(kind for kind in kinds if not (inbound and kind is EventType.CALL_ANSWERED))


def _facts(event: _Event, settings: Settings, setting: Setting) -> dict[str, Any]:
    by_name = settings.agents_by == "AgentName"
    return {
        "call_id": event.call_unique_id,
        "direction": event.direction,
        "agent": event.agent_name if by_name else event.agent_number,
        **told_of("customer_number", event.customer_number, setting),
        **told_of("caller_number", event.display_number or event.trunk_number, setting),
        "call_type": event.call_type,
        "push_type": event.push_type,
        "agent_name": event.agent_name,
        "extras": event.extras if isinstance(event.extras, dict) and event.extras else None,
    }


def _notes(event: _Event) -> tuple[Note, ...]:
    if event.direction is not None:
        return ()
    return (Note("unknown_value", f"{event.call_type} is no known type", "callType"),)
