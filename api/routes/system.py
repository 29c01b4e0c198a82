"""How the whole installation is: the same as `/metrics`, judged, for people."""

from fastapi import APIRouter

from api.deps import CallerDep, ProcessesDep, SessionDep
from api.installation import system_out
from api.observed import OBSERVED
from api.schemas.system import SystemDayOut, SystemOut, SystemSlotOut
from services.observing import SLOT
from services.people.access import Permission

router = APIRouter(prefix="/api/v1", tags=["system"])


@router.get("/system", operation_id="read_system")
def read_system(session: SessionDep, caller: CallerDep, processes: ProcessesDep) -> SystemOut:
    """What runs and how, and for each part whether somebody must act, some seconds old at most."""
    caller.require(Permission.SYSTEM_READ)
    return system_out(OBSERVED.readings.get(session), OBSERVED.slow.get(session), processes.now())


@router.get("/system/day", operation_id="read_system_day")
def read_system_day(session: SessionDep, caller: CallerDep) -> SystemDayOut:
    """The last 24 hours by the quarter of an hour: events, waiting, speed."""
    caller.require(Permission.SYSTEM_READ)
    slots = [SystemSlotOut.model_validate(slot) for slot in OBSERVED.day.get(session)]
    return SystemDayOut(slot_s=SLOT.total_seconds(), slots=slots)
