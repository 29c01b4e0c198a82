"""API keys: how dialers and other machines prove who they are."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from hmac import compare_digest
from uuid import UUID

from sqlmodel import Session, col, select, tuple_

from services import db, paging
from services.clock import utc_now
from services.errors import NotFound
from services.paging import Paged
from services.people import audit
from services.tables import ApiKey, KeyScope, Source

PREFIX = "ek_"
HINT_LENGTH = 8
USED_EVERY = timedelta(minutes=1)


class KeyNotFound(NotFound):
    """There is no such key."""


def create_key(
    session: Session, *, name: str, source: Source, scopes: Collection[KeyScope], actor: str
) -> tuple[ApiKey, str]:
    """Make a key for `source`. Its secret, the second value, exists only in this answer."""
    secret = PREFIX + secrets.token_urlsafe(32)
    key = ApiKey(
        name=name,
        source_id=source.id,
        secret_hash=_hash(secret),
        hint=secret[:HINT_LENGTH],
        scopes=sorted(scopes),
    )
    session.add(key)
    session.flush()
    audit.record(
        session,
        actor=actor,
        act="key.created",
        subject=str(key.id),
        name=name,
        source=source.name,
        scopes=key.scopes,
    )
    return key, secret


def find_key(session: Session, secret: str) -> ApiKey | None:
    """The key with this secret; None when unknown or revoked."""
    secret_hash = _hash(secret)
    key = session.exec(
        select(ApiKey).where(ApiKey.secret_hash == secret_hash, col(ApiKey.revoked_at).is_(None))
    ).one_or_none()
    if key is None or not compare_digest(key.secret_hash, secret_hash):
        return None
    if key.last_used_at is None or key.last_used_at < utc_now() - USED_EVERY:
        _note_used(session, key)
    return key


def revoke_key(session: Session, key_id: UUID, *, actor: str) -> None:
    """The key stops working at once. Safe to repeat. Raises KeyNotFound."""
    key = session.get(ApiKey, key_id, with_for_update=True)
    if key is None:
        raise KeyNotFound(key_id=key_id)
    if key.revoked_at is None:
        key.revoked_at = utc_now()
        session.add(key)
        audit.record(session, actor=actor, act="key.revoked", subject=str(key.id), name=key.name)


def list_keys(
    session: Session, *, cursor: str | None = None, limit: int = 100
) -> Paged[tuple[ApiKey, Source]]:
    """Newest first, each with the dialer it speaks for; revoked ones too. Raises CursorBroken."""
    place = tuple_(col(ApiKey.created_at), col(ApiKey.id))
    query = (
        select(ApiKey, Source)
        .join(Source, col(ApiKey.source_id) == Source.id)
        .order_by(col(ApiKey.created_at).desc(), col(ApiKey.id).desc())
        .limit(limit + 1)
    )
    if cursor is not None:
        query = query.where(place < tuple_(*paging.decode(cursor, datetime, UUID)))
    found = session.exec(query).all()
    return paging.cut(found, limit, lambda pair: [pair[0].created_at, pair[0].id])


def _note_used(session: Session, key: ApiKey) -> None:
    # Skips when another request with this key is writing the same minute.
    db.run(
        session,
        """
        UPDATE api_key SET last_used_at = now() WHERE id IN (
            SELECT id FROM api_key WHERE id = %(id)s FOR UPDATE SKIP LOCKED
        )
        """,
        {"id": key.id},
    )


def _hash(secret: str) -> str:
    # 256 random bits need no slow hash: there is nothing to guess.
    return hashlib.sha256(secret.encode()).hexdigest()
