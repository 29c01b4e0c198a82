"""Which tables there are, what their columns are called, and what stands in their cells. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]
Kind = Literal["units", "agents", "memberships", "identities"]
Cells = Mapping[str, str]
"""A row by column; an empty cell says nothing."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One table. `columns` are their headings by language; `key` is what a row is known by."""

    kind: Kind
    title: Mapping[Language, str]
    columns: Mapping[str, Mapping[Language, str]]
    needed: frozenset[str]
    """Columns without which it is another table."""
    key: Sequence[str]


def _both(zh: str, en: str) -> Mapping[Language, str]:
    return {"zh": zh, "en": en}


SHAPES: tuple[Shape, ...] = (
    Shape(
        "units",
        _both("单位", "Units"),
        {
            "id": _both("编号", "ID"),
            "name": _both("名称", "Name"),
            "kind": _both("类型", "Kind"),
            "parent": _both("上级单位", "Parent"),
            "timezone": _both("时区", "Time zone"),
        },
        frozenset({"name", "kind"}),
        ("name",),
    ),
    Shape(
        "agents",
        _both("坐席", "Agents"),
        {
            "code": _both("工号", "Code"),
            "name": _both("姓名", "Name"),
            "active": _both("在职", "Active"),
        },
        frozenset({"code", "name"}),
        ("code",),
    ),
    Shape(
        "memberships",
        _both("归属", "Teams"),
        {
            "agent": _both("坐席工号", "Agent code"),
            "unit": _both("小组", "Team"),
            "since": _both("起始", "Since"),
        },
        frozenset({"agent", "unit", "since"}),
        ("agent", "since"),
    ),
    Shape(
        "identities",
        _both("外呼系统名称", "Dialer names"),
        {
            "source": _both("接入来源", "Source"),
            "name": _both("外呼系统中的名称", "Name at dialer"),
            "agent": _both("坐席工号", "Agent code"),
            "ignored": _both("不是人", "Not a person"),
        },
        frozenset({"source", "name", "agent"}),
        ("source", "name"),
    ),
)
BY_KIND: Mapping[str, Shape] = {shape.kind: shape for shape in SHAPES}

UNIT_KINDS: Mapping[str, Mapping[Language, str]] = {
    "company": _both("公司", "company"),
    "region": _both("区域", "region"),
    "department": _both("部门", "department"),
    "team": _both("小组", "team"),
}
YES, NO = _both("是", "yes"), _both("否", "no")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")


def shape_of(headings: Sequence[str]) -> Shape | None:
    """The table that has these headings, in either language; the one that has most of them."""
    fitting = [shape for shape in SHAPES if shape.needed <= set(columns_of(shape, headings))]
    return max(fitting, key=lambda shape: len(_known(shape, headings)), default=None)


def columns_of(shape: Shape, headings: Sequence[str]) -> list[str | None]:
    """The column of each heading; None for one that is not known."""
    by_heading = {
        _plain(heading): column
        for column, both in shape.columns.items()
        for heading in (*both.values(), column)
    }
    return [by_heading.get(_plain(heading)) for heading in headings]


def _known(shape: Shape, headings: Sequence[str]) -> list[str]:
    return [column for column in columns_of(shape, headings) if column]


def _plain(heading: str) -> str:
    return re.sub(r"[\s_]+", " ", heading.strip().casefold())


def escaped(cell: str) -> str:
    """`cell` so that no spreadsheet takes it for a formula; `unescaped` undoes it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unescaped(cell: str) -> str:
    return cell[1:] if _ESCAPED.match(cell) else cell


def unit_kind(cell: str) -> str | None:
    """A kind by its code or its word in either language."""
    for kind, both in UNIT_KINDS.items():
        if cell.casefold() in (kind, *(word.casefold() for word in both.values())):
            return kind
    return None


def yes_or_no(cell: str) -> bool | None:
    """None for what is neither."""
    word = cell.casefold()
    if word in (*YES.values(), "true", "1", "y"):
        return True
    return False if word in (*NO.values(), "false", "0", "n", "") else None
