"""The lines of a queue_log, from its file or from the table that realtime writes.

`epoch|callid|queue|agent|verb|data...` has no escaping: a `|` inside a name shifts what
follows, so the verb is looked for. Rows of the table have a heading and a local time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from services.dialers import Note, PayloadUnreadable, Setting
from services.dialers.asterisk.bodies import Row, digest, has_heading, lines_of, numbered, rows
from services.dialers.times import from_epoch, from_text

NOT_A_CALL = frozenset({"", "NONE", "REALTIME", "MANAGER", "CLI"})
"""What stands in place of a call's id where there is no call."""

NOBODY = "NONE"
"""What stands in place of an agent where there is none."""

_VERB = 4
_NAMES = [
    "time",
    "callid",
    "queuename",
    "agent",
    "event",
    "data",
    "data1",
    "data2",
    "data3",
    "data4",
    "data5",
]
KNOWN = frozenset(
    [
        "ABANDON",
        "ADDMEMBER",
        "AGENTCALLBACKLOGIN",
        "AGENTCALLBACKLOGOFF",
        "AGENTDUMP",
        "AGENTLOGIN",
        "AGENTLOGOFF",
        "ATTENDEDTRANSFER",
        "BLINDTRANSFER",
        "CALLOUTBOUND",
        "CALLSTATUS",
        "CLOSED",
        "COMPLETEAGENT",
        "COMPLETECALLER",
        "CONFIGRELOAD",
        "CONNECT",
        "DID",
        "DIVERT_CA_RATIO",
        "DIVERT_HOLDTIME",
        "ENTERQUEUE",
        "EXITCODE",
        "EXITEMPTY",
        "EXITWITHKEY",
        "EXITWITHTIMEOUT",
        "FULL",
        "HANGUP",
        "INFO",
        "JOINEMPTY",
        "JOINUNAVAIL",
        "OUTCALL",
        "PAUSE",
        "PAUSEALL",
        "PAUSEREASON",
        "PENALTY",
        "QUEUESTART",
        "REMOVEMEMBER",
        "RINGCANCELED",
        "RINGINUSE",
        "RINGNOANSWER",
        "SYSCOMPAT",
        "TRANSFER",
        "UNPAUSE",
        "UNPAUSEALL",
        "WITHDRAW",
        "WRAPUPSTART",
    ]
)
"""Verbs of app_queue, of XiVO, and of QueueMetrics as VICIdial writes them too."""


@dataclass(frozen=True, slots=True)
class QueueLine:
    number: int
    at: datetime
    """Once in order, lines of one second are a microsecond apart each, to stay so."""
    callid: str
    queue: str
    agent: str
    verb: str
    data: tuple[str, ...]
    key: str = ""
    """The same whenever this line comes; lines that say the same are counted."""

    def value(self, position: int) -> str:
        """Data of that position, from 1; empty when an older Asterisk does not write it."""
        return self.data[position - 1].strip() if len(self.data) >= position else ""

    def number_at(self, position: int) -> int | None:
        """As `value`; None when it is no whole number."""
        text = self.value(position)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    def seconds(self, position: int) -> float | None:
        """As `value`; None when it is no number."""
        try:
            seconds = float(self.value(position))
        except ValueError:
            return None
        return seconds if 0 <= seconds < 10**8 else None


def read_lines(text: str, setting: Setting) -> tuple[list[QueueLine], list[Note]]:
    """The lines as they stand there, and what could not be read.

    Raises ZoneNeeded, PayloadUnreadable.
    """
    notes: list[Note] = []
    is_table = has_heading(text, "queue_log")
    found = list(_of_table(text, setting, notes) if is_table else _of_file(text, notes))
    keys = numbered(f"q:{_second(line)}:{line.callid}:{_digest(line)}" for line in found)
    named = [replace(line, key=key) for line, key in zip(found, keys, strict=True)]
    return named, notes


def _of_file(text: str, notes: list[Note]) -> Iterator[QueueLine]:
    for number, line in enumerate(lines_of(text), start=1):
        if not line.strip():
            continue
        try:
            yield _file_line(number, line)
        except PayloadUnreadable as error:
            sentence = str(error.facts["detail"])
            notes.append(Note("invalid", sentence, "line", line=number, refuses=True))


def _file_line(number: int, line: str) -> QueueLine:
    parts = line.split("|")
    if len(parts) <= _VERB:
        raise PayloadUnreadable(field="line", detail=f"line {number}: fewer than five fields")
    verb = _verb_at(parts)
    at = from_epoch(parts[0], field=f"line {number}: time")
    if at is None:
        raise PayloadUnreadable(field="line", detail=f"line {number}: no time")
    data = tuple(parts[verb + 1 :])
    # QUEUESTART| has a bar after it and no data.
    return QueueLine(
        number=number,
        at=at,
        callid=parts[1].strip(),
        queue=parts[2].strip(),
        agent="|".join(parts[3:verb]).strip(),
        verb=parts[verb].strip(),
        data=() if data == ("",) else data,
    )


def _verb_at(parts: list[str]) -> int:
    """Where the verb stands: behind a name with bars in it, further right than it should."""
    found = (at for at in range(_VERB, len(parts)) if parts[at].strip() in KNOWN)
    return next(found, _VERB)


def _of_table(text: str, setting: Setting, notes: list[Note]) -> Iterator[QueueLine]:
    for row in rows(text, "queue_log", _NAMES):
        at = _row_time(row, setting)
        if at is None:
            sentence = f"line {row.number}: no time"
            notes.append(Note("missing", sentence, "time", line=row.number, refuses=True))
        else:
            yield QueueLine(
                number=row.number,
                at=at,
                callid=row.get("callid", "call_id"),
                queue=row.get("queuename", "queue"),
                agent=row.get("agent"),
                verb=row.get("event", "verb"),
                data=_row_data(row),
            )


def _row_time(row: Row, setting: Setting) -> datetime | None:
    written = row.get("time", "time_id", "eventtime")
    field = f"line {row.number}: time"
    if written.replace(".", "", 1).isdigit():
        return from_epoch(written, field=field)
    return from_text(written, setting, field=field)


def _row_data(row: Row) -> tuple[str, ...]:
    if row.get("data"):
        return tuple(row.fields["data"].split("|"))
    values = [row.fields.get(f"data{number}", "") for number in range(1, 7)]
    while values and not values[-1]:
        values.pop()
    return tuple(values)


def _second(line: QueueLine) -> int:
    return int(line.at.timestamp())


def _digest(line: QueueLine) -> str:
    return digest(line.at.isoformat(), line.queue, line.agent, line.verb, *line.data)
