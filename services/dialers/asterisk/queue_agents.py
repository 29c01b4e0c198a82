"""What the lines of a queue_log say agents do.

An agent may be a member of several queues and is paused in each: `PAUSEALL` is followed by
a `PAUSE` for every queue, and that is one break. What is not known from earlier lines is
taken as the line says.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from services.dialers.asterisk.queue_lines import QueueLine
from services.tables import AgentState

Change: TypeAlias = tuple[datetime, dict[str, Any]]
"""When, and the data of an `agent.state`."""

_EVERYWHERE = "*"
_A_MOMENT = timedelta(microseconds=1)


@dataclass(slots=True)
class _Agent:
    online: bool | None = None
    """None: no line has said yet."""
    queues: set[str] = field(default_factory=set)
    paused_in: set[str] | None = None
    """None: no line has said yet."""
    reason: str | None = None
    on_call: bool = False
    wraps_until: datetime | None = None


class Agents:
    """The agents of a queue_log as of its last line."""

    def __init__(self, wrapup_s: float | None) -> None:
        self._wrapup_s = wrapup_s
        self._agents: dict[str, _Agent] = {}

    def arrive(self, line: QueueLine, name: str) -> Iterator[Change]:
        """ADDMEMBER, AGENTLOGIN. A second queue changes nothing."""
        agent = self._agent(name)
        was_online = agent.online
        agent.online = True
        agent.queues.add(line.queue)
        if line.verb == "ADDMEMBER" and line.value(1) == "PAUSED":
            yield from self._pause(line, name, None)
        elif not was_online and not agent.on_call:
            yield self._state(line.at, name, AgentState.READY)

    def leave(self, line: QueueLine, name: str) -> Iterator[Change]:
        """REMOVEMEMBER, AGENTLOGOFF. Who is a member of another queue stays."""
        agent = self._agent(name)
        agent.queues.discard(line.queue)
        if agent.queues or agent.online is False:
            return
        self._agents[name] = _Agent(online=False)
        said = {"login_s": line.seconds(2)} if line.verb.startswith("AGENT") else {}
        yield self._state(line.at, name, AgentState.OFFLINE, line.value(3) or None, **said)

    def pause(self, line: QueueLine, name: str) -> Iterator[Change]:
        """PAUSE, PAUSEALL."""
        yield from self._pause(line, name, line.value(1) or None)

    def give_reason(self, line: QueueLine, name: str) -> Iterator[Change]:
        """PAUSEREASON: QueueMetrics writes the reason on a line of its own."""
        agent = self._agent(name)
        agent.reason = line.value(1) or agent.reason
        yield self._state(line.at, name, AgentState.BREAK, agent.reason)

    def unpause(self, line: QueueLine, name: str) -> Iterator[Change]:
        """UNPAUSE, UNPAUSEALL. Who is still paused in another queue stays on the break."""
        agent = self._agent(name)
        before = agent.paused_in
        everywhere = line.verb == "UNPAUSEALL" or before is None
        agent.paused_in = set() if everywhere else (before or set()) - {line.queue, _EVERYWHERE}
        if agent.paused_in or before == set():
            return
        agent.reason = None
        if not agent.on_call:
            yield self._state(line.at, name, AgentState.READY)

    def join_call(self, name: str) -> None:
        self._agent(name).on_call = True

    def leave_call(self, at: datetime, name: str) -> Iterator[Change]:
        """After a call: on the break taken meanwhile, or in wrap-up, or ready."""
        agent = self._agent(name)
        agent.on_call = False
        if agent.paused_in:
            yield self._state(at, name, AgentState.BREAK, agent.reason)
            return
        if self._wrapup_s != 0:
            yield self._state(at, name, AgentState.WRAP_UP)
        if self._wrapup_s is not None:
            agent.wraps_until = at + timedelta(seconds=self._wrapup_s)
            yield self._state(agent.wraps_until, name, AgentState.READY)

    def wrap_up(self, line: QueueLine, name: str) -> Iterator[Change]:
        """WRAPUPSTART: XiVO says how long it takes."""
        yield self._state(line.at, name, AgentState.WRAP_UP)
        seconds = line.seconds(1)
        if seconds is not None:
            yield self._state(line.at + timedelta(seconds=seconds), name, AgentState.READY)

    def restart(self, at: datetime) -> Iterator[Change]:
        """QUEUESTART: every login ends."""
        for name, agent in self._agents.items():
            if agent.online is not False:
                yield self._state(at, name, AgentState.OFFLINE, "lost")
        self._agents = {name: _Agent(online=False) for name in self._agents}

    def _pause(self, line: QueueLine, name: str, reason: str | None) -> Iterator[Change]:
        agent = self._agent(name)
        already = bool(agent.paused_in) and reason in (agent.reason, None)
        where = _EVERYWHERE if line.verb == "PAUSEALL" else line.queue
        agent.paused_in = (agent.paused_in or set()) | {where}
        agent.reason = reason or agent.reason
        if already or agent.on_call:
            return
        yield self._state(line.at, name, AgentState.BREAK, agent.reason)
        if agent.wraps_until and agent.wraps_until >= line.at:
            # The end of the wrap-up was told before the break began.
            yield self._state(agent.wraps_until + _A_MOMENT, name, AgentState.BREAK, agent.reason)

    def _agent(self, name: str) -> _Agent:
        return self._agents.setdefault(name, _Agent())

    def _state(
        self, at: datetime, name: str, state: AgentState, reason: str | None = None, **said: Any
    ) -> Change:
        return at, {"agent": name, "state": state.value, "reason": reason, **said}
