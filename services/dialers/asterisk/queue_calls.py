"""What the lines of a queue_log say of calls.

What must have happened but stands in no line of the delivery is told as `estimated`, and
gives way to the line once that comes.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, TypeAlias

from services.calls.events import EventType
from services.dialers import Note
from services.dialers.asterisk.queue_agents import Agents
from services.dialers.asterisk.queue_fields import durations_at, transferred_to, who_waits
from services.dialers.asterisk.queue_lines import NOBODY, QueueLine
from services.dialers.asterisk.settings import Settings

Said: TypeAlias = tuple[EventType, datetime, dict[str, Any]]

_LEFT_BY = {
    "ABANDON": "caller",
    "EXITEMPTY": "empty",
    "EXITWITHKEY": "key",
    "EXITWITHTIMEOUT": "timeout",
    "SYSCOMPAT": "failed",
    "WITHDRAW": "withdrawn",
}
_HANGUP_BY = {"COMPLETEAGENT": "agent", "COMPLETECALLER": "customer"}
_FACTS = {"DID": "did", "HANGUP": "hangup_cause", "EXITCODE": "exit_code", "INFO": "info"}
_OUTCALL_OUTCOMES = {"BUSY": "busy", "NOANSWER": "no_answer", "CANCEL": "cancelled"}
_OUT_OF_ORDER = timedelta(seconds=5)


@dataclass(slots=True)
class _Call:
    """A call as of the last line about it."""

    queue: str | None = None
    waits_since: datetime | None = None
    agent: str | None = None
    joined_at: datetime | None = None
    outbound: bool = False

    def over(self) -> None:
        self.queue = self.agent = self.waits_since = self.joined_at = None


class Calls:
    """The calls of a queue_log as of its last line."""

    def __init__(self, settings: Settings, agents: Agents, notes: list[Note]) -> None:
        self._settings = settings
        self._agents = agents
        self._notes = notes
        self._calls: dict[str, _Call] = {}

    def read(self, line: QueueLine) -> Iterator[Said]:
        """What a line with one of VERBS says."""
        call = self._calls.setdefault(line.callid, _Call())
        yield from VERBS[line.verb](self, line, call)

    def restart(self, at: datetime) -> Iterator[Said]:
        """QUEUESTART: no call outlived it."""
        for callid, call in self._calls.items():
            if call.queue is not None:
                left_by = "lost" if call.waits_since is not None else None
                lost = {"reason": "lost", "estimated": True, "left_by": left_by}
                yield EventType.CALL_ENDED, at, {"call_id": callid, **lost}
        self._calls = {}

    def _enter(self, line: QueueLine, call: _Call) -> Iterator[Said]:
        at = line.at
        if call.joined_at and call.queue == line.queue and at - call.joined_at <= _OUT_OF_ORDER:
            # The line came after the one about the agent who took the call.
            at = min(at, call.joined_at)
        else:
            call.queue, call.waits_since, call.agent, call.joined_at = line.queue, at, None, None
        yield said(line, EventType.CALL_QUEUED, at, direction="inbound", **who_waits(line))

    def _offer(self, line: QueueLine, call: _Call) -> Iterator[Said]:
        """A member was rung for so many milliseconds and did not take it."""
        ring_s = (line.seconds(1) or 0) / 1000
        if call.queue is None:
            yield from self._must_wait(line, call, since_s=ring_s)
        offered = self._settings.member(line.agent)
        cancelled = True if line.verb == "RINGCANCELED" else None
        facts = {"offered_to": offered, "ring_s": ring_s, "cancelled": cancelled}
        yield said(line, EventType.CALL_RINGING, **facts)

    def _dumped(self, line: QueueLine, call: _Call) -> Iterator[Said]:
        """The agent hung up while hearing who calls: the caller goes on waiting."""
        offered = self._settings.member(line.agent)
        yield said(line, EventType.CALL_RINGING, offered_to=offered, dumped=True)

    def _connect(self, line: QueueLine, call: _Call) -> Iterator[Said]:
        if call.queue is None and not call.outbound:
            yield from self._must_wait(line, call, since_s=line.seconds(1) or 0)
        call.agent = self._settings.member(line.agent)
        call.queue, call.waits_since, call.joined_at = line.queue, None, line.at
        yield said(
            line,
            EventType.CALL_BRIDGED,
            agent=call.agent,
            queue_wait_s=line.seconds(1),
            ring_s=line.seconds(3),
            member_channel=line.value(2),
        )
        for at, change in self._agents.join_call(line.at, call.agent):
            yield EventType.AGENT_STATE, at, change

    def _complete(self, line: QueueLine, call: _Call) -> Iterator[Said]:
        wait_s, talk_s = line.seconds(1), line.seconds(2)
        yield from self._joined(line, call, wait_s=wait_s, talk_s=talk_s)
        facts = {"queue_wait_s": wait_s, "queue_talk_s": talk_s}
        yield from self._part(line, call, **facts)
        yield said(line, EventType.CALL_ENDED, hangup_by=_HANGUP_BY[line.verb])

    def _transfer(self, line: QueueLine, call: _Call) -> Iterator[Said]:
        """The customer goes on without the agent; where the call ends, no line says."""
        first = durations_at(line)
        wait_s, talk_s = line.seconds(first), line.seconds(first + 1)
        yield from self._joined(line, call, wait_s=wait_s, talk_s=talk_s)
        facts = {"queue_wait_s": wait_s, "queue_talk_s": talk_s, "transfer": line.verb.lower()}
        yield from self._part(line, call, transferred_to=transferred_to(line), **facts)
        yield said(line, EventType.CALL_ENDED, estimated=True)

    def _exit(self, line: QueueLine, call: _Call) -> Iterator[Said]:
        """The wait is over without an agent. Only ABANDON is the caller's doing."""
        if call.agent is not None:
            sentence = f"line {line.number}: {line.verb} of a call that {call.agent} has"
            self._notes.append(Note("contradiction", sentence, "event", line=line.number))
            return
        by_key = line.verb == "EXITWITHKEY"
        first = 2 if by_key else 1
        wait_s = line.seconds(first + 2)
        if call.queue is None:
            yield from self._must_wait(line, call, since_s=wait_s or 0)
        call.over()
        gave_up = line.verb == "ABANDON"
        yield said(
            line,
            EventType.CALL_ENDED,
            left_by=_LEFT_BY[line.verb],
            hangup_by="customer" if gave_up else None,
            estimated=None if gave_up else True,
            left_at_position=line.number_at(first),
            position=line.number_at(first + 1),
            queue_wait_s=wait_s,
            pressed=line.value(1) if by_key else None,
            offered_to=None if line.agent == NOBODY else self._settings.member(line.agent),
        )

    def _keep_out(self, line: QueueLine, call: _Call) -> Iterator[Said]:
        """The call was not let into the queue: it never waited there."""
        call.over()
        facts = {"kept_out_by": line.verb.lower(), "kept_out_of": line.queue}
        yield said(line, EventType.CALL_ENDED, direction="inbound", estimated=True, **facts)

    def _dial(self, line: QueueLine, call: _Call) -> Iterator[Said]:
        """CALLOUTBOUND, of dialers that write their outbound calls here."""
        call.outbound = True
        number = line.value(2) or line.value(1)
        facts = {"direction": "outbound", "customer_number": number[:64]}
        yield said(line, EventType.CALL_DIALED, **facts)

    def _outcall(self, line: QueueLine, call: _Call) -> Iterator[Said]:
        """OUTCALL of QueueUpdate(): one line for a whole outbound call."""
        status, talk_s = line.value(1), line.seconds(2) or 0
        began_at = line.at - timedelta(seconds=talk_s)
        agent = None if line.agent == NOBODY else self._settings.member(line.agent)
        facts = {"agent": agent, "direction": "outbound"}
        yield said(line, EventType.CALL_DIALED, began_at, **facts)
        if talk_s:
            yield said(line, EventType.CALL_BRIDGED, began_at, **facts)
        else:
            outcome = _OUTCALL_OUTCOMES.get(status)
            yield said(line, EventType.CALL_DISPOSED, outcome=outcome)
        yield said(line, EventType.CALL_ENDED, agent=agent, dial_status=status)

    def _status(self, line: QueueLine, call: _Call) -> Iterator[Said]:
        code = line.value(1)
        outcome = self._settings.outcomes.get(code, code)
        yield said(line, EventType.CALL_DISPOSED, outcome=outcome[:64])

    def _fact(self, line: QueueLine, call: _Call) -> Iterator[Said]:
        text = "|".join(part for part in line.data if part)
        yield said(line, EventType.CALL_DISPOSED, **{_FACTS[line.verb]: text[:2000]})

    def _must_wait(self, line: QueueLine, call: _Call, *, since_s: float) -> Iterator[Said]:
        """No line said that the call waits, and this one shows that it does."""
        since = line.at - timedelta(seconds=since_s)
        call.queue, call.waits_since = line.queue, since
        facts = {"direction": "inbound", "estimated": True}
        yield said(line, EventType.CALL_QUEUED, since, **facts)

    def _joined(
        self, line: QueueLine, call: _Call, *, wait_s: float | None, talk_s: float | None
    ) -> Iterator[Said]:
        """The agent whom this line takes leave of; told of when no line has said so."""
        if call.agent is not None:
            return
        call.agent = self._settings.member(line.agent)
        if talk_s is None:
            return
        if call.queue is None and not call.outbound:
            yield from self._must_wait(line, call, since_s=talk_s + (wait_s or 0))
        joined_at = line.at - timedelta(seconds=talk_s)
        facts = {"agent": call.agent, "estimated": True}
        yield said(line, EventType.CALL_BRIDGED, joined_at, **facts)

    def _part(self, line: QueueLine, call: _Call, **facts: Any) -> Iterator[Said]:
        """The agent has the call no longer."""
        agent = call.agent or self._settings.member(line.agent)
        call.over()
        yield said(line, EventType.CALL_TRANSFERRED, agent=agent, **facts)
        for at, change in self._agents.leave_call(line.at, agent):
            yield EventType.AGENT_STATE, at, change


