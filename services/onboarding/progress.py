"""An import under way: what it knows, what it did, what it found wrong."""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel

from services.onboarding.centre import Centre
from services.onboarding.report import Report
from services.people import audit
from services.tables import Agent, Scorecard, Unit

Row = TypeVar("Row", bound=SQLModel)


class Progress:
    def __init__(self, session: Session, centre: Centre, actor: str) -> None:
        self.session = session
        self.centre = centre
        self.actor = actor
        self.report = Report()
        self.faults: list[str] = []
        self.company: Unit
        self.units: dict[str, Unit] = {}
        self.agents: dict[str, Agent] = {}
        self.scorecards: dict[str, Scorecard] = {}

    def added(self, kind: str, name: str) -> None:
        self.report.added(kind, name)
        audit.record(self.session, actor=self.actor, act=f"{kind}.added", subject=name)

    def kept(self, kind: str, name: str, changes: list[str]) -> None:
        self.report.kept(kind, name, changes)
        if changes:
            act = f"{kind}.changed"
            audit.record(self.session, actor=self.actor, act=act, subject=name, changes=changes)

    def update(self, row: SQLModel, **wanted: Any) -> list[str]:
        """Store what `wanted` says otherwise than `row`; None says nothing. Returns the changes."""
        said = {name: value for name, value in wanted.items() if value is not None}
        return self.replace(row, **said)

    def replace(self, row: SQLModel, **wanted: Any) -> list[str]:
        """The same where None is a value like others."""
        changes = {name: value for name, value in wanted.items() if getattr(row, name) != value}
        said = [f"{name} {getattr(row, name)} → {value}" for name, value in changes.items()]
        row.sqlmodel_update(changes)
        self.session.add(row)
        return said

    def find(self, known: Mapping[str, Row], kind: str, name: str, place: str) -> Row | None:
        """The row of this name; a fault and None when there is none."""
        found = known.get(name)
        if found is None and name not in self._announced(kind):
            self.faults.append(f'{place}: there is no {kind} "{name}".')
        return found

    def _announced(self, kind: str) -> set[str]:
        """Names in the file: one that could not be stored has its own fault already."""
        match kind:
            case "unit":
                return {unit.name for unit in self.centre.units}
            case "agent":
                return {agent.code for agent in self.centre.agents}
            case _:
                return set()
