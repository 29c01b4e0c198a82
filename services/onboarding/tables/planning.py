"""What tables would do to the organisation as it stands. Reads, and changes nothing."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from services.activity.agent_time import Team, team_at
from services.onboarding.centre import FIRST_DAY, LAST_DAY
from services.onboarding.tables.planned import AgentAct, Draft, NameAct, PlaceAct, PlannedRow
from services.onboarding.tables.reading import ReadRow
from services.onboarding.tables.shapes import yes_or_no
from services.onboarding.tables.standing import Standing
from services.onboarding.tables.unit_planning import UnitPlanner
from services.onboarding.tables.writing import local
from services.tables import Agent, AgentIdentity

_CODE = 200


def plan(standing: Standing, rows: Sequence[ReadRow]) -> list[PlannedRow]:
    """What each row would do, in their order. Pure as far as `standing` is at hand."""
    drafts = [Draft(row.kind, row.line, row.cells) for row in rows]
    units = UnitPlanner(standing)
    units.plan([draft for draft in drafts if draft.kind == "units"])
    _Planner(standing, units).plan(drafts)
    return [draft.planned() for draft in drafts]


class _Planner:
    """Agents, their teams and their names; which agents are new is known from the start."""

    def __init__(self, standing: Standing, units: UnitPlanner) -> None:
        self._standing = standing
        self._units = units
        self._new: set[str] = set()
        self._seen: set[tuple[str, ...]] = set()

    def plan(self, drafts: Sequence[Draft]) -> None:
        self._new = {
            draft.cell("code") for draft in drafts if draft.kind == "agents"
        } - self._standing.agents.keys()
        placed = {draft.cell("agent") for draft in drafts if draft.kind == "memberships"}
        for draft in drafts:
            if draft.kind == "agents":
                self._agent(draft, placed)
            elif draft.kind == "memberships":
                self._membership(draft)
            elif draft.kind == "identities":
                self._identity(draft)

    def _agent(self, draft: Draft, placed: set[str]) -> None:
        code, name = draft.text("code", _CODE), draft.text("name")
        draft.key = code
        self._once(draft, "code", code)
        active = yes_or_no(draft.cell("active")) if draft.cell("active") else None
        if draft.cell("active") and active is None:
            draft.fault("active", "unreadable")
        agent = self._standing.agents.get(code)
        if code in self._standing.codes_elsewhere:
            draft.fault("code", "outside_scope")
        elif agent is None:
            draft.is_new = True
            if code not in placed:
                draft.fault("code", "team_needed")
        else:
            draft.change("name", agent.name, name)
            if active is not None and active != agent.active:
                draft.change("active", _word(agent.active), _word(active))
        draft.act = AgentAct(code=code, name=name, active=active)

    def _membership(self, draft: Draft) -> None:
        code = draft.text("agent", _CODE)
        draft.key = f"{code} · {draft.cell('unit')}"
        agent = self._known_agent(draft, code)
        team = self._units.team(draft, "unit")
        if team is None:
            return
        unit, name, timezone = team
        since = _instant(draft.cell("since"), timezone)
        if since is None:
            draft.fault("since", "unreadable" if draft.cell("since") else "needed")
            return
        self._once(draft, "since", code, since.isoformat())
        before = self._unit_at(agent, since) if agent else None
        stays = before is not None and before == unit
        exactly = agent is not None and any(
            each.since == since for each in self._standing.memberships.get(agent.id, [])
        )
        if exactly and not stays:
            if before is None or before not in self._standing.units:
                draft.fault("since", "outside_scope")
                return
            draft.change("unit", self._standing.units[before].name, name)
        draft.is_new = not exactly and not stays
        if draft.is_new:
            draft.key = f"{code} · {name} · {local(since, timezone)}"
        if draft.is_new or draft.changes:
            draft.act = PlaceAct(code=code, unit=unit, since=since)

    def _identity(self, draft: Draft) -> None:
        source, name = draft.text("source", _CODE), draft.text("name", _CODE)
        draft.key = f"{source} · {name}"
        self._once(draft, "name", source, name)
        if source and source not in self._standing.sources:
            draft.fault("source", "unknown")
        code = draft.cell("agent")
        agent = self._known_agent(draft, code) if code else None
        known = self._standing.identities.get((source, name))
        ignored = yes_or_no(draft.cell("ignored"))
        if ignored is None:
            draft.fault("ignored", "unreadable")
        if ignored and code:
            draft.fault("ignored", "somebodys")
        if not code and not self._standing.sees_everything:
            draft.fault("agent", "needed")
        self._compare(draft, known, agent, code, bool(ignored))

    def _compare(
        self,
        draft: Draft,
        known: AgentIdentity | None,
        agent: Agent | None,
        code: str,
        ignored: bool,
    ) -> None:
        wanted = None if "ignored" not in draft.cells or code else ignored
        draft.act = NameAct(
            source=draft.cell("source"), name=draft.cell("name"), code=code or None, ignored=wanted
        )
        if known is None:
            draft.is_new = True
            if not code and not ignored:
                draft.fault("agent", "needed")
        elif known.agent_id is not None:
            same = not code or (agent is not None and agent.id == known.agent_id)
            if not same:
                draft.fault("agent", "name_matched")
            if wanted:
                draft.fault("ignored", "somebodys")
            draft.act = None
        elif not self._standing.sees_everything:
            draft.fault("name", "outside_scope")
        else:
            draft.change("agent", "", code)
            if wanted is not None:
                draft.change("ignored", _word(known.ignored_at is not None), _word(wanted))

    def _known_agent(self, draft: Draft, code: str) -> Agent | None:
        """The agent of this code; None for one who is new, and with a fault for nobody."""
        agent = self._standing.agents.get(code)
        if code in self._standing.codes_elsewhere:
            draft.fault("agent", "outside_scope")
        elif agent is None and code and code not in self._new:
            draft.fault("agent", "unknown")
        return agent

    def _unit_at(self, agent: Agent, since: datetime) -> UUID | None:
        teams = [
            Team(each.since, each.unit_id) for each in self._standing.memberships.get(agent.id, [])
        ]
        return team_at(teams, since)

    def _once(self, draft: Draft, column: str, *key: str) -> None:
        if (draft.kind, *key) in self._seen:
            draft.fault(column, "twice")
        self._seen.add((draft.kind, *key))


def _instant(cell: str, timezone: str) -> datetime | None:
    """A day's midnight, or a moment; without an offset it is one of the zone's clock."""
    try:
        if len(cell) == len("2026-03-01"):
            at = datetime.combine(date.fromisoformat(cell), time())
        else:
            at = datetime.fromisoformat(cell)
        at = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(timezone))
        if not FIRST_DAY <= at.date() < LAST_DAY:
            return None
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _word(value: bool) -> str:
    return "yes" if value else "no"
