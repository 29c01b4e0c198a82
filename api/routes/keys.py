"""API keys: made, listed and revoked by administrators."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from api.deps import CallerDep, SessionDep
from api.repeats import CreatingRoute
from api.schemas.keys import KeyCreatedOut, KeyIn, KeyOut
from api.schemas.pages import Page
from services.people import keys, organisation
from services.people.access import Permission
from services.tables import ApiKey, KeyScope, Source

router = APIRouter(prefix="/api/v1/keys", tags=["keys"], route_class=CreatingRoute)


@router.get("", operation_id="list_keys")
def list_keys(
    session: SessionDep,
    caller: CallerDep,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Page[KeyOut]:
    """Newest first, revoked ones too. Secrets are not kept, so none is shown."""
    caller.require(Permission.KEYS_MANAGE)
    found = keys.list_keys(session, cursor=cursor, limit=limit)
    return Page(items=[_shown(key, source) for key, source in found.items], next=found.next)


@router.post("", status_code=status.HTTP_201_CREATED, operation_id="create_key")
def create_key(session: SessionDep, caller: CallerDep, wanted: KeyIn) -> KeyCreatedOut:
    """Make a key. This answer is the only place its secret ever appears."""
    caller.require(Permission.KEYS_MANAGE)
    source = organisation.find_or_create_source(session, wanted.source)
    key, secret = keys.create_key(
        session,
        name=wanted.name,
        source=source,
        scopes=set(wanted.scopes),
        actor=caller.actor,
    )
    return KeyCreatedOut(**_shown(key, source).model_dump(), secret=secret)


@router.delete("/{key_id}", status_code=status.HTTP_204_NO_CONTENT, operation_id="revoke_key")
def revoke_key(session: SessionDep, caller: CallerDep, key_id: UUID) -> None:
    """Stop a key at once; it stays in the list. Safe to repeat."""
    caller.require(Permission.KEYS_MANAGE)
    keys.revoke_key(session, key_id, actor=caller.actor)


def _shown(key: ApiKey, source: Source) -> KeyOut:
    return KeyOut(
        id=key.id,
        name=key.name,
        source_id=source.id,
        source=source.name,
        hint=key.hint,
        scopes=[KeyScope(scope) for scope in key.scopes],
        created_at=key.created_at,
        last_used_at=key.last_used_at,
        revoked_at=key.revoked_at,
    )
