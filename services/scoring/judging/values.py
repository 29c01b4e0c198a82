"""Comparing what was said, or what is known, with what is wanted."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from operator import eq, ge, gt, le, lt, ne
from typing import TypeAlias

from services.scoring.conditions import Op, Value, Wanted
from services.scoring.heard import Facts
from services.transcripts import EntityKind

Comparable: TypeAlias = Decimal | str

_COMPARE: Mapping[Op, Callable[[Comparable, Comparable], bool]] = {
    Op.EQ: eq,
    Op.NE: ne,
    Op.LT: lt,
    Op.LE: le,
    Op.GT: gt,
    Op.GE: ge,
}
_NUMERIC = {EntityKind.NUMBER, EntityKind.AMOUNT, EntityKind.PERCENTAGE}
_DIGITS = {EntityKind.PHONE, EntityKind.ID_NUMBER, EntityKind.CARD}
_COUNTRY_CODES = ("86", "1", "0")
"""What may stand before a telephone number, or not: China, North America, a trunk call."""
_LOCAL = 7
"""Digits of the shortest telephone number whose beginning may be left out."""


class FactMissing(LookupError):
    """Nobody told the fact whose name is the argument."""


def wanted_of(wanted: Wanted, facts: Facts) -> Value | tuple[Value, ...]:
    """What to compare with. Raises FactMissing."""
    if wanted.fact is None:
        assert wanted.value is not None
        return wanted.value
    return fact_of(wanted.fact, facts)


def fact_of(name: str, facts: Facts) -> Value:
    """Raises FactMissing. Where only a campaign's fact has the name, that one."""
    value = facts.get(name)
    if value is None:
        raise FactMissing(name)
    return value


def compares(value: Value, op: Op, wanted: Value | tuple[Value, ...]) -> bool | None:
    """None where they cannot be compared: "gold" is neither more nor less than 3.

    Numbers in words of digits are numbers; case and space around words do not matter.
    """
    if isinstance(wanted, tuple):
        is_among = any(compares(value, Op.EQ, each) for each in wanted)
        return is_among == (op is Op.IN)
    one, other = _plain(value), _plain(wanted)
    if isinstance(one, Decimal) != isinstance(other, Decimal):
        one, other = str(value).strip().casefold(), str(wanted).strip().casefold()
        if op not in (Op.EQ, Op.NE):
            return None
    return _COMPARE[op](one, other)


def entity_compares(
    kind: EntityKind, value: str, op: Op, wanted: Value | tuple[Value, ...]
) -> bool | None:
    """The same of an entity's value, by what its kind makes of it."""
    if isinstance(wanted, tuple):
        is_among = any(entity_compares(kind, value, Op.EQ, each) for each in wanted)
        return is_among == (op is Op.IN)
    if kind in _NUMERIC:
        return compares(value, op, _without_sign(wanted))
    text = _text(wanted)
    if op in (Op.EQ, Op.NE):
        return _is_same(kind, value, text) == (op is Op.EQ)
    if kind in _DIGITS or len(value) != len(text):
        return None
    return _COMPARE[op](value, text)


def _text(wanted: Value) -> str:
    """Numbers of telephones may come as numbers."""
    is_whole = isinstance(wanted, float) and wanted.is_integer()
    return str(int(wanted) if is_whole else wanted).strip()


def _plain(value: Value) -> Comparable:
    if isinstance(value, bool):
        return str(value).casefold()
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return str(value).strip().casefold()
    return number if number.is_finite() else str(value).strip().casefold()


def _without_sign(wanted: Value) -> Value:
    """`3,500元` and `5%` as numbers; what is none stays as it is."""
    if not isinstance(wanted, str):
        return wanted
    return wanted.strip().strip("¥￥$€£%％元块 ").replace(",", "").replace("，", "")


def _is_same(kind: EntityKind, value: str, wanted: str) -> bool:
    if kind in _DIGITS:
        one, other = _digits(value), _digits(wanted)
        return one == other or (kind is EntityKind.PHONE and _is_same_line(one, other))
    if kind is EntityKind.DATE:
        return _is_same_date(value, wanted)
    return value == wanted.zfill(len(value))


def _digits(text: str) -> str:
    return "".join(character for character in text.upper() if character.isalnum())


def _is_same_line(one: str, other: str) -> bool:
    """Telephone numbers of which one is told with what stands before it."""
    shorter, longer = sorted((one, other), key=len)
    before = longer.removesuffix(shorter).lstrip("0") or "0"
    return len(shorter) >= _LOCAL and longer.endswith(shorter) and before in _COUNTRY_CODES


def _is_same_date(said: str, wanted: str) -> bool:
    """What was not said of a date, such as its year, is not compared."""
    if said.startswith("---"):
        return wanted.endswith(said[2:])
    if said.startswith("--"):
        return wanted == said or wanted[4:].startswith(said[1:])
    return wanted == said or wanted.startswith(f"{said}-")
