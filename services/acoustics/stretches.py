"""Stretches of time in seconds: joined, cut and counted."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from services.acoustics import Span

Stretch = tuple[float, float]
"""Start and end."""
Stretches = tuple[Stretch, ...]
"""In order, none touching another."""

_DIGITS = 3


def closed(stretches: Iterable[Stretch], pause_s: float = 0) -> Stretches:
    """In order; those that touch, overlap or lie less than `pause_s` apart become one.

    Rounded to milliseconds, so that what is stored measures the same again.
    """
    joined: list[Stretch] = []
    for start_s, end_s in sorted(stretches):
        start_s, end_s = round(start_s, _DIGITS), round(end_s, _DIGITS)
        if end_s <= start_s:
            continue
        if joined and _gap_s(joined[-1], start_s) < max(pause_s, 1e-9):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end_s))
        else:
            joined.append((start_s, end_s))
    return tuple(joined)


def shared(first: Sequence[Stretch], second: Sequence[Stretch]) -> Stretches:
    """What lies in both; each in order, as `closed` gives it."""
    both: list[Stretch] = []
    mine = other = 0
    while mine < len(first) and other < len(second):
        start_s = max(first[mine][0], second[other][0])
        end_s = min(first[mine][1], second[other][1])
        if start_s < end_s:
            both.append((start_s, end_s))
        if first[mine][1] <= second[other][1]:
            mine += 1
        else:
            other += 1
    return tuple(both)


def without(stretches: Sequence[Stretch], holes: Iterable[Stretch]) -> Stretches:
    """What of `stretches` lies in none of `holes`, which come in any order."""
    edges = ((-math.inf, -math.inf), *closed(holes), (math.inf, math.inf))
    return shared(stretches, gaps(edges))


def gaps(stretches: Sequence[Stretch]) -> Stretches:
    """What lies between one and the next."""
    return tuple((before[1], after[0]) for before, after in pairwise(stretches))


def total_s(stretches: Iterable[Stretch]) -> float:
    return round(sum(end_s - start_s for start_s, end_s in stretches), _DIGITS)


def at_least(stretches: Iterable[Stretch], least_s: float) -> Stretches:
    """Those that last `least_s` or longer."""
    return tuple(each for each in stretches if round(each[1] - each[0], _DIGITS) >= least_s)


def spans(stretches: Iterable[Stretch]) -> tuple[Span, ...]:
    return tuple(Span(start_s=start_s, end_s=end_s) for start_s, end_s in stretches)


def stretches_of(spans: Iterable[Span]) -> Stretches:
    return tuple((span.start_s, span.end_s) for span in spans)


def _gap_s(before: Stretch, start_s: float) -> float:
    return round(start_s - before[1], _DIGITS)
