"""Deputies: who stands in for whom while they are away."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from api.deps import SessionDep, UserDep
from api.repeats import CreatingRoute
from api.schemas.deputies import DeputyIn, DeputyOut, StandInOut
from api.schemas.pages import Page
from services.people import deputies

router = APIRouter(prefix="/api/v1/deputies", tags=["people"], route_class=CreatingRoute)


@router.get("", operation_id="list_deputies")
def list_deputies(
    session: SessionDep,
    caller: UserDep,
    over: bool | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[DeputyOut]:
    """Yours, and those of users you manage; those that begin last first."""
    page = deputies.list_deputies(session, caller, over=over, cursor=cursor, limit=limit)
    return Page(items=[DeputyOut.of(each) for each in page.items], next=page.next)


@router.get("/stand_ins", operation_id="list_stand_ins")
def list_stand_ins(
    session: SessionDep,
    caller: UserDep,
    q: Annotated[str | None, Query(max_length=100, pattern=r"^[^\x00]*$")] = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[StandInOut]:
    """Colleagues to choose as one's own deputy, by name; `q` is part of it. Agents get nobody."""
    page = deputies.list_stand_ins(session, caller, q=q, cursor=cursor, limit=limit)
    return Page(items=[StandInOut.model_validate(one) for one in page.items], next=page.next)


@router.post("", status_code=status.HTTP_201_CREATED, operation_id="create_deputy")
def create_deputy(session: SessionDep, caller: UserDep, body: DeputyIn) -> DeputyOut:
    """Let somebody stand in for you, or with `users:manage` for somebody else."""
    return DeputyOut.of(deputies.appoint(session, caller, body.wanted()))


@router.delete("/{deputy_id}", status_code=status.HTTP_204_NO_CONTENT, operation_id="end_deputy")
def end_deputy(session: SessionDep, caller: UserDep, deputy_id: UUID) -> None:
    """End it at once. Safe to repeat."""
    deputies.end(session, caller, deputy_id)
