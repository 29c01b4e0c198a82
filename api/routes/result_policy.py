"""When agents see results, and who decides appeals."""

from fastapi import APIRouter

from api.deps import CallerDep, SessionDep
from api.schemas.result_policy import ResultPolicyOut
from services.people.access import Permission
from services.reviews import result_policies
from services.reviews.result_policies import PolicyChange
from services.tables import ResultPolicy

router = APIRouter(prefix="/api/v1/result-policy", tags=["results"])


@router.get("", response_model=ResultPolicyOut, operation_id="read_result_policy")
def read_result_policy(session: SessionDep, caller: CallerDep) -> ResultPolicy:
    """As it is decided, or the defaults."""
    caller.require_one_of(Permission.REVIEWS_READ, Permission.REVIEWS_MANAGE)
    return result_policies.policy(session)


@router.patch("", response_model=ResultPolicyOut, operation_id="change_result_policy")
def change_result_policy(
    session: SessionDep, caller: CallerDep, wanted: PolicyChange
) -> ResultPolicy:
    """What is not given stays. Noted in the audit log."""
    return result_policies.change(session, caller, wanted)
