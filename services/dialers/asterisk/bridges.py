"""Who talks with whom: which channels sit in bridges that are connected.

A Local channel has two ends, `;1` and `;2`, each in a bridge of its own: through it the
people in both bridges hear each other. So two people talk while their bridges are the same
or connected by such detours, whatever Asterisk does to shorten the way meanwhile.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
    call_id: str
    begun: Step
    over: Step | None


@dataclass(frozen=True, slots=True)
class Meetings:
    """Who was with whom in conversations that share channels."""

    talks: list[Talk]
    alone: list[Talk]
    """Of outsiders who are left alone in their bridge, while agents talk among themselves."""


def meetings(steps: Iterable[Step], agents: Collection[str]) -> Meetings:
    """When which channel was with another one that is not a detour. `steps` in order of time.

    Agents among themselves do not talk with an outsider who has been with them and is still
    there: they consult each other.
    """
    rooms = _Rooms(agents)
    together, alone = _Spans(), _Spans()
    for step in steps:
        if rooms.move(step):
            now = dict(rooms.together())
            together.are(now, step)
            alone.are(rooms.left_alone(now), step)
    found = _without_flicker([*together.over, *together.open()], rooms.seen)
    held = [span for span in alone.over if span.over and not _is_flicker(span.begun, span.over)]
    return Meetings(found, held)


class _Spans:
    """Since when channels are in a state, and when they were. The state has a conversation."""

    def __init__(self) -> None:
        self.over: list[Talk] = []
        self._since: dict[tuple[str, str], Step] = {}

    def are(self, channels: Mapping[str, str], step: Step) -> None:
        """From `step` on exactly `channels` are, each in its conversation."""
        now = set(channels.items())
        for channel, call_id in sorted(self._since.keys() - now):
            begun = self._since.pop((channel, call_id))
            self.over.append(Talk(channel, call_id, begun, step))
        for each in sorted(now - self._since.keys()):
            self._since[each] = step

    def open(self) -> list[Talk]:
        return [Talk(channel, call, step, None) for (channel, call), step in self._since.items()]


class _Rooms:
    """Where channels are."""

    def __init__(self, agents: Collection[str]) -> None:
        self.seen: dict[str, int] = {}
        self._agents = agents
        self._places: dict[str, str] = {}
        self._calls: dict[str, str] = {}
        """The conversation of each channel that is somewhere."""
        self._begun: dict[str, int] = {}
        """Conversations, by when they were first heard of."""
        self._met: dict[str, str] = {}
        """Outsiders who have been with somebody and are not gone, with their conversation."""

    def move(self, step: Step) -> bool:
        """Note where the channels of `step` are; False when it is about something else."""
        self.seen.setdefault(step.channel, len(self.seen))
        self._begun.setdefault(step.linkedid, len(self._begun))
        if step.act is Act.HANGUP:
            self._met.pop(step.channel, None)
        if not _move(self._places, step):
            return False
        self._calls[step.channel] = step.linkedid
        if step.act is Act.PAIR:
            self._calls[_someone(step.peer)] = step.linkedid
        return True

    def together(self) -> Iterator[tuple[str, str]]:
        """The channels that are not alone, detours left out, and in which conversation."""
        reach = _connected(self._places)
        rooms: dict[str, list[str]] = {}
        for channel, bridge in self._places.items():
            if not is_local(channel):
                rooms.setdefault(reach[bridge], []).append(channel)
        for channels in rooms.values():
            call_id = min((self._calls[each] for each in channels), key=self._begun.__getitem__)
            outsiders = [each for each in channels if each not in self._agents]
            if len(channels) > 1 and (outsiders or call_id not in self._met.values()):
                self._met |= dict.fromkeys(outsiders, call_id)
                yield from ((channel, call_id) for channel in channels)

    def left_alone(self, together: Collection[str]) -> dict[str, str]:
        return {
            channel: call_id
            for channel, call_id in self._met.items()
            if channel in self._places and channel not in together
        }


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
    if other.over is None:
        return True
    return talk.over is not None and talk.over.at <= other.over.at


def _move(places: dict[str, str], step: Step) -> bool:
    """Note where the channels of `step` are; False when it is about something else."""
    match step.act:
        case Act.ENTER:
            places[step.channel] = _bridge(step)
        case Act.EXIT | Act.HANGUP:
            if step.act is Act.EXIT and places.get(step.channel) != _bridge(step):
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


def _bridge(step: Step) -> str:
    """Where no row says which bridge, all of a conversation are in one."""
    return step.bridge or f"of {step.linkedid}"


def _someone(peer: str) -> str:
    return f"with {peer}" if is_local(peer) or not peer else peer


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
    last: dict[tuple[str, str], int] = {}
    for talk in sorted(found, key=lambda each: (each.begun.at, seen.get(each.channel, 0))):
        whose = (talk.channel, talk.call_id)
        before = joined[last[whose]] if whose in last else None
        if before and before.over and _is_flicker(before.over, talk.begun):
            joined[last[whose]] = replace(before, over=talk.over)
        else:
            last[whose] = len(joined)
            joined.append(talk)
    return joined


def _is_flicker(over: Step, begun: Step) -> bool:
    """What was told as over before the return was known stays over."""
    return begun.at - over.at <= _FLICKER and over.told == begun.told
