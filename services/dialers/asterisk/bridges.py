"""Who talks with whom: which channels sit in bridges that are connected.

A Local channel has two ends, `;1` and `;2`, each in a bridge of its own: through it the
people in both bridges hear each other. So two people talk while their bridges are the same
or connected by such detours, whatever Asterisk does to shorten the way meanwhile.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from services.dialers.asterisk.settings import is_local
from services.dialers.asterisk.steps import Act, Step

_FLICKER = timedelta(seconds=1)
"""A channel that changes bridges is away for milliseconds."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A channel is with somebody, from one step to another that has not come yet if None."""

    channel: str
    begun: Step
    over: Step | None


def talks(steps: Iterable[Step]) -> list[Talk]:
    """When which channel was with another one that is not a detour. `steps` in order of time."""
    places: dict[str, str] = {}
    open_since: dict[str, Step] = {}
    found: list[Talk] = []
    for step in steps:
        if not _move(places, step):
            continue
        together = set(_together(places))
        for channel in sorted(open_since.keys() - together):
            found.append(Talk(channel, open_since.pop(channel), step))
        for channel in sorted(together - open_since.keys()):
            open_since[channel] = step
    found += [Talk(channel, step, None) for channel, step in sorted(open_since.items())]
    return _without_flicker(found)


def _move(places: dict[str, str], step: Step) -> bool:
    """Note where the channels of `step` are; False when it is about something else."""
    match step.act:
        case Act.ENTER:
            places[step.channel] = step.bridge
        case Act.EXIT | Act.HANGUP:
            if step.act is Act.EXIT and places.get(step.channel) != step.bridge:
                return False
            return places.pop(step.channel, None) is not None
        case Act.PAIR:
            bridge = f"{step.channel} {step.peer}"
            # Somebody is there, even if only by way of a detour that answers by itself.
            places |= {step.channel: bridge, _someone(step.peer): bridge}
        case Act.PART:
            places.pop(step.channel, None)
            places.pop(_someone(step.peer), None)
        case _:
            return False
    return True


def _someone(peer: str) -> str:
    return f"with {peer}" if is_local(peer) or not peer else peer


def _together(places: dict[str, str]) -> Iterator[str]:
    """The channels that are not alone, detours left out."""
    reach = _connected(places)
    rooms: dict[str, list[str]] = {}
    for channel, bridge in places.items():
        if not is_local(channel):
            rooms.setdefault(reach[bridge], []).append(channel)
    for channels in rooms.values():
        if len(channels) > 1:
            yield from channels


def _connected(places: dict[str, str]) -> dict[str, str]:
    """For each bridge, one that stands for all that are connected with it."""
    stands_for = {bridge: bridge for bridge in places.values()}
    for channel, bridge in places.items():
        other = places.get(_other_end(channel))
        if other is not None:
            joined, into = stands_for[bridge], stands_for[other]
            for each, now in stands_for.items():
                if now == joined:
                    stands_for[each] = into
    return stands_for


def _other_end(channel: str) -> str:
    return f"{channel[:-1]}2" if channel.endswith(";1") else ""


def _without_flicker(found: Sequence[Talk]) -> list[Talk]:
    """Talks in order, with those joined between which a channel only changed bridges."""
    joined: list[Talk] = []
    last: dict[str, int] = {}
    for talk in sorted(found, key=lambda each: (each.begun.at, each.channel)):
        before = joined[last[talk.channel]] if talk.channel in last else None
        if before and before.over and talk.begun.at - before.over.at <= _FLICKER:
            joined[last[talk.channel]] = Talk(talk.channel, before.begun, talk.over)
        else:
            last[talk.channel] = len(joined)
            joined.append(talk)
    return joined
