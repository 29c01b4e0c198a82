"""Which steps belong together: to one conversation, and to conversations that share a channel.

A channel that is picked up, unparked or transferred goes on in an older conversation. When
it was the first of its own, that one never was a call by itself. When it was not, as with
the colleague whom an agent consulted first, both are calls, and the channel is in both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from services.dialers.asterisk.steps import Act, Step


def families(steps: Sequence[Step]) -> list[list[Step]]:
    """The steps, in the order of their time, of conversations that have a channel in common."""
    last = {step.uniqueid: step.linkedid for step in steps}
    stands_for: dict[str, str] = {}
    of_channel: dict[str, str] = {}
    kept: list[Step] = []
    for step in steps:
        if _is_left_behind(step, last):
            continue
        call_id = _goes_on_in(step.linkedid, last)
        kept.append(replace(step, linkedid=call_id) if call_id != step.linkedid else step)
        before = of_channel.setdefault(step.uniqueid, call_id)
        stands_for[_root(call_id, stands_for)] = _root(before, stands_for)
    found: dict[str, list[Step]] = {}
    for step in kept:
        found.setdefault(_root(step.linkedid, stands_for), []).append(step)
    return list(found.values())


def _is_left_behind(step: Step, last: Mapping[str, str]) -> bool:
    """The end of a conversation whose first channel goes on in another one."""
    return step.act is Act.END and last.get(step.linkedid, step.linkedid) != step.linkedid


def _goes_on_in(linkedid: str, last: Mapping[str, str]) -> str:
    """The conversation in which the first channel of this one was last."""
    seen = {linkedid}
    while (after := last.get(linkedid, linkedid)) not in seen:
        seen.add(after)
        linkedid = after
    return linkedid


def _root(call_id: str, stands_for: Mapping[str, str]) -> str:
    while (other := stands_for.get(call_id, call_id)) != call_id:
        call_id = other
    return call_id
