"""Cursor paging: a cursor is the sort key of the last row the reader has seen."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Generic, TypeVar, overload
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from services.errors import Rejected

Item = TypeVar("Item")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")

Value = str | int | float | bool | datetime | UUID | None
BIGGEST_INTEGER = 2**63 - 1


class CursorBroken(Rejected):
    """This cursor was not given out by this list. Start again without it."""


@dataclass(frozen=True, slots=True)
class Paged(Generic[Item]):
    """One page, and the cursor of the following one; None on the last."""

    items: list[Item]
    next: str | None = None


def encode(values: Sequence[Value]) -> str:
    """Make an opaque, URL-safe cursor of a row's sort key."""
    return urlsafe_b64encode(to_json(list(values))).rstrip(b"=").decode("ascii")


@overload
def decode(cursor: str) -> list[Any]: ...
@overload
def decode(cursor: str, first: type[A], /) -> tuple[A]: ...
@overload
def decode(cursor: str, first: type[A], second: type[B], /) -> tuple[A, B]: ...
@overload
def decode(cursor: str, first: type[A], second: type[B], third: type[C], /) -> tuple[A, B, C]: ...
@overload
def decode(
    cursor: str, first: type[A], second: type[B], third: type[C], fourth: type[D], /
) -> tuple[A, B, C, D]: ...
def decode(cursor: str, *kinds: type[Any]) -> Any:
    """Read a cursor back, as values of `kinds` when given, else as plain JSON values.

    Only values PostgreSQL can compare come out: instants have a zone, text no NUL.
    Raises CursorBroken.
    """
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        text = urlsafe_b64decode(padded)
        values = _reader(kinds).validate_json(text)
    except (ValueError, ValidationError) as error:
        raise CursorBroken(field="cursor") from error
    if not all(_is_comparable(value) for value in values):
        raise CursorBroken(field="cursor")
    return values


def cut(rows: Sequence[Item], limit: int, key: Callable[[Item], Sequence[Value]]) -> Paged[Item]:
    """Make a page of up to `limit + 1` rows that were read to see whether more follow."""
    if len(rows) <= limit:
        return Paged(list(rows))
    return Paged(list(rows[:limit]), encode(key(rows[limit - 1])))


@cache
def _reader(kinds: tuple[type[Any], ...]) -> TypeAdapter[Any]:
    return TypeAdapter(tuple[kinds] if kinds else list[Any])  # type: ignore[valid-type]


def _is_comparable(value: object) -> bool:
    match value:
        case str():
            return "\0" not in value
        case int():
            return abs(value) <= BIGGEST_INTEGER
        case float():
            return value == value and abs(value) != float("inf")
        case datetime():
            return value.tzinfo is not None
        case UUID() | None:
            return True
        case _:
            return False
