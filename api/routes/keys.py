"""API keys: made, listed, rotated and revoked by administrators."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from api.deps import CallerDep, SessionDep
from api.repeats import CreatingRoute
from api.schemas.keys import KeyChangeIn, KeyCreatedOut, KeyIn, KeyOut, KeyRotationIn
from api.schemas.pages import Page
from services.clock import utc_now
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
    source = organisation.find_or_create_source(session, wanted.source) if wanted.source else None
    key, secret = keys.create_key(
        session,
        name=wanted.name,
        source=source,
        scopes=set(wanted.scopes),
        expires_at=wanted.expires_at,
        networks=wanted.networks,
        actor=caller.actor,
    )
    return KeyCreatedOut(**_shown(key, source).model_dump(), secret=secret)


@router.patch("/{key_id}", operation_id="change_key")
def change_key(session: SessionDep, caller: CallerDep, key_id: UUID, change: KeyChangeIn) -> KeyOut:
    """Rename a key, or say until when and from where it works. Its secret stays."""
    caller.require(Permission.KEYS_MANAGE)
    key = keys.change_key(
        session,
        key_id,
        name=change.name,
        expires_at=change.expires_at,
        networks=change.networks,
        actor=caller.actor,
    )
    return _shown(key, _source_of(session, key))


@router.post("/{key_id}/rotate", operation_id="rotate_key")
def rotate_key(
    session: SessionDep, caller: CallerDep, key_id: UUID, rotation: KeyRotationIn
) -> KeyCreatedOut:
    """Give a key a new secret. The old one works for `overlap_s` more."""
    caller.require(Permission.KEYS_MANAGE)
    overlap = timedelta(seconds=rotation.overlap_s)
    key, secret = keys.rotate_key(session, key_id, overlap=overlap, actor=caller.actor)
    return KeyCreatedOut(**_shown(key, _source_of(session, key)).model_dump(), secret=secret)


@router.delete("/{key_id}", status_code=status.HTTP_204_NO_CONTENT, operation_id="revoke_key")
def revoke_key(session: SessionDep, caller: CallerDep, key_id: UUID) -> None:
    """Stop a key at once; it stays in the list. Safe to repeat."""
    caller.require(Permission.KEYS_MANAGE)
    keys.revoke_key(session, key_id, actor=caller.actor)


def _source_of(session: SessionDep, key: ApiKey) -> Source | None:
    return session.get(Source, key.source_id) if key.source_id else None


def _shown(key: ApiKey, source: Source | None) -> KeyOut:
    now = utc_now()
    overlapping = key.previous_until is not None and key.previous_until > now
    return KeyOut(
        id=key.id,
        name=key.name,
        source_id=source.id if source else None,
        source=source.name if source else None,
        hint=key.hint,
        scopes=[KeyScope(scope) for scope in key.scopes],
        state=keys.state_of(key, now),
        created_at=key.created_at,
        last_used_at=key.last_used_at,
        last_used_address=key.last_used_address,
        expires_at=key.expires_at,
        networks=key.networks,
        rotated_at=key.rotated_at,
        previous_until=key.previous_until if overlapping else None,
        revoked_at=key.revoked_at,
    )
