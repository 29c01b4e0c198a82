"""Who talks with whom: which channels sit in bridges that are connected.

A Local channel has two ends, `;1` and `;2`, each in a bridge of its own: through it the
people in both bridges hear each other. So two people talk while their bridges are the same
or connected by such detours, whatever Asterisk does to shorten the way meanwhile.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
    seen: dict[str, int] = {}
    for step in steps:
        seen.setdefault(step.channel, len(seen))
        if not _move(places, step):
            continue
        together = set(_together(places))
        for channel in sorted(open_since.keys() - together):
            found.append(Talk(channel, open_since.pop(channel), step))
        for channel in sorted(together - open_since.keys()):
            open_since[channel] = step
    found += [Talk(channel, step, None) for channel, step in open_since.items()]
    return _without_flicker(found, seen)


def with_peers(steps: Iterable[Step]) -> Iterator[Step]:
    """Steps of pairs that name no peer, with the other channel that was last heard of."""
    heard: list[str] = []
    for step in steps:
        if step.act in (Act.PAIR, Act.PART) and not step.peer:
            others = [name for name in reversed(heard) if name != step.channel]
            yield replace(step, peer=next(iter(others), ""))
        else:
            yield step
        if not is_local(step.channel):
            heard = [*(name for name in heard if name != step.channel), step.channel]


def alone_or_first(found: Sequence[Talk]) -> list[Talk]:
    """Of talks of agents, those that are not within another's, who was there first.

    Two agents of whom one called the other: it is the caller's call. An agent who is only
    added for a while does not take the call over.
    """
    return [
        talk
        for nth, talk in enumerate(found)
        if not any(
            _is_within(talk, other) and (nth > before or not _is_within(other, talk))
            for before, other in enumerate(found)
            if before != nth
        )
    ]


def _is_within(talk: Talk, other: Talk) -> bool:
    if talk.begun.at < other.begun.at:
        return False
    if other.over is None or talk.over is None:
        return other.over is None and talk.over is None
    return talk.over.at <= other.over.at


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


def _without_flicker(found: Sequence[Talk], seen: Mapping[str, int]) -> list[Talk]:
    """Talks in order; who only changed bridges never left. Of two at once, who was there first."""
    joined: list[Talk] = []
    last: dict[str, int] = {}
    for talk in sorted(found, key=lambda each: (each.begun.at, seen.get(each.channel, 0))):
        before = joined[last[talk.channel]] if talk.channel in last else None
        if before and before.over and _is_flicker(before.over, talk.begun):
            joined[last[talk.channel]] = Talk(talk.channel, before.begun, talk.over)
        else:
            last[talk.channel] = len(joined)
            joined.append(talk)
    return joined


def _is_flicker(over: Step, begun: Step) -> bool:
    """What was told as over before the return was known stays over."""
    return begun.at - over.at <= _FLICKER and over.told == begun.told
