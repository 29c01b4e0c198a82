"""Notices: what the signed-in user should know."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.deps import SessionDep, UserIdDep
from api.schemas.notices import NoticesOut, NoticesReadIn, UnreadOut, UserNoticeOut
from services.people import notices

router = APIRouter(prefix="/api/v1/notices", tags=["people"])


@router.get("", operation_id="list_notices")
def list_notices(
    session: SessionDep,
    user_id: UserIdDep,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> NoticesOut:
    """Yours, newest first, and how many you have not read."""
    page = notices.list_notices(session, user_id, cursor=cursor, limit=limit)
    return NoticesOut(
        items=[UserNoticeOut.model_validate(each) for each in page.items],
        next=page.next,
        unread=notices.count_unread(session, user_id),
    )


@router.post("/read", operation_id="read_notices")
def read_notices(session: SessionDep, user_id: UserIdDep, body: NoticesReadIn) -> UnreadOut:
    """Mark yours as read, all or some of them. Safe to repeat."""
    notices.mark_read(session, user_id, body.ids)
    return UnreadOut(unread=notices.count_unread(session, user_id))
