"""An agent's own page, in one answer."""

from fastapi import APIRouter

from api.deps import CallerDep, SessionDep
from api.schemas.my_page import MyPageOut
from services.people.access import Permission
from services.reviews.results import my_page
from services.reviews.results.my_page import MyPage

router = APIRouter(prefix="/api/v1/me", tags=["results"])


@router.get("/page", response_model=MyPageOut, operation_id="read_my_page")
def read_my_page(session: SessionDep, caller: CallerDep) -> MyPage:
    """Today, own scores, what waits for an answer, feedback, appeals and shared clips."""
    caller.require(Permission.APPEALS_FILE)
    return my_page.read_my_page(session, caller)
