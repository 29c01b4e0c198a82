"""The order of lines within a second, which is all that a queue_log knows of time.

In a log as Asterisk wrote it, lines stand in their order. In one that something has shuffled,
what a line ends tells: a wait or a talk of some seconds began before this second did.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from types import MappingProxyType

from services.dialers.asterisk.queue_fields import durations_at
from services.dialers.asterisk.queue_lines import QueueLine

_TRANSFERS = frozenset({"ATTENDEDTRANSFER", "BLINDTRANSFER", "TRANSFER"})
_COMPLETIONS = frozenset({"COMPLETEAGENT", "COMPLETECALLER"})
_WAIT_AT: Mapping[str, int] = MappingProxyType(
    {
        "ABANDON": 3,
        "CONNECT": 1,
        "EXITEMPTY": 3,
        "EXITWITHKEY": 4,
        "EXITWITHTIMEOUT": 3,
        "WITHDRAW": 3,
    }
)
"""Where such lines have the seconds of the wait."""
_ONCE = frozenset({"ENTERQUEUE", *_WAIT_AT, *_COMPLETIONS, *_TRANSFERS})
"""What cannot happen to a call twice within a second and look the same."""

_BEFORE_ALL, _ENDS_WAIT, _ENDS_TALK, _ENTERS, _ENDS_NEW_WAIT, _ENDS_NEW_TALK = range(6)


def in_order(lines: Sequence[QueueLine]) -> list[QueueLine]:
    """By time, without lines that came twice, and those of one second a microsecond apart."""
    once = _without_copies(lines)
    as_written = all(before.at <= after.at for before, after in pairwise(once))
    ordered = once if as_written else sorted(once, key=lambda line: (line.at, _rank(line)))
    apart: list[QueueLine] = []
    before: datetime | None = None
    nth = 0
    for line in ordered:
        nth = nth + 1 if line.at == before else 0
        before = line.at
        apart.append(replace(line, at=line.at + timedelta(microseconds=nth)))
    return apart


def _without_copies(lines: Sequence[QueueLine]) -> list[QueueLine]:
    seen: set[tuple[object, ...]] = set()
    kept: list[QueueLine] = []
    for line in lines:
        said = (line.at, line.callid, line.queue, line.agent, line.verb, line.data)
        if line.verb not in _ONCE or said not in seen:
            kept.append(line)
        seen.add(said)
    return kept


def _rank(line: QueueLine) -> int:
    verb = line.verb
    if verb == "ENTERQUEUE":
        return _ENTERS
    if verb in _WAIT_AT:
        return _ENDS_WAIT if line.seconds(_WAIT_AT[verb]) else _ENDS_NEW_WAIT
    if verb in _COMPLETIONS or verb in _TRANSFERS:
        first = 1 if verb in _COMPLETIONS else durations_at(line)
        began_before = line.seconds(first) or line.seconds(first + 1)
        return _ENDS_TALK if began_before else _ENDS_NEW_TALK
    return _BEFORE_ALL if verb.startswith(("RING", "PAUSEALL", "UNPAUSEALL")) else _ENTERS
