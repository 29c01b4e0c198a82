"""Where in a call a condition looks."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import Generic, TypeVar

from services.scoring.conditions import Direction, Within
from services.scoring.judging.places import Hit, Place
from services.scoring.judging.texts import Turn
from services.scoring.results import Unsure
from services.tables import Channel
from services.transcripts import Utterance

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Extent:
    """What a call's windows are measured by."""

    duration_s: float
    turns: Sequence[Turn]
    utterances: Sequence[Utterance]

    def turn_from_s(self, number: int) -> float:
        """When a turn begins; a call's own ends where there is none such."""
        if number <= 0 or not self.turns:
            return 0
        if number >= len(self.turns):
            return self.duration_s
        return self._begins_s(number)

    def _begins_s(self, number: int) -> float:
        return self.utterances[self.turns[number].utterances[0]].start_s

    def turn_to_s(self, number: int) -> float:
        if number < 0:
            return 0
        if number >= len(self.turns) - 1:
            return self.duration_s
        return max(self.utterances[each].end_s for each in self.turns[number].utterances)

    def turn_at(self, second: float) -> int | None:
        """The last that has begun; None before the first, or where nobody can count them."""
        at = bisect_right(self.turns, second, key=lambda turn: self._begins_s(turn.number))
        if at == 0 or self.turns[at - 1].channel is Channel.MIXED:
            return None
        return at - 1


@dataclass(frozen=True, slots=True)
class Side:
    """After one place, or before another; all of the call when neither is given."""

    after: Place | None = None
    before: Place | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a call; a place is in it by where it begins."""

    looked_s: tuple[float, float]
    """For people: from second, to second."""
    from_s: float = -inf
    to_s: float = inf
    turns: tuple[int, int] | None = None
    """First and last that count."""
    are_turns_unknown: bool = False
    """Nobody can count them, so nothing is surely in it."""
    side: Side = Side()
    gap_s: float = inf
    """At most so long after, or before, that place."""

    def holds(self, place: Place) -> Place | None:
        """The place, doubted where it cannot be told; None when it is elsewhere."""
        if not self.from_s <= place.start_s <= self.to_s or not self._is_on_its_side(place):
            return None
        if self.are_turns_unknown or (self.turns and place.turn is None):
            return place.doubted(Unsure.MIXED_CHANNEL)
        if self.turns is None or place.turn is None:
            return place
        return place if self.turns[0] <= place.turn <= self.turns[1] else None

    def limits_s(self, longest_s: float) -> tuple[float, float]:
        """When places no longer than that begin, if they are in it."""
        from_s, to_s = self.from_s, self.to_s
        if self.side.after is not None:
            from_s = max(from_s, self.side.after.start_s)
            to_s = min(to_s, self.side.after.end_s + self.gap_s)
        if self.side.before is not None:
            from_s = max(from_s, self.side.before.start_s - self.gap_s - longest_s)
            to_s = min(to_s, self.side.before.start_s)
        return from_s, to_s

    def _is_on_its_side(self, place: Place) -> bool:
        after, before = self.side.after, self.side.before
        if after is not None:
            return is_after(place, after) and _gap_s(after, place) <= self.gap_s
        if before is not None:
            return is_after(before, place) and _gap_s(place, before) <= self.gap_s
        return True


class Row(Generic[T]):
    """What was found in all of a call, by time, of which windows show a part."""

    def __init__(self, found: Iterable[T], place_of: Callable[[T], Place]) -> None:
        self._found = sorted(found, key=lambda each: place_of(each).moment)
        self._place_of = place_of

    @cached_property
    def _starts(self) -> list[float]:
        return [self._place_of(each).start_s for each in self._found]

    @cached_property
    def _longest_s(self) -> float:
        places = map(self._place_of, self._found)
        return max(place.end_s - place.start_s for place in places)

    def __bool__(self) -> bool:
        return bool(self._found)

    def near(self, windows: Sequence[Window]) -> Sequence[T]:
        """All that the windows hold, and perhaps some more."""
        if not windows or not self._found:
            return self._found
        first, end = 0, len(self._found)
        for window in windows:
            from_s, to_s = window.limits_s(self._longest_s)
            first = max(first, bisect_left(self._starts, from_s))
            end = min(end, bisect_right(self._starts, to_s))
        return self._found[first:end]


def in_row(places: Iterable[Place]) -> Row[Place]:
    return Row(places, lambda place: place)


def held(places: Iterable[Place], windows: Sequence[Window]) -> list[Place]:
    """Those that are in all windows."""
    found = list(places)
    for window in windows:
        found = [held for place in found if (held := window.holds(place)) is not None]
    return found


def is_after(later: Place, earlier: Place) -> bool:
    """Whether one place begins after another, and is no part of it."""
    if later.moment <= earlier.moment:
        return False
    if later.span and earlier.span and later.channel is earlier.channel:
        return later.span[0] >= earlier.span[1]
    one, other = later.evidence, earlier.evidence
    if one.utterance is None or one.utterance != other.utterance:
        return True
    assert one.char_start is not None
    assert other.char_end is not None
    return one.char_start >= other.char_end


def window_of(within: Within, extent: Extent) -> Window:
    """The first or last seconds or turns. The call's ends do not count: word times pass them."""
    match within:
        case Within(first_s=float(first_s)):
            return Window((0, min(first_s, extent.duration_s)), to_s=first_s)
        case Within(last_s=float(last_s)):
            from_s = extent.duration_s - last_s
            return Window((max(0, from_s), extent.duration_s), from_s=from_s)
        case Within(first_turns=int(count)):
            return Window((0, extent.turn_to_s(count - 1)), turns=(0, count - 1))
        case _:
            first = max(0, len(extent.turns) - (within.last_turns or 0))
            looked_s = (extent.turn_from_s(first), extent.duration_s)
            return Window(looked_s, turns=(first, len(extent.turns)))


def window_near(
    anchor: Hit,
    direction: Direction,
    within_s: float | None,
    within_turns: int | None,
    extent: Extent,
) -> Window:
    """After the last place of `anchor`, or before its first."""
    gap_s = inf if within_s is None else within_s
    if direction is Direction.AFTER:
        place = anchor.last
        turns = _turns(place, within_turns, 1)
        to_s = min(extent.duration_s, place.end_s + gap_s)
        if turns:
            to_s = min(to_s, extent.turn_to_s(turns[1]))
        looked_s = (place.end_s, max(place.end_s, to_s))
        side = Side(after=place)
    else:
        place = anchor.first
        turns = _turns(place, within_turns, -1)
        from_s = max(0.0, place.start_s - gap_s)
        if turns:
            from_s = max(from_s, extent.turn_from_s(turns[0]))
        looked_s = (min(from_s, place.start_s), place.start_s)
        side = Side(before=place)
    unknown = within_turns is not None and place.turn is None
    return Window(looked_s, turns=turns, are_turns_unknown=unknown, side=side, gap_s=gap_s)


def looked(windows: Sequence[Window], duration_s: float) -> tuple[float, float]:
    """From which to which second of the call somebody looked."""
    if not windows:
        return 0.0, max(0.0, float(duration_s))
    from_s = max(window.looked_s[0] for window in windows)
    to_s = min(window.looked_s[1] for window in windows)
    return float(from_s), float(max(from_s, to_s))


def _turns(place: Place, within: int | None, way: int) -> tuple[int, int] | None:
    if within is None or place.turn is None:
        return None
    first, last = sorted((place.turn, place.turn + way * within))
    return first, last


def _gap_s(earlier: Place, later: Place) -> float:
    return max(0.0, later.start_s - earlier.end_s)
