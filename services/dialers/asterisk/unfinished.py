"""Which lines must come along again for later ones to be understood.

Those of calls that are not over, and of what agents are members of and paused in. Whoever
delivers Asterisk's files piece by piece keeps them, and puts them before each piece.
"""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from services.dialers.asterisk.bodies import Kind
from services.dialers.asterisk.queue_lines import NOBODY, NOT_A_CALL
from services.dialers.asterisk.settings import CEL_CSV

LINES_MAX = 20_000
"""Beyond that the oldest are let go: a call whose end was lost must not stay for ever."""

Subject: TypeAlias = tuple[str, ...]

_OVER = frozenset(
    [
        "ABANDON",
        "ATTENDEDTRANSFER",
        "BLINDTRANSFER",
        "COMPLETEAGENT",
        "COMPLETECALLER",
        "EXITEMPTY",
        "EXITWITHKEY",
        "EXITWITHTIMEOUT",
        "SYSCOMPAT",
        "TRANSFER",
        "WITHDRAW",
    ]
)
_IN = frozenset({"ADDMEMBER", "AGENTCALLBACKLOGIN", "AGENTLOGIN"})
_OUT = frozenset({"AGENTCALLBACKLOGOFF", "AGENTLOGOFF", "REMOVEMEMBER"})
_QUEUE_FIELDS = 5
_CALL_OVER = ("EarshotCallEnd", "EarshotCallGone")


class Unfinished:
    """Lines, or blocks of the AMI, that later ones may need. In the order they came."""

    def __init__(self, kind: Kind, columns: Sequence[str] = ()) -> None:
        self._columns = [name.lower() for name in columns or CEL_CSV.split()]
        self._note = self._notes()[kind]
        self._kept: dict[Subject, list[tuple[int, str]]] = {}
        self._count = 0
        self._up: set[str] = set()
        """Channels that have started and not hung up."""

    def add(self, text: str) -> None:
        """Take note of a line that has been delivered."""
        self._count += 1
        self._note(text)
        if sum(map(len, self._kept.values())) > LINES_MAX:
            oldest = min(self._kept, key=lambda subject: self._kept[subject][0][0])
            del self._kept[oldest]
            self._up.discard(oldest[-1])

    def lines(self) -> list[str]:
        numbered = {pair for pairs in self._kept.values() for pair in pairs}
        return [text for _, text in sorted(numbered)]

    def restore(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.add(line)

    def _notes(self) -> Mapping[Kind, Callable[[str], None]]:
        return {
            "queue_log": self._note_queue_line,
            "cel": self._note_cel_row,
            "ami": self._note_ami_block,
            "cdr": lambda row: None,
        }

    def _note_queue_line(self, line: str) -> None:
        parts = line.split("|")
        if len(parts) < _QUEUE_FIELDS:
            return
        _, callid, queue, agent, verb = (part.strip() for part in parts[:_QUEUE_FIELDS])
        if verb == "QUEUESTART":
            self._kept.clear()
        elif verb in _OVER:
            self._kept.pop(("call", callid), None)
            if agent not in ("", NOBODY):
                # Until when this agent wraps up.
                self._kept["call of", agent] = [(self._count, line)]
        elif agent not in ("", NOBODY) and (verb in _IN or verb in _OUT or "PAUSE" in verb):
            self._note_agent(line, queue, agent, verb)
        elif callid not in NOT_A_CALL:
            self._keep(("call", callid), line)

    def _note_agent(self, line: str, queue: str, agent: str, verb: str) -> None:
        member, pause = ("member", agent, queue), ("pause", agent, queue)
        if verb in _IN:
            self._kept[member] = [(self._count, line)]
        elif verb in _OUT:
            self._kept.pop(member, None)
        elif verb == "UNPAUSEALL":
            for subject in [each for each in self._kept if each[:2] == ("pause", agent)]:
                del self._kept[subject]
        elif verb == "UNPAUSE":
            self._kept.pop(pause, None)
            self._kept.pop(("pause", agent, NOBODY), None)
        else:
            self._kept[pause] = [(self._count, line)]

    def _note_cel_row(self, line: str) -> None:
        cells = next(iter(csv.reader([line])), [])
        row = dict(zip(self._columns, cells, strict=False))
        kind, uniqueid, linkedid = (
            row.get(name, "") for name in ("eventtype", "uniqueid", "linkedid")
        )
        if not linkedid:
            return
        if kind == "CHAN_START":
            self._up.add(uniqueid)
        self._keep(("call", linkedid), line)
        if uniqueid != linkedid and ("moving", uniqueid) in self._kept:
            self._kept[("call", linkedid)] += self._kept.pop(("moving", uniqueid))
        if kind in ("HANGUP", "CHAN_END"):
            self._up.discard(uniqueid)
        if kind == "LINKEDID_END":
            ended = self._kept.pop(("call", linkedid))
            if linkedid in self._up:
                # Its first channel goes on in another conversation, which needs these rows.
                self._kept[("moving", linkedid)] = ended

    def _note_ami_block(self, block: str) -> None:
        fields = dict(line.partition(": ")[::2] for line in block.splitlines())
        linkedid = fields.get("Linkedid", "")
        if fields.get("Event") in _CALL_OVER:
            self._kept.pop(("call", linkedid), None)
        elif linkedid:
            self._keep(("call", linkedid), block)

    def _keep(self, subject: Subject, text: str) -> None:
        self._kept.setdefault(subject, []).append((self._count, text))
