"""Numbers as they stand in a text, and the text between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

LONGEST = 22
"""Digits of the longest number; bank cards have 19."""

Way = Literal["zh", "en", "figures"]
"""How a number is said: in Chinese, in English, or written in figures already."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """Characters `start:end` of a text that say one number.

    `digits` is there for what was read digit by digit, leading zeros included, and for
    what may be part of such a reading: `138`, `幺三八`, `one three eight`, `twelve`.
    """

    start: int
    end: int
    raw: str
    value: Decimal
    way: Way
    digits: str | None = None
    ordinal: bool = False

    @property
    def whole(self) -> int:
        """-1 for what is no whole number, which no date and no time has."""
        return int(self.value) if self.value == int(self.value) else -1


@dataclass(frozen=True, slots=True)
class Line:
    """A text with the numbers in it, in their order.

    `plain` has the same length as what was said, in simplified lower-case half-width
    characters, with □ for numerals that are no numbers, as the one of 一样.
    """

    plain: str
    numerals: tuple[Numeral, ...]
    language: str | None

    def before(self, index: int) -> str:
        """What stands between the number before and this one."""
        start = self.numerals[index - 1].end if index else 0
        return self.plain[start : self.numerals[index].start]

    def after(self, index: int) -> str:
        """What stands between this number and the next."""
        return self.plain[self.numerals[index].end : self._start(index + 1)]

    def has(self, index: int) -> bool:
        return index < len(self.numerals)

    def _start(self, index: int) -> int:
        return self.numerals[index].start if self.has(index) else len(self.plain)


def in_one_line(found: Iterable[Numeral]) -> tuple[Numeral, ...]:
    """In their order, without what nobody says: a model that hangs writes 1111111111..."""
    sayable = (each for each in found if len(each.value.as_tuple().digits) <= LONGEST)
    return tuple(sorted(sayable, key=lambda each: each.start))


def grouped(value: Decimal) -> str:
    """`3,500` or `0.5`: no trailing zeros, no exponent."""
    return f"{value.normalize():,f}"


def plainly(value: Decimal) -> str:
    """`3500` or `0.5`."""
    return f"{value.normalize():f}"
