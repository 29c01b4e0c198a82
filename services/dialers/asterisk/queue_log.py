"""Translating the lines of a queue_log.

What a line means may depend on lines before it: who was waiting when Asterisk restarted,
who was paused. So a delivery should begin with the lines of calls and agents that are not
over, as `earshot listen asterisk` has it; lines that were told before are not stored again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import zip_longest
from types import MappingProxyType
from typing import Any, TypeAlias

from services.calls.events import EventType
from services.dialers import Note, Told, Translation
from services.dialers.asterisk.bodies import numbered
from services.dialers.asterisk.queue_agents import Agents, Change
from services.dialers.asterisk.queue_calls import VERBS, Calls, Said
from services.dialers.asterisk.queue_lines import NOBODY, NOT_A_CALL, QueueLine
from services.dialers.asterisk.settings import Settings

_SILENT = frozenset({"CONFIGRELOAD", "PENALTY", "RINGINUSE"})
"""Verbs that say nothing of calls or of what agents do."""

_EACH = {"PAUSEALL": "PAUSE", "UNPAUSEALL": "UNPAUSE"}
_A_SECOND = timedelta(seconds=1)

Act: TypeAlias = Callable[[Agents, QueueLine, str], Iterator[Change]]

_OF_AGENTS: Mapping[str, Act] = MappingProxyType(
    {
        "ADDMEMBER": Agents.arrive,
        "AGENTCALLBACKLOGIN": Agents.arrive,
        "AGENTCALLBACKLOGOFF": Agents.log_off,
        "AGENTLOGIN": Agents.arrive,
        "AGENTLOGOFF": Agents.log_off,
        "PAUSE": Agents.pause,
        "PAUSEALL": Agents.pause,
        "PAUSEREASON": Agents.give_reason,
        "REMOVEMEMBER": Agents.leave,
        "UNPAUSE": Agents.unpause,
        "UNPAUSEALL": Agents.unpause,
        "WRAPUPSTART": Agents.wrap_up,
    }
)


def translate(lines: Sequence[QueueLine], settings: Settings) -> Translation:
    """What `lines`, in the order of their time, say."""
    notes: list[Note] = []
    agents = Agents(settings.wrapup_s)
    calls = Calls(settings, agents, notes)
    told = [
        event
        for line in _of_members(lines)
        for event in _told(line, _read(line, calls, agents, settings, notes))
    ]
    return Translation(events=tuple(told), notes=tuple(notes))


def _of_members(lines: Sequence[QueueLine]) -> Iterator[QueueLine]:
    """Without PAUSEALLs of devices.

    Asterisk logs the device there, and then for each queue the name of its member: the
    device alone would be somebody else who pauses too.
    """
    for line, after in zip_longest(lines, lines[1:]):
        if after is None or not _is_of_device(line, after):
            yield line


def _is_of_device(line: QueueLine, after: QueueLine) -> bool:
    return (
        _EACH.get(line.verb) == after.verb
        and "/" in line.agent
        and "/" not in after.agent
        and after.at - line.at < _A_SECOND
    )


def _read(
    line: QueueLine, calls: Calls, agents: Agents, settings: Settings, notes: list[Note]
) -> Iterator[Said]:
    if line.verb == "QUEUESTART":
        yield from calls.restart(line.at)
        yield from _as_said(agents.restart(line.at))
    elif line.verb in _OF_AGENTS:
        if line.agent not in ("", NOBODY):
            yield from _as_said(_OF_AGENTS[line.verb](agents, line, settings.member(line.agent)))
    elif line.verb in VERBS:
        if line.callid in NOT_A_CALL:
            notes.append(_note(line, "missing", f"{line.verb} of no call"))
        else:
            yield from calls.read(line)
    elif line.verb not in _SILENT:
        notes.append(_note(line, "unknown_value", f"{line.verb[:40]!r} is no verb we know"))


def _as_said(changes: Iterable[Change]) -> Iterator[Said]:
    for at, change in changes:
        yield EventType.AGENT_STATE, at, change


def _note(line: QueueLine, reason: str, sentence: str) -> Note:
    return Note(reason, f"line {line.number}: {sentence}", "event", line=line.number)


def _told(line: QueueLine, said: Iterator[Said]) -> Iterator[Told]:
    events = list(said)
    keys = numbered(f"{line.key}:{_subject(kind, data)}" for kind, _, data in events)
    for key, (kind, at, data) in zip(keys, events, strict=True):
        kept = {name: value for name, value in data.items() if value not in (None, "")}
        yield Told(key, kind, at, kept)


def _subject(kind: EventType, data: Mapping[str, Any]) -> str:
    """A restart tells of many calls and agents on one line."""
    about = data.get("agent") if kind is EventType.AGENT_STATE else data.get("call_id")
    return f"{kind.value}:{about}"
