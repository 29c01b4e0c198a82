"""What a blind sample says of all calls. Pure.

The mean has Student's interval with finite population correction: mean -+ t * s / sqrt(n) *
sqrt((N - n) / (N - 1)), with the t of n - 1 degrees of freedom that 95 % lie within
(Cochran, "Sampling Techniques", 3rd ed., 1977, 2.6 and 2.8).
"""

from dataclasses import dataclass
from functools import cache
from math import atan, cos, pi, sin, sqrt

_INSIDE = 0.95
_PLAIN = 1_000
"""Degrees of freedom from which t is taken as that of so many: it differs by less than 0.003."""


@dataclass(frozen=True, slots=True)
class Mean:
    """`low` and `high` are None where one call alone says nothing of the others."""

    value: float
    low: float | None
    high: float | None


def mean_of(n: int, mean: float, deviation: float | None, population: int) -> Mean:
    """Of a score from 0 to 100; `deviation` is that of the sample (n - 1)."""
    if n >= population:
        return Mean(mean, mean, mean)
    if n < 2 or deviation is None:
        return Mean(mean, None, None)
    correction = sqrt((population - n) / (population - 1))
    reach = student_t(n - 1) * deviation / sqrt(n) * correction
    return Mean(mean, max(0.0, mean - reach), min(100.0, mean + reach))


@cache
def student_t(degrees: int) -> float:
    """The t that 95 % lie within on both sides, by halving over `within`."""
    degrees = min(degrees, _PLAIN)
    low, high = 0.0, 13.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if within(middle, degrees) < _INSIDE else (low, middle)
    return high


def within(t: float, degrees: int) -> float:
    """What share lies between -t and t.

    The finite series of Abramowitz and Stegun, "Handbook of Mathematical Functions" (1964),
    26.7.3 and 26.7.4: exact but for rounding.
    """
    angle = atan(t / sqrt(degrees))
    odd = degrees % 2
    term = cos(angle) if odd else 1.0
    total = 0.0
    for step in range(degrees // 2):
        total += term
        factor = 2 * step + 1 + odd
        term *= cos(angle) ** 2 * factor / (factor + 1)
    return 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total