def said(line: QueueLine, kind: EventType, at: datetime | None = None, /, **facts: Any) -> Said:
    """An event about the call of `line`, of which every line also says the queue."""
    return kind, at or line.at, {"call_id": line.callid, "queue": line.queue, **facts}


Verb: TypeAlias = Callable[[Calls, QueueLine, _Call], Iterator[Said]]

VERBS: Mapping[str, Verb] = MappingProxyType(
    {
        "AGENTDUMP": Calls._dumped,
        "ATTENDEDTRANSFER": Calls._transfer,
        "BLINDTRANSFER": Calls._transfer,
        "CALLOUTBOUND": Calls._dial,
        "CALLSTATUS": Calls._status,
        "CONNECT": Calls._connect,
        "ENTERQUEUE": Calls._enter,
        "OUTCALL": Calls._outcall,
        "RINGCANCELED": Calls._offer,
        "RINGNOANSWER": Calls._offer,
        "TRANSFER": Calls._transfer,
        **dict.fromkeys(_HANGUP_BY, Calls._complete),
        **dict.fromkeys(_LEFT_BY, Calls._exit),
        **dict.fromkeys(_FACTS, Calls._fact),
        **dict.fromkeys(
            ("CLOSED", "DIVERT_CA_RATIO", "DIVERT_HOLDTIME", "FULL", "JOINEMPTY", "JOINUNAVAIL"),
            Calls._keep_out,
        ),
    }
)
