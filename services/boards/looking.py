"""What of a board somebody may see: the same for the live one, for its past and its goals."""

from uuid import UUID

from sqlmodel import Session

from services.activity.board import Audience
from services.calls.shown_scores import machine_shown
from services.people import organisation
from services.people.access import Caller, Permission, Scope
from services.people.callers import unit_and_below
from services.tables import Unit


def look(session: Session, caller: Caller, board_id: UUID) -> tuple[Unit, Audience]:
    """The board's unit, and what of it the caller may see. Raises NotPermitted, UnitNotFound."""
    caller.require(Permission.BOARD_READ)
    unit = organisation.get_unit(session, board_id)
    if not caller.scope.sees_unit(unit.id):
        raise organisation.UnitNotFound(unit_id=board_id)
    below = unit_and_below(session, unit.id)
    visible = frozenset(each for each in below if caller.scope.sees_unit(each))
    return unit, _audience_of(caller.scope, visible, machine_shown(session))


def _audience_of(scope: Scope, visible: frozenset[UUID], hits: bool) -> Audience:
    """Who looks at a board of the units `visible`: teams overseen, or else oneself in them."""
    overseen = frozenset(unit_id for unit_id in visible if scope.oversees(unit_id))
    if not overseen:
        own = next((part.agent_id for part in scope.parts if part.agent_id), None)
        return Audience(visible, own, sees_hits=hits)
    limits = {unit_id: scope.campaigns_of(unit_id) for unit_id in overseen}
    limited = frozenset((unit_id, each) for unit_id, each in limits.items() if each is not None)
    return Audience(overseen, None, limited)
