"""What events say about what their agents are doing."""

from collections.abc import Iterable
from uuid import UUID

from services.activity.agents import StateChange
from services.calls.events import CallEvent, EventType
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
_STATED_RANK = {state: len(_IMPLIED) + rank for rank, state in enumerate(AgentState)}
"""At one instant, what the dialer says of its agent outranks what a call implies."""


def changes_in(events: Iterable[CallEvent], called: Names) -> list[StateChange]:
    """The changes that `events` bring to agents whose names are known."""
    changes = (
        _change(event, agent_id)
        for event in events
        if (agent_id := called.agent(event.source_id, event.agent_key))
    )
    return [change for change in changes if change is not None]


def _change(event: CallEvent, agent_id: UUID) -> StateChange | None:
    if event.type is EventType.AGENT_STATE:
        state = AgentState(event.data["state"])
        rank = _STATED_RANK[state]
    elif event.type in _IMPLIED:
        state, rank = _IMPLIED[event.type], _IMPLIED_RANK[event.type]
    else:
        return None
    return StateChange(agent_id, event.at, rank, state, event.data.get("reason"), event.call_id)
