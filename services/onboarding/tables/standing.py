"""The organisation as it stands, as far as somebody sees it: what tables are compared with."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Self
from uuid import UUID

from sqlmodel import Session, col, select

from services.people.access import Scope
from services.tables import Agent, AgentIdentity, Membership, Source, Unit


@dataclass(slots=True)
class Standing:
    """Units by id and agents by code in scope; names of dialers, by source and name."""

    sees_everything: bool
    units: dict[UUID, Unit]
    agents: dict[str, Agent]
    codes_elsewhere: set[str]
    """Of agents outside the scope."""
    memberships: dict[UUID, list[Membership]]
    """By agent, in order of `since`."""
    sources: dict[str, Source]
    identities: dict[tuple[str, str], AgentIdentity]
    _many: Counter[str] = field(default_factory=Counter)

    @classmethod
    def read(cls, session: Session, scope: Scope) -> Self:
        units = session.exec(select(Unit).order_by(col(Unit.name), col(Unit.id))).all()
        memberships: dict[UUID, list[Membership]] = {}
        for each in session.exec(select(Membership).order_by(col(Membership.since))):
            memberships.setdefault(each.agent_id, []).append(each)
        agents = session.exec(select(Agent).order_by(col(Agent.code))).all()
        seen = {unit.id: unit for unit in units if scope.sees_unit(unit.id)}
        sources = {each.id: each for each in session.exec(select(Source))}
        own = {
            agent.code: agent
            for agent in agents
            if scope.unit_ids is None
            or any(each.unit_id in seen for each in memberships.get(agent.id, [])[-1:])
        }
        names = session.exec(select(AgentIdentity).order_by(col(AgentIdentity.external_id)))
        return cls(
            sees_everything=scope == Scope(),
            units=seen,
            agents=own,
            codes_elsewhere={agent.code for agent in agents} - own.keys(),
            memberships=memberships,
            sources={source.name: source for source in sources.values()},
            identities={(sources[each.source_id].name, each.external_id): each for each in names},
            _many=Counter(unit.name for unit in seen.values() if unit.archived_at is None),
        )

    def reference(self, unit_id: UUID | None) -> str:
        """What tables call a unit: its name, or its id where others have the name, too."""
        unit = self.units.get(unit_id) if unit_id else None
        if unit is None:
            return ""
        return unit.name if self._many[unit.name] == 1 and not unit.archived_at else str(unit.id)

    def named(self, reference: str) -> list[Unit]:
        """The units that a table may mean: none, one, or several that have the name."""
        try:
            unit = self.units.get(UUID(reference))
        except ValueError:
            unit = None
        if unit is not None:
            return [unit]
        return [
            each
            for each in self.units.values()
            if each.name == reference and each.archived_at is None
        ]
