"""Changing the tree of units: who belongs below whom, by which name and in which zone."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from services import db
from services.clock import utc_now
from services.errors import Conflict, Forbidden, Rejected
from services.people import audit, callers, organisation, reach
from services.people.access import Caller
from services.tables import Unit, UnitKind, User


class UnitNameTaken(Conflict):
    """Another unit beside it already has this name."""


class UnitBelowItself(Rejected):
    """A unit cannot stand below itself."""


class CompanyStays(Rejected):
    """The company stands above all: it is neither moved nor archived, and stays the company."""


class UnitAboveScope(Forbidden):
    """Units at the top of what you see are moved and archived by somebody who sees more."""


class UnitInUse(Conflict):
    """Something still lives in this unit."""


class UnitHasAgents(Conflict):
    """Agents belong to this team, so it stays one."""


_ACTS = {"name": "unit.renamed", "parent_id": "unit.moved"}


def add_unit(
    session: Session,
    caller: Caller,
    *,
    name: str,
    kind: UnitKind,
    parent_id: UUID,
    timezone: str | None,
) -> Unit:
    """Raises UnitUnknown, UnitArchived, UnitNameTaken."""
    reach.hold_tree(session)
    parent = reach.chosen_unit(session, caller.scope, parent_id, "parent_id")
    _require_free_name(session, name, parent.id, None)
    unit = organisation.create_unit(session, name=name, kind=kind, parent=parent, timezone=timezone)
    note_created(session, unit, parent, actor=caller.actor)
    return unit


def change_unit(
    session: Session, caller: Caller, unit_id: UUID, changes: Mapping[str, Any]
) -> Unit:
    """Change what `changes` names of `name`, `kind`, `parent_id` and `timezone`.

    Calls stay with the unit they were counted for, wherever it stands. Raises
    UnitNotFound, UnitUnknown, UnitNameTaken, UnitBelowItself, CompanyStays, UnitHasAgents.
    """
    reach.hold_tree(session)
    unit = reach.unit_in_reach(session, caller.scope, unit_id)
    session.refresh(unit, with_for_update=True)
    wanted = {name: to for name, to in changes.items() if getattr(unit, name) != to}
    _require_possible(session, caller, unit, wanted)
    for field, value in wanted.items():
        set_field(session, unit, field, value, actor=caller.actor)
    session.add(unit)
    session.flush()
    return unit


def set_field(session: Session, unit: Unit, field: str, value: Any, *, actor: str) -> None:
    """Change one field of a unit that may be changed so, and note it."""
    before, after = _said(session, field, getattr(unit, field)), _said(session, field, value)
    setattr(unit, field, value)
    session.add(unit)
    audit.record(
        session,
        actor=actor,
        act=_ACTS.get(field, "unit.changed"),
        subject=str(unit.id),
        before=before,
        after=after,
    )


def note_created(session: Session, unit: Unit, parent: Unit, *, actor: str) -> None:
    audit.record(
        session,
        actor=actor,
        act="unit.created",
        subject=str(unit.id),
        after={
            "name": unit.name,
            "kind": unit.kind.value,
            "parent": parent.name,
            "timezone": unit.timezone,
        },
    )


def archive_unit(session: Session, caller: Caller, unit_id: UUID) -> Unit:
    """Take a unit out of use; its calls and numbers stay. Safe to repeat.

    Raises UnitNotFound, CompanyStays, UnitAboveScope, UnitInUse.
    """
    reach.hold_tree(session)
    unit = reach.unit_in_reach(session, caller.scope, unit_id)
    if unit.archived_at is not None:
        return unit
    _require_below(caller, unit)
    _require_empty(session, unit)
    unit.archived_at = utc_now()
    session.add(unit)
    audit.record(
        session,
        actor=caller.actor,
        act="unit.archived",
        subject=str(unit.id),
        before={"archived": False},
        after={"archived": True},
    )
    return unit


def restore_unit(session: Session, caller: Caller, unit_id: UUID) -> Unit:
    """Take an archived unit into use again. Safe to repeat.

    Raises UnitNotFound, UnitNameTaken, UnitArchived where the one above is archived.
    """
    reach.hold_tree(session)
    unit = reach.unit_in_reach(session, caller.scope, unit_id)
    if unit.archived_at is None:
        return unit
    if unit.parent_id is not None:
        reach.chosen_unit(session, caller.scope, unit.parent_id, "parent_id")
        _require_free_name(session, unit.name, unit.parent_id, unit.id)
    unit.archived_at = None
    session.add(unit)
    audit.record(
        session,
        actor=caller.actor,
        act="unit.restored",
        subject=str(unit.id),
        before={"archived": True},
        after={"archived": False},
    )
    return unit


def _require_possible(
    session: Session, caller: Caller, unit: Unit, wanted: Mapping[str, Any]
) -> None:
    if "parent_id" in wanted:
        _require_movable(session, caller, unit, wanted["parent_id"])
    if "kind" in wanted:
        _require_kind(session, unit)
    parent_id = wanted.get("parent_id", unit.parent_id)
    if {"name", "parent_id"} & wanted.keys() and parent_id is not None:
        _require_free_name(session, wanted.get("name", unit.name), parent_id, unit.id)


def _require_movable(session: Session, caller: Caller, unit: Unit, parent_id: UUID) -> None:
    _require_below(caller, unit)
    reach.chosen_unit(session, caller.scope, parent_id, "parent_id")
    if parent_id in callers.unit_and_below(session, unit.id):
        raise UnitBelowItself(field="parent_id")


def _require_below(caller: Caller, unit: Unit) -> None:
    if unit.parent_id is None:
        raise CompanyStays(field="parent_id")
    if not caller.scope.sees_unit(unit.parent_id):
        raise UnitAboveScope(field="parent_id")


def _require_kind(session: Session, unit: Unit) -> None:
    if unit.parent_id is None:
        raise CompanyStays(field="kind")
    if unit.kind is UnitKind.TEAM and _agents_in(session, unit.id):
        raise UnitHasAgents(field="kind")


def _require_free_name(session: Session, name: str, parent_id: UUID, own_id: UUID | None) -> None:
    beside = select(Unit.id).where(
        Unit.parent_id == parent_id,
        Unit.name == name,
        Unit.id != own_id,
        col(Unit.archived_at).is_(None),
    )
    if session.exec(beside.limit(1)).first() is not None:
        raise UnitNameTaken(field="name", name=name)


def _require_empty(session: Session, unit: Unit) -> None:
    below = session.exec(
        select(func.count())
        .select_from(Unit)
        .where(Unit.parent_id == unit.id, col(Unit.archived_at).is_(None))
    ).one()
    signed_in = session.exec(
        select(func.count()).select_from(User).where(User.unit_id == unit.id, col(User.active))
    ).one()
    living = {"units": below, "agents": _agents_in(session, unit.id), "users": signed_in}
    said = ", ".join(f"{count} {what}" for what, count in living.items() if count)
    if said:
        detail = f"Something still lives in this unit: {said}. Move or deactivate it first."
        raise UnitInUse(detail=detail, living=living)


def _agents_in(session: Session, unit_id: UUID) -> int:
    """Active agents who belong to it now, or will."""
    [found] = db.rows(
        session,
        """
        SELECT count(*) FROM agent WHERE active AND EXISTS (
            SELECT 1 FROM membership own WHERE own.agent_id = agent.id
                AND own.unit_id = %(unit)s AND (own.since > %(now)s OR NOT EXISTS (
                    SELECT 1 FROM membership later WHERE later.agent_id = agent.id
                        AND later.since > own.since AND later.since <= %(now)s)))
        """,
        {"unit": unit_id, "now": utc_now()},
    )
    return int(found["count"])


def _said(session: Session, field: str, value: Any) -> dict[str, Any]:
    """A value as the history shows it: units by their name."""
    if field == "parent_id":
        parent = session.get(Unit, value)
        return {"parent": parent.name if parent else None}
    return {field: str(value)}
