"""What events say about what their agents are doing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from services.activity.agents import STATED_FROM, StateChange
from services.calls.events import CallEvent, EventType
from services.calls.fold import Heard
from services.calls.names import Names
from services.tables import AgentState

_IMPLIED = {
    EventType.CALL_DIALED: AgentState.RINGING,
    EventType.CALL_RINGING: AgentState.RINGING,
    EventType.CALL_ANSWERED: AgentState.TALKING,
    EventType.CALL_BRIDGED: AgentState.TALKING,
    EventType.CALL_HELD: AgentState.HOLD,
    EventType.CALL_RESUMED: AgentState.TALKING,
    EventType.CALL_ENDED: AgentState.WRAP_UP,
}
"""What an event about a call implies about the agent it names."""

_IMPLIED_RANK = {kind: rank for rank, kind in enumerate(_IMPLIED)}
_STATED_RANK = {state: STATED_FROM + rank for rank, state in enumerate(AgentState)}
"""At one instant, what the dialer says of its agent outranks what a call implies."""


def changes_in(events: Iterable[CallEvent], called: Names) -> list[StateChange]:
    """The changes that `events` bring to agents whose names are known."""
    changes = (
        _change(event, agent_id)
        for event in events
        if (agent_id := called.agent(event.source_id, event.agent_key))
    )
    return [change for change in changes if change is not None]


def left_with(call: Mapping[str, Any], told: Iterable[Heard]) -> StateChange | None:
    """Who had `call`, a row, when it ended, and is wrapping up: where its end names nobody."""
    named = any(
        event.type is EventType.CALL_ENDED
        and event.at == call["ended_at"]
        and event.data.get("agent")
        for event in told
    )
    return None if named else _left(call)


def no_longer_left_with(
    old: Mapping[str, Any], call: Mapping[str, Any], told: Sequence[Heard]
) -> StateChange | None:
    """What followed from the end of the call as it was, and does not from what it is now."""
    was = _left(old)
    if was is None or was == left_with(call, told):
        return None
    said = any(
        event.type is EventType.CALL_ENDED and event.at == was.at and event.data.get("agent")
        for event in told
    )
    return None if said else was


def _left(call: Mapping[str, Any]) -> StateChange | None:
    last = call["legs"][-1] if call["legs"] else None
    if last is None or not last["agent_id"] or call["ended_at"] is None:
        return None
    if datetime.fromisoformat(last["to_at"]) != call["ended_at"]:
        return None
    rank = _IMPLIED_RANK[EventType.CALL_ENDED]
    agent_id = UUID(last["agent_id"])
    return StateChange(agent_id, call["ended_at"], rank, AgentState.WRAP_UP, None, call["id"])


def _change(event: CallEvent, agent_id: UUID) -> StateChange | None:
    if event.type is EventType.AGENT_STATE:
        state = AgentState(event.data["state"])
        rank = _STATED_RANK[state]
    elif event.type in _IMPLIED:
        state, rank = _IMPLIED[event.type], _IMPLIED_RANK[event.type]
    else:
        return None
    return StateChange(agent_id, event.at, rank, state, event.data.get("reason"), event.call_id)
