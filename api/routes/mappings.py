"""Saved mappings of columns."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, status

from api.deps import CallerDep, SessionDep
from api.schemas.imports import SavedMappingIn, SavedMappingOut
from api.schemas.pages import Page
from services.imports import mappings
from services.imports.allowed import only_source, source_for

router = APIRouter(prefix="/api/v1/mappings", tags=["imports"])

Name = Annotated[str, Path(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f/]+$")]


@router.get("", operation_id="list_mappings")
def list_mappings(
    session: SessionDep,
    caller: CallerDep,
    source: UUID | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> Page[SavedMappingOut]:
    """By name; of one source when it is given."""
    page = mappings.list_mappings(
        session, source_id=only_source(caller) or source, cursor=cursor, limit=limit
    )
    return Page(items=[SavedMappingOut.of(*each) for each in page.items], next=page.next)


@router.put("/{name}", operation_id="save_mapping")
def save_mapping(
    session: SessionDep, caller: CallerDep, name: Name, body: SavedMappingIn
) -> SavedMappingOut:
    """Keep a mapping under a name, for the files of one source."""
    source = source_for(session, caller, body.source_id)
    return SavedMappingOut.of(*mappings.save(session, name, source.id, body.mapping, caller))


@router.delete("/{name}", status_code=status.HTTP_204_NO_CONTENT, operation_id="delete_mapping")
def delete_mapping(session: SessionDep, caller: CallerDep, name: Name) -> None:
    """Forget a saved mapping. Imports keep what they were read with."""
    mappings.delete(session, name, caller, only_source(caller))
