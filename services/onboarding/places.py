"""Importing the company, its units, and its agents."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from services.calls.placing import Move
from services.clock import utc_now
from services.onboarding.centre import AgentEntry, CentreRefused, UnitEntry
from services.onboarding.progress import Progress
from services.people import organisation
from services.tables import Agent, Membership, Unit, UnitKind

_HOW_MANY = {False: "is no unit", True: "are several units"}


def import_company(progress: Progress) -> None:
    """Find, rename or make the unit above all. Raises CentreRefused where that is unclear."""
    entry = progress.centre.company
    query = select(Unit).where(col(Unit.parent_id).is_(None)).order_by(col(Unit.name))
    roots = progress.session.exec(query).all()
    named = [unit for unit in roots if entry and unit.name == entry.name]
    found = next(iter(named or roots), None)
    if len(roots) > 1 and len(named) != 1:
        names = ", ".join(f'"{unit.name}"' for unit in roots)
        raise CentreRefused([f"company.name: which of {names}? Each stands above all."])
    if found is None and entry is None:
        raise CentreRefused(["company: there is none yet, so the file must name it."])
    if found is None and entry is not None:
        found = organisation.create_unit(
            progress.session, name=entry.name, kind=UnitKind.COMPANY, timezone=entry.timezone
        )
        progress.added("company", entry.name)
    elif found is not None and entry is not None:
        changes = progress.update(found, name=entry.name, timezone=entry.timezone)
        progress.kept("company", entry.name, changes)
    assert found is not None
    progress.company = found


def import_units(progress: Progress) -> None:
    """Parents before what is below them, in whichever order the file has them."""
    progress.session.flush()
    stored = progress.session.exec(select(Unit)).all()
    many = {name for name, count in Counter(unit.name for unit in stored).items() if count > 1}
    progress.units = {unit.name: unit for unit in stored if unit.name not in many}
    waiting = list(enumerate(progress.centre.units))
    while waiting:
        ready = [each for each in waiting if (each[1].parent or "") in {"", *progress.units}]
        if not ready:
            _cannot_be_placed(progress, waiting, many)
            return
        for number, entry in ready:
            _import_unit(progress, number, entry, many)
        waiting = [each for each in waiting if each not in ready]
    _refuse_loops(progress)


def import_agents(progress: Progress) -> list[Move]:
    """Add and rename agents. Returns the moves of those who were somewhere else."""
    query = select(Agent)
    progress.agents = {agent.code: agent for agent in progress.session.exec(query)}
    places: dict[UUID, list[Membership]] = {}
    for membership in progress.session.exec(select(Membership).order_by(col(Membership.since))):
        places.setdefault(membership.agent_id, []).append(membership)
    moves = (
        _import_agent(progress, number, entry, places)
        for number, entry in enumerate(progress.centre.agents)
    )
    return [move for move in moves if move is not None]


def _import_unit(progress: Progress, number: int, entry: UnitEntry, many: set[str]) -> None:
    place = f"units[{number}].name"
    if entry.name in many:
        progress.faults.append(f'{place}: there are several units "{entry.name}".')
        return
    parent = progress.units[entry.parent] if entry.parent else None
    unit = progress.units.get(entry.name)
    if unit is progress.company:
        progress.faults.append(f'{place}: "{entry.name}" is the company.')
    elif unit is None:
        progress.units[entry.name] = organisation.create_unit(
            progress.session,
            name=entry.name,
            kind=UnitKind(entry.kind),
            parent=parent or progress.company,
            timezone=entry.timezone,
        )
        progress.added("unit", entry.name)
    else:
        moved = parent is not None and unit.parent_id != parent.id
        changes = progress.update(unit, kind=UnitKind(entry.kind), timezone=entry.timezone)
        if parent is not None and moved:
            unit.parent_id = parent.id
            changes.append(f"below {parent.name}")
        progress.kept("unit", entry.name, changes)


def _cannot_be_placed(
    progress: Progress, waiting: Sequence[tuple[int, UnitEntry]], many: set[str]
) -> None:
    """Say of units whose parent never came why: it is not there, or is below them."""
    announced = {entry.name for _, entry in waiting}
    missing = [
        f'units[{number}].parent: there {_HOW_MANY[entry.parent in many]} "{entry.parent}".'
        for number, entry in waiting
        if entry.parent not in announced
    ]
    progress.faults += missing or [_loop(number, entry.name) for number, entry in waiting]


def _refuse_loops(progress: Progress) -> None:
    parents = {unit.id: unit.parent_id for unit in progress.units.values()}
    for number, entry in enumerate(progress.centre.units):
        unit = progress.units.get(entry.name)
        above, seen = (unit.parent_id if unit else None), set[UUID]()
        while above is not None and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if unit is not None and unit.id in seen:
            progress.faults.append(_loop(number, entry.name))


def _loop(number: int, name: str) -> str:
    return f'units[{number}].parent: "{name}" would stand below itself.'


def _import_agent(
    progress: Progress, number: int, entry: AgentEntry, places: dict[UUID, list[Membership]]
) -> Move | None:
    unit = progress.find(progress.units, "unit", entry.unit, f"agents[{number}].unit")
    if unit is None:
        return None
    if unit.kind is not UnitKind.TEAM:
        progress.faults.append(
            f'agents[{number}].unit: "{unit.name}" is a {unit.kind}; agents belong to teams.'
        )
        return None
    since = _midnight(entry.since, unit)
    agent = progress.agents.get(entry.code)
    if agent is None:
        progress.agents[entry.code] = organisation.create_agent(
            progress.session, code=entry.code, name=entry.name, unit_id=unit.id, since=since
        )
        progress.added("agent", entry.code)
        return None
    changes = progress.update(agent, name=entry.name)
    stays = _stays(places.get(agent.id, []), unit, entry, since)
    later = _elsewhere_later(places.get(agent.id, []), unit, since)
    if not stays and later is not None:
        progress.faults.append(
            f"agents[{number}].since: {entry.code} moves to another unit on "
            f"{later.since.astimezone(ZoneInfo(unit.timezone)):%Y-%m-%d}; "
            f'name a later day for "{unit.name}".'
        )
        return None
    if not stays:
        local = since.astimezone(ZoneInfo(unit.timezone))
        changes.append(f"in {unit.name} since {local:%Y-%m-%d}")
    progress.kept("agent", entry.code, changes)
    return None if stays else Move(agent.id, unit.id, since)


def _stays(
    memberships: Sequence[Membership], unit: Unit, entry: AgentEntry, since: datetime
) -> bool:
    """Whether the agent is where the file says: at that day and from then on, or else now."""
    at = utc_now() if entry.since is None else since
    then = [each for each in memberships if each.since <= at]
    there = bool(then) and then[-1].unit_id == unit.id
    return there and (entry.since is None or _elsewhere_later(memberships, unit, since) is None)


def _elsewhere_later(
    memberships: Sequence[Membership], unit: Unit, since: datetime
) -> Membership | None:
    later = (each for each in memberships if each.since > since and each.unit_id != unit.id)
    return next(later, None)


def _midnight(day: date | None, unit: Unit) -> datetime:
    zone = ZoneInfo(unit.timezone)
    return datetime.combine(day or utc_now().astimezone(zone).date(), time.min, zone).astimezone(
        UTC
    )
