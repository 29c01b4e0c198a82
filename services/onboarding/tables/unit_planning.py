"""What a table of units would do to the tree, and which unit a cell means."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from services.onboarding.tables.planned import Draft, UnitAct
from services.onboarding.tables.shapes import unit_kind
from services.onboarding.tables.standing import Standing
from services.tables import Unit, UnitKind

Ref = UUID | str
"""A unit's id, or the name of one that is new."""


class Team(NamedTuple):
    ref: Ref
    name: str
    timezone: str


class UnitPlanner:
    """Knows units by id, by name, and those that a file adds or renames."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self._renamed: dict[str, Ref] = {}
        self._drafts: dict[Ref, Draft] = {}

    def plan(self, drafts: Sequence[Draft]) -> None:
        placed = [(draft, self._identify(draft)) for draft in drafts]
        for draft, unit in placed:
            self._look(draft, unit)
        self._refuse_loops()
        self._refuse_same_names()

    def team(self, draft: Draft, column: str) -> Team | None:
        """The team that a cell names; None with a fault."""
        ref = self._find(draft, column)
        if ref is None:
            return None
        if self._kind(ref) is not UnitKind.TEAM:
            draft.fault(column, "no_team")
            return None
        return Team(ref, self._name(ref), self._timezone(ref))

    def _identify(self, draft: Draft) -> Unit | None:
        """The unit that a row is about; None for a new one, or with a fault."""
        name = draft.text("name")
        draft.key = name
        given = draft.cell("id")
        found = self._standing.named(given or name)
        if given and not found:
            draft.fault("id", "unknown")
        elif len(found) > 1:
            draft.fault("name", "several")
        unit = found[0] if len(found) == 1 else None
        ref: Ref = unit.id if unit else name
        if ref in self._drafts:
            draft.fault("name", "twice")
        self._drafts.setdefault(ref, draft)
        draft.is_new = unit is None
        self._renamed[name] = ref
        return unit

    def _look(self, draft: Draft, unit: Unit | None) -> None:
        kind = unit_kind(draft.cell("kind"))
        if kind is None:
            draft.fault("kind", "unreadable" if draft.cell("kind") else "needed")
        timezone = self._zone(draft)
        parent = self._find(draft, "parent") if draft.cell("parent") else None
        if unit is None:
            parent = self._above_new(draft, kind, parent)
            draft.act = UnitAct(
                unit=draft.key, name=draft.key, kind=kind, parent=parent, timezone=timezone
            )
            return
        self._compare(draft, unit, kind, parent, timezone)
        draft.act = UnitAct(
            unit=unit.id,
            name=draft.key,
            kind=kind,
            parent=parent or unit.parent_id,
            timezone=timezone,
        )

    def _above_new(self, draft: Draft, kind: str | None, parent: Ref | None) -> Ref | None:
        if kind == UnitKind.COMPANY:
            draft.fault("kind", "company_stays")
        roots = [unit for unit in self._standing.units.values() if unit.parent_id is None]
        if parent is None and not draft.cell("parent"):
            if len(roots) == 1:
                return roots[0].id
            draft.fault("parent", "needed")
        return parent

    def _compare(
        self, draft: Draft, unit: Unit, kind: str | None, parent: Ref | None, timezone: str | None
    ) -> None:
        draft.change("name", unit.name, draft.key)
        if kind and kind != unit.kind.value:
            draft.change("kind", unit.kind.value, kind)
            if unit.parent_id is None or kind == UnitKind.COMPANY:
                draft.fault("kind", "company_stays")
            elif self._has_agents(unit):
                draft.fault("kind", "has_agents")
        if timezone:
            draft.change("timezone", unit.timezone, timezone)
        if parent is not None and parent != unit.parent_id:
            draft.change("parent", self._standing.reference(unit.parent_id), self._name(parent))
            if unit.parent_id is None:
                draft.fault("parent", "company_stays")
            elif unit.parent_id not in self._standing.units:
                draft.fault("parent", "above_scope")

    def _find(self, draft: Draft, column: str) -> Ref | None:
        """The unit that a cell names: by what it is called now, or in this file."""
        cell = draft.text(column)
        if not cell:
            return None
        found = self._standing.named(cell)
        if len(found) == 1:
            return found[0].id
        if len(found) > 1:
            draft.fault(column, "several")
        elif cell in self._renamed:
            return self._renamed[cell]
        else:
            draft.fault(column, "unknown")
        return None

    def _zone(self, draft: Draft) -> str | None:
        name = draft.cell("timezone")
        try:
            return ZoneInfo(name).key if name else None
        except (LookupError, OSError, ValueError):
            draft.fault("timezone", "no_zone")
            return None

    def _kind(self, ref: Ref) -> UnitKind | None:
        draft = self._drafts.get(ref)
        kind = unit_kind(draft.cell("kind")) if draft else None
        if kind is not None:
            return UnitKind(kind)
        return self._standing.units[ref].kind if isinstance(ref, UUID) else None

    def _name(self, ref: Ref) -> str:
        return self._standing.units[ref].name if isinstance(ref, UUID) else ref

    def _timezone(self, ref: Ref) -> str:
        """As the file says, else as it is; a new unit's is that of the one above."""
        seen: set[Ref] = set()
        while ref not in seen:
            seen.add(ref)
            draft = self._drafts.get(ref)
            act = draft.act if draft and isinstance(draft.act, UnitAct) else None
            if act is not None and act.timezone:
                return act.timezone
            if isinstance(ref, UUID):
                return self._standing.units[ref].timezone
            if act is None or act.parent is None:
                break
            ref = act.parent
        return "UTC"

    def _has_agents(self, unit: Unit) -> bool:
        return any(
            each.unit_id == unit.id
            for memberships in self._standing.memberships.values()
            for each in memberships[-1:]
        )

    def _above(self) -> dict[Ref, Ref | None]:
        """The parent of every unit once the file is applied."""
        above: dict[Ref, Ref | None] = {
            unit.id: unit.parent_id
            for unit in self._standing.units.values()
            if unit.archived_at is None
        }
        for ref, draft in self._drafts.items():
            if isinstance(draft.act, UnitAct):
                above[ref] = draft.act.parent
        return above

    def _refuse_loops(self) -> None:
        above = self._above()
        for ref, draft in self._drafts.items():
            passed: set[Ref] = set()
            at = above.get(ref)
            while at is not None and at != ref and at not in passed:
                passed.add(at)
                at = above.get(at)
            if at is not None and at == ref:
                draft.fault("parent", "below_itself")

    def _refuse_same_names(self) -> None:
        above = self._above()
        names = {
            ref: self._drafts[ref].key if ref in self._drafts else self._name(ref) for ref in above
        }
        many = Counter((above[ref], name) for ref, name in names.items())
        for ref, draft in self._drafts.items():
            touched = draft.is_new or any(
                each.column in ("name", "parent") for each in draft.changes
            )
            if touched and ref in above and many[(above[ref], draft.key)] > 1:
                draft.fault("name", "name_taken")
