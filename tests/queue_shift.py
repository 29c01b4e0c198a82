"""A shift of an Asterisk queue, played through: its queue_log, and what it comes to.

The sums are added up while the shift is played, from what happens and not from the lines,
so they say what a reader of the lines must find.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Literal

BEGINS = 1772413200
LASTS_S = 4 * 3600
QUEUES = ("sales", "service")
Named = Literal["device", "member", "agent"]
"""How agents stand in the log: by device; by name where app_queue writes names; by login."""

_EXITS = {
    "EXITWITHTIMEOUT": "timeout",
    "EXITEMPTY": "empty",
    "EXITWITHKEY": "key",
    "WITHDRAW": "withdrawn",
}


@dataclass
class Sums:
    """Of one agent, in seconds."""

    login_s: int = 0
    break_s: int = 0
    talk_s: int = 0


@dataclass(frozen=True)
class Visit:
    queue: str
    wait_s: int
    left_by: str | None
    """None: an agent took the call."""


@dataclass
class Caller:
    visits: list[Visit] = field(default_factory=list)
    talks: list[tuple[str, int]] = field(default_factory=list)
    """Agents, and for how many seconds."""
    transferred: bool = False
    hangup_by: str | None = None


@dataclass
class Shift:
    """Played once, with the chances of one seed."""

    seed: int
    named: Named = "device"
    calls: dict[str, Caller] = field(default_factory=dict)
    agents: dict[str, Sums] = field(default_factory=dict)
    _lines: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)
        self._write(BEGINS - 100, "NONE", "NONE", "NONE", "QUEUESTART", "")
        for number in range(5):
            self._work(f"10{number:02}")
        for _ in range(40):
            self._give_up()
        self._write(BEGINS + 100, "CLI", "NONE", "NONE", "CONFIGRELOAD", "")
        self._restart()

    @property
    def lines(self) -> list[str]:
        """In the order of time."""
        return [text for _, text in sorted(self._lines, key=lambda line: line[0])]

    def name(self, agent: str) -> str:
        return {"device": f"PJSIP/{agent}", "member": f"Li {agent}", "agent": f"Agent/{agent}"}[
            self.named
        ]

    def members(self) -> dict[str, str]:
        """What the source must be told of names."""
        return {self.name(agent): agent for agent in self.agents} if self.named == "member" else {}

    def _work(self, agent: str) -> None:
        """One agent's shift: calls, breaks, an hour off in between."""
        sums = self.agents[agent] = Sums()
        at = since = BEGINS + self._random.randrange(60)
        self._log_in(at, agent)
        while at < BEGINS + LASTS_S:
            at += self._random.randint(1, 60)
            match self._random.randrange(8):
                case 0:
                    at = self._take_a_break(at, agent)
                case 1 if at - since > 3600:
                    self._log_out(at, agent, since)
                    sums.login_s += at - since
                    at = since = at + 1800
                    self._log_in(at, agent)
                case _:
                    at = self._answer(at, agent)
        if agent == "1000":
            # Never logs out: the restart does it.
            sums.login_s += self._ends_at() - since
        else:
            self._log_out(at, agent, since)
            sums.login_s += at - since

    def _answer(self, at: int, agent: str) -> int:
        """A call from a queue; returns when the agent is rid of it."""
        wait_s, talk_s = self._random.randint(0, 90), self._random.randint(1, 240)
        callid, caller, queue = self._call(at - wait_s)
        self._write(at - wait_s, callid, queue, "NONE", "ENTERQUEUE", "", "13800138000", "1")
        if wait_s > 20:
            for _ in range(2):
                self._write(at - 5, callid, queue, self.name("1099"), "RINGNOANSWER", "1000")
        ring_s = min(wait_s, 3)
        self._write(at, callid, queue, self.name(agent), "CONNECT", wait_s, f"{callid}9", ring_s)
        caller.visits.append(Visit(queue, wait_s, None))
        caller.talks.append((agent, talk_s))
        self.agents[agent].talk_s += talk_s
        ends = at + talk_s
        pauses = talk_s > 60 and self._random.random() < 0.3
        if pauses:
            self._write(at + 30, "NONE", queue, self.name(agent), "PAUSE", "notes")
        verb, more = self._ending(wait_s, talk_s)
        self._write(ends, callid, queue, self.name(agent), verb, *more)
        caller.transferred = "TRANSFER" in verb
        caller.hangup_by = {"COMPLETEAGENT": "agent", "COMPLETECALLER": "customer"}.get(verb)
        if pauses:
            self._write(ends + 40, "NONE", queue, self.name(agent), "UNPAUSE", "")
            self.agents[agent].break_s += 40
            ends += 40
        return ends

    def _ending(self, wait_s: int, talk_s: int) -> tuple[str, tuple[object, ...]]:
        """A verb and its data: each kind has the durations elsewhere."""
        both = (wait_s, talk_s)
        endings: tuple[tuple[str, tuple[object, ...]], ...] = (
            ("COMPLETECALLER", (*both, 1)),
            ("COMPLETEAGENT", (*both, 1)),
            ("COMPLETEAGENT", both),
            ("BLINDTRANSFER", ("7000", "inside", *both, 1)),
            ("TRANSFER", ("7000", "inside", *both)),
            ("ATTENDEDTRANSFER", ("BRIDGE", "3f2a-11", *both, 1)),
            ("ATTENDEDTRANSFER", ("APP", "VoiceMail", *both, 1)),
            ("ATTENDEDTRANSFER", ("LINK", "PJSIP/7-1", "PJSIP/8-2", *both, 1)),
        )
        return self._random.choice(endings)

    def _take_a_break(self, at: int, agent: str) -> int:
        """Everywhere: said once for all queues and once for each of them."""
        lasts_s = self._random.randint(30, 900)
        for second, prefix, reason in ((at, "", "lunch"), (at + lasts_s, "UN", "")):
            # app_queue writes the device there, and of names only those of members.
            device = f"PJSIP/{agent}-x" if self.named == "member" else self.name(agent)
            self._write(second, "NONE", "NONE", device, f"{prefix}PAUSEALL", reason)
            for queue in QUEUES:
                self._write(second, "NONE", queue, self.name(agent), f"{prefix}PAUSE", reason)
        self.agents[agent].break_s += lasts_s
        return at + lasts_s

    def _give_up(self) -> None:
        """A caller whom nobody takes."""
        at = BEGINS + self._random.randrange(60, LASTS_S)
        callid, caller, queue = self._call(at)
        if self._random.random() < 0.1:
            verb = self._random.choice(("JOINEMPTY", "FULL", "CLOSED"))
            self._write(at, callid, queue, "NONE", verb, "")
            return
        while True:
            wait_s = self._random.randint(0, 120)
            self._write(at, callid, queue, "NONE", "ENTERQUEUE", "", "13900139000", "2")
            verb = self._random.choice(("ABANDON", "ABANDON", *_EXITS))
            key = ("4",) if verb == "EXITWITHKEY" else ()
            at += wait_s
            self._write(at, callid, queue, "NONE", verb, *key, "1", "2", wait_s)
            caller.visits.append(Visit(queue, wait_s, _EXITS.get(verb, "caller")))
            if verb == "ABANDON" or self._random.random() < 0.5:
                caller.hangup_by = "customer" if verb == "ABANDON" else None
                return
            # Overflows to the other queue in the same second.
            [queue] = set(QUEUES) - {queue}

    def _restart(self) -> None:
        """Cuts one who waits and one who talks."""
        ends = self._ends_at()
        callid, caller, queue = self._call(ends - 50)
        self._write(ends - 50, callid, queue, "NONE", "ENTERQUEUE", "", "13700137000", "1")
        caller.visits.append(Visit(queue, 50, "lost"))
        self._write(ends, "NONE", "NONE", "NONE", "QUEUESTART", "")

    def _ends_at(self) -> int:
        return BEGINS + LASTS_S + 3600

    def _log_in(self, at: int, agent: str) -> None:
        if self.named == "agent":
            self._write(at, "NONE", "NONE", self.name(agent), "AGENTLOGIN", f"PJSIP/{agent}")
            return
        for queue in QUEUES:
            self._write(at, "CLI", queue, self.name(agent), "ADDMEMBER", "")

    def _log_out(self, at: int, agent: str, since: int) -> None:
        if self.named == "agent":
            line = (self.name(agent), "AGENTLOGOFF", f"PJSIP/{agent}", at - since)
            self._write(at, "NONE", "NONE", *line)
            return
        for queue in QUEUES:
            self._write(at, "CLI", queue, self.name(agent), "REMOVEMEMBER", "")

    def _call(self, at: int) -> tuple[str, Caller, str]:
        # The channel is older than the wait: there was a menu before.
        callid = f"{at - 7}.{len(self.calls) + 1}"
        caller = self.calls[callid] = Caller()
        return callid, caller, self._random.choice(QUEUES)

    def _write(self, at: int, *parts: object) -> None:
        self._lines.append((at, "|".join(map(str, (at, *parts)))))


def rotated(lines: list[str]) -> Iterator[list[str]]:
    """The log in two files, cut between two seconds."""
    cut = len(lines) // 2
    while lines[cut].partition("|")[0] == lines[cut - 1].partition("|")[0]:
        cut += 1
    yield lines[:cut]
    yield lines[cut:]
