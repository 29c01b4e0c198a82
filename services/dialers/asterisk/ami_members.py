"""What members of queues do, by the AMI."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from services.calls.events import EventType
from services.dialers import Told
from services.dialers.asterisk.ami_events import AmiEvent
from services.dialers.asterisk.settings import Settings
from services.dialers.times import from_epoch
from services.tables import AgentState

_STATES = {
    "1": AgentState.READY,
    "2": AgentState.TALKING,
    "3": AgentState.TALKING,
    "4": AgentState.OFFLINE,
    "5": AgentState.OFFLINE,
    "6": AgentState.RINGING,
    "7": AgentState.TALKING,
    "8": AgentState.HOLD,
}
"""By the state of the device. 0 is unknown and says nothing."""
_ON_BREAK = frozenset({AgentState.READY, AgentState.RINGING})
"""What a paused member is not, whatever the device does."""
_OF_MEMBERS = frozenset(
    {"QueueMember", "QueueMemberAdded", "QueueMemberPause", "QueueMemberStatus"}
)


def member_of(event: AmiEvent, settings: Settings) -> str:
    """The member, by device where that is known as an agent's, else by name."""
    by_device = settings.agent_of(event.get("Interface") or event.get("Location"))
    name = event.get("MemberName") or event.get("Name") or event.get("Interface")
    return by_device or settings.member(name)


def states(events: Sequence[AmiEvent], settings: Settings) -> Iterator[Told]:
    """Changes only: Asterisk tells each change once per queue of the member."""
    last: dict[str, tuple[AgentState, str]] = {}
    for event in events:
        agent = member_of(event, settings)
        state = _state(event)
        reason = _reason(event) if state is AgentState.BREAK else ""
        if not agent or state is None or last.get(agent) == (state, reason):
            continue
        last[agent] = (state, reason)
        yield _told(event, agent, state, event.at, reason)
        until = _wraps_until(event) if state is AgentState.WRAP_UP else None
        if until is not None:
            yield _told(event, agent, AgentState.READY, until)


def _state(event: AmiEvent) -> AgentState | None:
    match event.name:
        case "QueueMemberRemoved":
            return AgentState.OFFLINE
        case "AgentCalled":
            return AgentState.RINGING
        case "AgentComplete":
            return AgentState.WRAP_UP
        case name if name not in _OF_MEMBERS:
            return None
    state = _STATES.get(event.get("Status"))
    if event.get("Paused") == "1" and (state is None or state in _ON_BREAK):
        return AgentState.BREAK
    until = _wraps_until(event)
    if state is AgentState.READY and until and until > event.at:
        return AgentState.WRAP_UP
    return state


def _reason(event: AmiEvent) -> str:
    return event.get("PausedReason") or event.get("Reason")


def _wraps_until(event: AmiEvent) -> datetime | None:
    last_call, wrapup_s = event.get("LastCall"), event.number("Wrapuptime")
    if not wrapup_s or not last_call.isdigit() or not 0 < wrapup_s <= 3600:
        return None
    over_at = from_epoch(last_call, field="LastCall")
    return over_at + timedelta(seconds=wrapup_s) if over_at else None


def _told(event: AmiEvent, agent: str, state: AgentState, at: datetime, reason: str = "") -> Told:
    kind = EventType.AGENT_STATE
    data = {"agent": agent, "state": state.value, **({"reason": reason} if reason else {})}
    return Told(f"{event.key}:{kind.value}:{state.value}", kind, at, data)
