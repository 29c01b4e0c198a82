"""What is personal in calls: seeing it, and deciding who does."""

from uuid import UUID

from fastapi import APIRouter, status

from api.deps import CallerDep, SessionDep
from api.repeats import CreatingRoute
from api.schemas.privacy import PolicyOut, PrivacyOut, RevealIn, RevealOut, SealingOut
from services.calls.queries import get_visible_call
from services.people.access import Permission
from services.privacy import overview, policies, revealing
from services.privacy.overview import PrivacyReading
from services.privacy.policies import PolicyChange
from services.tables import Revealed

router = APIRouter(prefix="/api/v1", tags=["privacy"], route_class=CreatingRoute)


@router.post(
    "/calls/{call_id}/reveal",
    status_code=status.HTTP_201_CREATED,
    operation_id="reveal_call",
)
def reveal_call(session: SessionDep, caller: CallerDep, call_id: UUID, body: RevealIn) -> RevealOut:
    """See a call's customer number, or the personal numbers said in it, for a while.

    It needs `pii:read`, and each time is in the audit log.
    """
    caller.require(Permission.PII_READ)
    call = get_visible_call(session, caller, call_id)
    given = revealing.reveal(session, caller, call, body.what, body.reason)
    number = call.customer_number if body.what is Revealed.CUSTOMER_NUMBER else None
    return RevealOut(what=given.what, until=given.until, customer_number=number)


@router.get("/privacy", operation_id="read_privacy")
def read_privacy(session: SessionDep, caller: CallerDep) -> PrivacyOut:
    """What is masked, what is kept, what is encrypted, and what is still to be looked through."""
    caller.require(Permission.PRIVACY_MANAGE)
    return _out(overview.read(session))


@router.patch("/privacy", operation_id="change_privacy")
def change_privacy(session: SessionDep, caller: CallerDep, body: PolicyChange) -> PrivacyOut:
    """Decide otherwise; what is not given stays. Noted in the audit log."""
    policies.change(session, caller, body)
    return _out(overview.read(session))


def _out(read: PrivacyReading) -> PrivacyOut:
    is_decided = read.policy.changed_by != overview.NOBODY
    return PrivacyOut(
        policy=PolicyOut.model_validate(read.policy),
        changed_at=read.policy.changed_at if is_decided else None,
        changed_by=read.policy.changed_by if is_decided else None,
        sealing=SealingOut(**read.sealing),
        **read.counts,
    )
