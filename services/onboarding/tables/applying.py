"""Doing what a table would do, all or nothing: once it has been looked at, and still holds."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import Session, select

from services import db
from services.calls import refold
from services.calls.placing import Move, move_agents
from services.clock import utc_now
from services.onboarding.tables.planned import (
    AgentAct,
    NameAct,
    PlaceAct,
    PlannedRow,
    UnitAct,
)
from services.people import audit, organisation, units
from services.people.access import Caller, Scope
from services.tables import Agent, AgentIdentity, Source, Unit, UnitKind


def apply(session: Session, caller: Caller, rows: Sequence[PlannedRow]) -> None:
    """Events must be held, and nobody else may change the organisation meanwhile.

    Raises AgentCodeTaken.
    """
    doing = _Doing(session, caller)
    moving = [row for row in rows if row.outcome in ("new", "changed")]
    doing.units(row.act for row in moving if isinstance(row.act, UnitAct))
    places = [row.act for row in moving if isinstance(row.act, PlaceAct)]
    doing.agents([row.act for row in moving if isinstance(row.act, AgentAct)], places)
    doing.places(places)
    doing.names([row.act for row in moving if isinstance(row.act, NameAct)])


class _Doing:
    def __init__(self, session: Session, caller: Caller) -> None:
        self._session = session
        self._actor = caller.actor
        self._scope = caller.scope
        self._units: dict[UUID | str, Unit] = {unit.id: unit for unit in session.exec(select(Unit))}
        self._agents: dict[str, Agent] = {}
        self._added: list[UUID] = []
        self._placed: set[PlaceAct] = set()

    def units(self, acts: Iterable[UnitAct]) -> None:
        """New ones after those above them, then what is there already."""
        acts = list(acts)
        waiting = [act for act in acts if isinstance(act.unit, str)]
        while waiting:
            ready = [act for act in waiting if act.parent in self._units]
            for act in ready:
                self._add_unit(act)
            waiting = [act for act in waiting if act not in ready]
            assert ready, "a plan without faults has no loops"
        for act in acts:
            if isinstance(act.unit, UUID):
                self._change_unit(self._units[act.unit], act)

    def agents(self, acts: Iterable[AgentAct], places: Sequence[PlaceAct]) -> None:
        self._agents = {agent.code: agent for agent in self._session.exec(select(Agent))}
        for act in acts:
            agent = self._agents.get(act.code)
            if agent is None:
                own = [place for place in places if place.code == act.code]
                self._add_agent(act, min(own, key=lambda place: place.since))
            else:
                self._change_agent(agent, act)

    def places(self, acts: Iterable[PlaceAct]) -> None:
        moves = [
            Move(self._agents[act.code].id, self._units[act.unit].id, act.since)
            for act in acts
            if act not in self._placed
        ]
        move_agents(self._session, moves, actor=self._actor)
        if self._scope == Scope():
            refold.match_by_code(self._session, self._added, actor=self._actor)

    def names(self, acts: Iterable[NameAct]) -> None:
        sources = {source.name: source for source in self._session.exec(select(Source))}
        matched = []
        for act in acts:
            identity = self._identity(sources[act.source].id, act.name)
            if act.code and identity.agent_id is None:
                identity.agent_id = self._agents[act.code].id
                identity.ignored_at = None
                matched.append(identity)
            elif act.ignored is not None and identity.agent_id is None:
                self._ignore(identity, act.ignored)
            self._session.add(identity)
        self._session.flush()
        refold.follow_match(self._session, matched, self._actor)

    def _add_unit(self, act: UnitAct) -> None:
        assert act.name is not None
        assert act.kind is not None
        assert act.parent is not None
        parent = self._units[act.parent]
        unit = organisation.create_unit(
            self._session,
            name=act.name,
            kind=UnitKind(act.kind),
            parent=parent,
            timezone=act.timezone,
        )
        self._units[act.unit] = self._units[unit.id] = unit
        units.note_created(self._session, unit, parent, actor=self._actor)

    def _change_unit(self, unit: Unit, act: UnitAct) -> None:
        wanted = {
            "name": act.name,
            "kind": UnitKind(act.kind) if act.kind else None,
            "parent_id": self._units[act.parent].id if act.parent else None,
            "timezone": act.timezone,
        }
        for field, value in wanted.items():
            if value is not None and getattr(unit, field) != value:
                units.set_field(self._session, unit, field, value, actor=self._actor)

    def _add_agent(self, act: AgentAct, place: PlaceAct) -> None:
        assert act.name is not None
        unit = self._units[place.unit]
        agent = organisation.create_agent(
            self._session, code=act.code, name=act.name, unit_id=unit.id, since=place.since
        )
        agent.active = act.active is not False
        self._session.add(agent)
        self._agents[act.code] = agent
        self._added.append(agent.id)
        self._placed.add(place)
        after = {"code": act.code, "name": act.name, "unit": unit.name}
        self._note("agent.created", agent, after=after | {"since": place.since.isoformat()})

    def _change_agent(self, agent: Agent, act: AgentAct) -> None:
        if act.name and act.name != agent.name:
            before, agent.name = agent.name, act.name
            self._note("agent.renamed", agent, before={"name": before}, after={"name": act.name})
        if act.active is not None and act.active != agent.active:
            agent.active = act.active
            self._note(
                "agent.activated" if act.active else "agent.deactivated",
                agent,
                before={"active": not act.active},
                after={"active": act.active},
            )
        self._session.add(agent)

    def _identity(self, source_id: UUID, name: str) -> AgentIdentity:
        found = self._session.exec(
            select(AgentIdentity).where(
                AgentIdentity.source_id == source_id, AgentIdentity.external_id == name
            )
        ).one_or_none()
        if found is None:
            return AgentIdentity(source_id=source_id, external_id=name)
        self._session.refresh(found)
        return found

    def _ignore(self, identity: AgentIdentity, ignored: bool) -> None:
        identity.ignored_at = utc_now() if ignored else None
        audit.record(
            self._session,
            actor=self._actor,
            act="name.ignored" if ignored else "name.considered",
            subject=identity.external_id,
            source_id=str(identity.source_id),
        )

    def _note(self, act: str, agent: Agent, **facts: object) -> None:
        audit.record(self._session, actor=self._actor, act=act, subject=str(agent.id), **facts)


def hold(session: Session) -> None:
    """As `import_centre` does, so that the two never meet."""
    db.run(session, "SELECT pg_advisory_xact_lock(hashtextextended('import', 0))", {})
