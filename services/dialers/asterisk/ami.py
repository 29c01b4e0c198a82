"""Live events of the Asterisk Manager Interface.

The listener of `earshot listen asterisk --ami` adds events of its own: `EarshotCallEnd` when
the last channel of a conversation has hung up, `EarshotCallGone` for a conversation that was
no longer there when it was connected again.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from services.calls.events import EventType
from services.dialers import Told, Translation
from services.dialers.asterisk import conversations
from services.dialers.asterisk.ami_events import AmiEvent, read_events
from services.dialers.asterisk.ami_members import member_of, states
from services.dialers.asterisk.settings import Settings
from services.dialers.asterisk.steps import Act, Step

_ACTS = {
    "Newchannel": Act.START,
    "BridgeEnter": Act.ENTER,
    "CoreShowChannel": Act.ENTER,
    "BridgeLeave": Act.EXIT,
    "Hold": Act.HOLD,
    "Unhold": Act.RESUME,
    "Hangup": Act.HANGUP,
    "EarshotCallGone": Act.GONE,
    "EarshotCallEnd": Act.END,
}
_UP = "6"
_HANGUP_BY = {"agent": "agent", "caller": "customer"}
_LEFT = "left"
"""How a wait ended of which the AMI only says that it did: timeout, key, nobody there."""


def translate(
    text: str, told_lines: int, received_at: datetime | None, settings: Settings
) -> Translation:
    """Events without a time of their own happened at `received_at`."""
    events, notes = read_events(text, received_at)
    told = list(states(events, settings))
    if settings.ami == "all":
        steps = [step for event in events if (step := _step(event, told_lines)) is not None]
        told += conversations.translate(steps, settings, names=_names(events, settings))
        told += _queues(events, settings)
    return Translation(events=tuple(told), notes=tuple(notes))


def _step(event: AmiEvent, told_lines: int) -> Step | None:
    act = _ACTS.get(event.name)
    if event.name == "Newstate" and event.get("ChannelState") == _UP:
        act = Act.ANSWER
    linkedid = event.get("Linkedid") or event.get("Uniqueid")
    if act is None or not linkedid:
        return None
    bridge = event.get("BridgeUniqueid") or event.get("BridgeId")
    if act is Act.ENTER and not bridge:
        return None
    cause = event.get("Cause")
    is_cause = act is Act.HANGUP and cause.isdigit() and len(cause) < 6
    return Step(
        act=act,
        at=event.at,
        channel=event.get("Channel"),
        uniqueid=event.get("Uniqueid"),
        linkedid=linkedid,
        key=event.key,
        told=event.line <= told_lines,
        number=event.get("CallerIDNum")[:64],
        name=event.get("CallerIDName"),
        exten=event.get("Exten")[:64],
        context=event.get("Context"),
        bridge=bridge,
        facts={"cause": int(cause)} if is_cause else {},
    )


def _names(events: Sequence[AmiEvent], settings: Settings) -> dict[str, str]:
    """Agents by channel, as far as queues have said whom they call on it."""
    return {
        event.get("DestChannel"): member_of(event, settings)
        for event in events
        if event.get("MemberName") and event.get("DestChannel")
    }


def _queues(events: Sequence[AmiEvent], settings: Settings) -> Iterator[Told]:
    leaving: dict[str, AmiEvent] = {}
    """Callers who left a queue, and not yet known is why."""
    gave_up: set[str] = set()
    for event in events:
        caller = event.get("Uniqueid")
        if event.name in ("Hangup", "QueueCallerJoin") and caller in leaving:
            left = leaving.pop(caller)
            yield _told(left, EventType.CALL_ENDED, left_by=_LEFT, estimated=True)
        if event.name == "QueueCallerJoin":
            gave_up.discard(caller)
        if event.name == "QueueCallerAbandon":
            gave_up.add(caller)
        elif event.name == "QueueCallerLeave" and caller not in gave_up:
            leaving[caller] = event
        elif event.name == "AgentConnect":
            leaving.pop(caller, None)
        yield from _queue_event(event, settings)


def _queue_event(event: AmiEvent, settings: Settings) -> Iterator[Told]:
    match event.name:
        case "QueueCallerJoin" | "QueueEntry":
            yield _queued(event)
        case "QueueCallerAbandon":
            yield _abandoned(event)
        case "AgentConnect":
            yield _joined(event, settings)
        case "AgentComplete":
            yield from _completed(event, settings)
        case "AgentRingNoAnswer":
            ring_s = (event.number("RingTime") or 0) / 1000
            offered = member_of(event, settings)
            yield _told(event, EventType.CALL_RINGING, offered_to=offered, ring_s=ring_s)


def _queued(event: AmiEvent) -> Told:
    return _told(
        event,
        EventType.CALL_QUEUED,
        direction="inbound",
        customer_number=event.get("CallerIDNum")[:64],
        position=event.number("Position"),
    )


def _abandoned(event: AmiEvent) -> Told:
    return _told(
        event,
        EventType.CALL_ENDED,
        left_by="caller",
        hangup_by="customer",
        queue_wait_s=event.number("HoldTime"),
        position=event.number("OriginalPosition"),
        left_at_position=event.number("Position"),
    )


def _joined(event: AmiEvent, settings: Settings) -> Told:
    return _told(
        event,
        EventType.CALL_BRIDGED,
        agent=member_of(event, settings),
        queue_wait_s=event.number("HoldTime"),
        ring_s=event.number("RingTime"),
    )


def _completed(event: AmiEvent, settings: Settings) -> Iterator[Told]:
    reason = event.get("Reason")
    yield _told(
        event,
        EventType.CALL_TRANSFERRED,
        agent=member_of(event, settings),
        queue_wait_s=event.number("HoldTime"),
        queue_talk_s=event.number("TalkTime"),
        transfer=reason if reason == "transfer" else None,
    )
    if reason in _HANGUP_BY:
        hangup_by = _HANGUP_BY[reason]
        yield _told(event, EventType.CALL_ENDED, hangup_by=hangup_by, estimated=True)


def _told(event: AmiEvent, kind: EventType, **facts: Any) -> Told:
    call_id = event.get("Linkedid") or event.get("Uniqueid")
    kept = {name: value for name, value in facts.items() if value not in (None, "")}
    data = {"call_id": call_id, "queue": event.get("Queue") or None, **kept}
    return Told(f"{event.key}:{kind.value}", kind, event.at, data)
