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
    wraps_next: bool = False
    """The wrap-up after this call has been told of."""
    ready_at: datetime | None = None
    """When the last wrap-up ends, which is told when it begins."""
    said_since: int = 0
    """Changes that came before that, and had to be said again at it."""


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
            yield from self._say(line.at, name, AgentState.READY)

    def leave(self, line: QueueLine, name: str) -> Iterator[Change]:
        """REMOVEMEMBER. Who is a member of another queue stays."""
        agent = self._agent(name)
        agent.queues.discard(line.queue)
        if not agent.queues:
            yield from self._go(line.at, name)

    def log_off(self, line: QueueLine, name: str) -> Iterator[Change]:
        """AGENTLOGOFF: from all queues. It says for how long they were there."""
        login_s = line.seconds(2)
        if self._agent(name).online is None and login_s:
            began_at = line.at - timedelta(seconds=login_s)
            yield began_at, _change(name, AgentState.READY, estimated=True)
        yield from self._go(line.at, name, line.value(3) or None, login_s=login_s)

    def pause(self, line: QueueLine, name: str) -> Iterator[Change]:
        """PAUSE, PAUSEALL."""
        yield from self._pause(line, name, line.value(1) or None)

    def give_reason(self, line: QueueLine, name: str) -> Iterator[Change]:
        """PAUSEREASON: QueueMetrics writes the reason on a line of its own."""
        agent = self._agent(name)
        agent.reason = line.value(1) or agent.reason
        yield from self._say(line.at, name, AgentState.BREAK, agent.reason)

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
            yield from self._say(line.at, name, AgentState.READY)

    def join_call(self, at: datetime, name: str) -> Iterator[Change]:
        """That the agent talks is said by the call, but not at the end of a wrap-up."""
        agent = self._agent(name)
        agent.on_call = True
        yield from self._say_again(at, agent, _change(name, AgentState.TALKING))

    def leave_call(self, at: datetime, name: str) -> Iterator[Change]:
        """After a call: on the break taken meanwhile, or in wrap-up, or ready."""
        agent = self._agent(name)
        agent.on_call = False
        if agent.paused_in:
            yield from self._say(at, name, AgentState.BREAK, agent.reason)
        elif agent.wraps_next:
            yield at, _change(name, AgentState.WRAP_UP)
        else:
            yield from self._wrap_up(at, name, self._wrapup_s or 0)
        agent.wraps_next = False

    def wrap_up(self, line: QueueLine, name: str) -> Iterator[Change]:
        """WRAPUPSTART: XiVO says how long it takes, right before or after the call's end."""
        agent = self._agent(name)
        agent.wraps_next = agent.on_call
        seconds = line.seconds(1)
        if seconds is None:
            yield from self._say(line.at, name, AgentState.WRAP_UP)
        elif not agent.paused_in:
            yield from self._wrap_up(line.at, name, seconds)

    def restart(self, at: datetime) -> Iterator[Change]:
        """QUEUESTART: every login ends."""
        for name in self._agents:
            yield from self._go(at, name, "lost")

    def _wrap_up(self, at: datetime, name: str, seconds: float) -> Iterator[Change]:
        ready_at = at + timedelta(seconds=seconds)
        if seconds:
            yield from self._say(at, name, AgentState.WRAP_UP)
            yield ready_at, _change(name, AgentState.READY)
            agent = self._agent(name)
            agent.ready_at, agent.said_since = ready_at, 0
        else:
            yield from self._say(ready_at, name, AgentState.READY)

    def _go(
        self, at: datetime, name: str, reason: str | None = None, **said: Any
    ) -> Iterator[Change]:
        agent = self._agent(name)
        if agent.online is not False:
            yield from self._say(at, name, AgentState.OFFLINE, reason, **said)
        self._agents[name] = _Agent(
            online=False, ready_at=agent.ready_at, said_since=agent.said_since
        )

    def _pause(self, line: QueueLine, name: str, reason: str | None) -> Iterator[Change]:
        agent = self._agent(name)
        already = bool(agent.paused_in) and reason in (agent.reason, None)
        where = _EVERYWHERE if line.verb == "PAUSEALL" else line.queue
        agent.paused_in = (agent.paused_in or set()) | {where}
        agent.reason = reason or agent.reason
        if not (already or agent.on_call):
            yield from self._say(line.at, name, AgentState.BREAK, agent.reason)

    def _agent(self, name: str) -> _Agent:
        return self._agents.setdefault(name, _Agent())

    def _say(
        self, at: datetime, name: str, state: AgentState, reason: str | None = None, **said: Any
    ) -> Iterator[Change]:
        change = _change(name, state, reason, **said)
        yield at, change
        yield from self._say_again(at, self._agent(name), change)

    def _say_again(self, at: datetime, agent: _Agent, change: dict[str, Any]) -> Iterator[Change]:
        """At the end of a wrap-up that was told before this came: it did not make them ready."""
        if agent.ready_at is not None and at <= agent.ready_at:
            agent.said_since += 1
            yield agent.ready_at + agent.said_since * _A_MOMENT, change


def _change(name: str, state: AgentState, reason: str | None = None, **said: Any) -> dict[str, Any]:
    return {"agent": name, "state": state.value, "reason": reason, **said}
