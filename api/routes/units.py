"""Changing the tree of units."""

from uuid import UUID

from fastapi import APIRouter, status

from api.deps import CallerDep, SessionDep
from api.repeats import CreatingRoute
from api.schemas.organisation import UnitChangeIn, UnitIn, UnitOut
from services.people import directory, reach, units
from services.people.access import Permission
from services.people.directory import CountedUnit
from services.tables import UnitKind

router = APIRouter(prefix="/api/v1/units", tags=["organisation"], route_class=CreatingRoute)


@router.post(
    "", response_model=UnitOut, status_code=status.HTTP_201_CREATED, operation_id="create_unit"
)
def create_unit(session: SessionDep, caller: CallerDep, wanted: UnitIn) -> CountedUnit:
    """Put a unit below another."""
    caller.require(Permission.PEOPLE_MANAGE)
    said = wanted.model_dump() | {"kind": UnitKind(wanted.kind)}
    return directory.get_unit(session, units.add_unit(session, caller, **said))


@router.get("/{unit_id}", response_model=UnitOut, operation_id="read_unit")
def read_unit(session: SessionDep, caller: CallerDep, unit_id: UUID) -> CountedUnit:
    """One unit in scope, with how many agents it has."""
    caller.require(Permission.BOARD_READ)
    return directory.get_unit(session, reach.unit_in_reach(session, caller.scope, unit_id))


@router.patch("/{unit_id}", response_model=UnitOut, operation_id="change_unit")
def change_unit(
    session: SessionDep, caller: CallerDep, unit_id: UUID, wanted: UnitChangeIn
) -> CountedUnit:
    """Rename or move a unit, change its zone, or take it into use again."""
    caller.require(Permission.PEOPLE_MANAGE)
    if wanted.archived is False:
        units.restore_unit(session, caller, unit_id)
    unit = units.change_unit(session, caller, unit_id, wanted.changes())
    return directory.get_unit(session, unit)


@router.delete("/{unit_id}", status_code=status.HTTP_204_NO_CONTENT, operation_id="archive_unit")
def archive_unit(session: SessionDep, caller: CallerDep, unit_id: UUID) -> None:
    """Take a unit out of use. Refused while anything lives in it; its calls and numbers stay."""
    caller.require(Permission.PEOPLE_MANAGE)
    units.archive_unit(session, caller, unit_id)
