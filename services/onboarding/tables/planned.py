"""What a row of a table would do: shown before it is done, and compared before it is done."""

import re
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.onboarding.tables.shapes import Kind

Outcome = Literal["new", "changed", "unchanged", "refused"]
Reason = Literal[
    "needed",
    "unreadable",
    "too_long",
    "twice",
    "unknown",
    "several",
    "outside_scope",
    "name_taken",
    "below_itself",
    "above_scope",
    "company_stays",
    "no_team",
    "has_agents",
    "team_needed",
    "name_matched",
    "somebodys",
    "no_zone",
]
"""Why a cell is refused, as a stable word."""


_CONTROL = re.compile(r"[\x00-\x1f]")


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, populate_by_name=True)


class Change(Frozen):
    """Of one column; both as people read them."""

    column: str
    before: str = Field(alias="from")
    after: str = Field(alias="to")


class Fault(Frozen):
    column: str
    value: str
    reason: Reason


class UnitAct(Frozen):
    """`unit` is an id, or the name of one that is new; so is `parent`."""

    unit: UUID | str
    name: str | None = None
    kind: str | None = None
    parent: UUID | str | None = None
    timezone: str | None = None


class AgentAct(Frozen):
    code: str
    name: str | None = None
    active: bool | None = None


class PlaceAct(Frozen):
    code: str
    unit: UUID | str
    since: datetime


class NameAct(Frozen):
    source: str
    name: str
    code: str | None = None
    ignored: bool | None = None


class PlannedRow(Frozen):
    """One row, what it would do, or why it cannot."""

    kind: Kind
    line: int
    key: str
    """What it is about, as people read it."""
    outcome: Outcome
    changes: tuple[Change, ...] = ()
    faults: tuple[Fault, ...] = ()
    act: UnitAct | AgentAct | PlaceAct | NameAct | None = Field(default=None, exclude=True)


class Draft:
    """A row being looked at."""

    def __init__(self, kind: Kind, line: int, cells: dict[str, str]) -> None:
        self.kind = kind
        self.line = line
        self.cells = cells
        self.key = ""
        self.is_new = False
        self.changes: list[Change] = []
        self.faults: list[Fault] = []
        self.act: UnitAct | AgentAct | PlaceAct | NameAct | None = None

    def cell(self, column: str) -> str:
        return self.cells.get(column, "")

    def fault(self, column: str, reason: Reason) -> None:
        self.faults.append(Fault(column=column, value=self.cell(column)[:200], reason=reason))

    def change(self, column: str, before: object, after: object) -> None:
        """Nothing when both are the same."""
        if before != after:
            self.changes.append(Change(column=column, before=str(before), after=str(after)))

    def text(self, column: str, most: int = 120) -> str:
        """What must be there, and be no longer than `most`."""
        value = self.cell(column)
        if not value:
            self.fault(column, "needed")
        elif len(value) > most:
            self.fault(column, "too_long")
        elif _CONTROL.search(value):
            self.fault(column, "unreadable")
        return value

    def planned(self) -> PlannedRow:
        return PlannedRow(
            kind=self.kind,
            line=self.line,
            key=self.key,
            outcome=self._outcome(),
            changes=tuple(self.changes),
            faults=tuple(self.faults),
            act=None if self.faults else self.act,
        )

    def _outcome(self) -> Outcome:
        if self.faults:
            return "refused"
        if self.is_new:
            return "new"
        return "changed" if self.changes else "unchanged"
