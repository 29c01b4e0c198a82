"""API keys: how dialers, directories and other machines prove who they are."""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from hmac import compare_digest
from uuid import UUID

from sqlmodel import Session, col, or_, select, tuple_

from services import db, paging
from services.clock import utc_now
from services.errors import Conflict, Forbidden, NotFound, Rejected
from services.paging import Paged
from services.people import audit
from services.people.networks import is_within, usable_networks
from services.tables import ApiKey, KeyScope, Source

PREFIX = "ek_"
HINT_LENGTH = 8
USED_EVERY = timedelta(minutes=1)
MAX_OVERLAP = timedelta(days=30)
NETWORKS_MAX = 50
EXPIRES_SOON = timedelta(days=14)


class KeyState(StrEnum):
    ACTIVE = "active"
    EXPIRES_SOON = "expires_soon"
    EXPIRED = "expired"
    REVOKED = "revoked"


class KeyNotFound(NotFound):
    """There is no such key."""


class KeyRevoked(Conflict):
    """This key has been revoked."""


class KeyAddressRefused(Forbidden):
    """This key may not be used from this address."""


class ScopesNotTogether(Rejected):
    """A key for a directory (scim) belongs to no dialer and has no other scope."""


class SourceNeeded(Rejected):
    """Say which dialer the key is for."""


class ExpiryPassed(Rejected):
    """A key must expire in the future."""


class OverlapTooLong(Rejected):
    """The old secret may go on working for 30 days at most."""


def create_key(
    session: Session,
    *,
    name: str,
    source: Source | None,
    scopes: Collection[KeyScope],
    actor: str,
    expires_at: datetime | None = None,
    networks: Sequence[str] = (),
) -> tuple[ApiKey, str]:
    """Make a key for `source`. Its secret, the second value, exists only in this answer.

    Raises ScopesNotTogether, SourceNeeded, ExpiryPassed, NetworkUnusable.
    """
    _require_fitting(source, scopes)
    _require_future(expires_at)
    secret = _make_secret()
    key = ApiKey(
        name=name,
        source_id=source.id if source else None,
        secret_hash=_hash(secret),
        hint=secret[:HINT_LENGTH],
        scopes=sorted(scopes),
        expires_at=expires_at,
        networks=usable_networks(networks),
    )
    session.add(key)
    session.flush()
    audit.record(
        session,
        actor=actor,
        act="key.created",
        subject=str(key.id),
        name=name,
        source=source.name if source else None,
        scopes=key.scopes,
        networks=key.networks,
        expires_at=expires_at.isoformat() if expires_at else None,
    )
    return key, secret


def find_key(session: Session, secret: str, address: str | None = None) -> ApiKey | None:
    """The key with this secret, in one query; None when unknown, revoked or expired.

    `address` is where it is used from; None when that is not known, which a key that is
    bound to networks does not allow. Raises KeyAddressRefused.
    """
    secret_hash = _hash(secret)
    key = session.exec(
        select(ApiKey).where(
            or_(ApiKey.secret_hash == secret_hash, ApiKey.previous_hash == secret_hash),
            col(ApiKey.revoked_at).is_(None),
        )
    ).one_or_none()
    if key is None or not _is_good(key, secret_hash, utc_now()):
        return None
    if not is_within(address, key.networks):
        raise KeyAddressRefused(key=key.hint, address=address)
    if key.last_used_at is None or key.last_used_at < utc_now() - USED_EVERY:
        _note_used(session, key, address)
    return key


def rotate_key(
    session: Session, key_id: UUID, *, overlap: timedelta, actor: str
) -> tuple[ApiKey, str]:
    """Give a key a new secret; the old one goes on working for `overlap`.

    An older one ends now. Raises KeyNotFound, KeyRevoked, OverlapTooLong.
    """
    if not timedelta(0) <= overlap <= MAX_OVERLAP:
        raise OverlapTooLong(field="overlap_s")
    key = _get_for_update(session, key_id)
    if key.revoked_at is not None:
        raise KeyRevoked(key_id=key_id)
    secret = _make_secret()
    now = utc_now()
    key.previous_hash = key.secret_hash if overlap else None
    key.previous_until = now + overlap if overlap else None
    key.secret_hash = _hash(secret)
    key.hint = secret[:HINT_LENGTH]
    key.rotated_at = now
    session.add(key)
    audit.record(
        session,
        actor=actor,
        act="key.rotated",
        subject=str(key.id),
        name=key.name,
        overlap_s=round(overlap.total_seconds()),
    )
    return key, secret


def change_key(
    session: Session,
    key_id: UUID,
    *,
    name: str,
    expires_at: datetime | None,
    networks: Sequence[str],
    actor: str,
) -> ApiKey:
    """Raises KeyNotFound, KeyRevoked, ExpiryPassed, NetworkUnusable."""
    key = _get_for_update(session, key_id)
    if key.revoked_at is not None:
        raise KeyRevoked(key_id=key_id)
    if expires_at != key.expires_at:
        _require_future(expires_at)
    before = _told(key)
    key.name, key.expires_at, key.networks = name, expires_at, usable_networks(networks)
    session.add(key)
    if (after := _told(key)) != before:
        audit.record(
            session,
            actor=actor,
            act="key.changed",
            subject=str(key.id),
            before=before,
            after=after,
        )
    return key


def revoke_key(session: Session, key_id: UUID, *, actor: str) -> None:
    """The key stops working at once. Safe to repeat. Raises KeyNotFound."""
    key = _get_for_update(session, key_id)
    if key.revoked_at is None:
        key.revoked_at = utc_now()
        session.add(key)
        audit.record(session, actor=actor, act="key.revoked", subject=str(key.id), name=key.name)


def list_keys(
    session: Session, *, cursor: str | None = None, limit: int = 100
) -> Paged[tuple[ApiKey, Source | None]]:
    """Newest first, each with the dialer it speaks for; revoked ones too. Raises CursorBroken."""
    place = tuple_(col(ApiKey.created_at), col(ApiKey.id))
    query = (
        select(ApiKey, Source)
        .join(Source, col(ApiKey.source_id) == Source.id, isouter=True)
        .order_by(col(ApiKey.created_at).desc(), col(ApiKey.id).desc())
        .limit(limit + 1)
    )
    if cursor is not None:
        query = query.where(place < tuple_(*paging.decode(cursor, datetime, UUID)))
    found = session.exec(query).all()
    return paging.cut(found, limit, lambda pair: [pair[0].created_at, pair[0].id])


def state_of(key: ApiKey, now: datetime) -> KeyState:
    """Pure."""
    if key.revoked_at is not None:
        return KeyState.REVOKED
    if key.expires_at is None or key.expires_at > now + EXPIRES_SOON:
        return KeyState.ACTIVE
    return KeyState.EXPIRES_SOON if key.expires_at > now else KeyState.EXPIRED


def _is_good(key: ApiKey, secret_hash: str, now: datetime) -> bool:
    if key.expires_at is not None and key.expires_at <= now:
        return False
    if compare_digest(key.secret_hash, secret_hash):
        return True
    return key.previous_until is not None and key.previous_until > now


def _require_fitting(source: Source | None, scopes: Collection[KeyScope]) -> None:
    is_directory = KeyScope.SCIM in scopes
    if is_directory and (source is not None or len(scopes) > 1):
        raise ScopesNotTogether(field="scopes")
    if not is_directory and source is None:
        raise SourceNeeded(field="source")


def _require_future(expires_at: datetime | None) -> None:
    if expires_at is not None and expires_at <= utc_now():
        raise ExpiryPassed(field="expires_at")


def _get_for_update(session: Session, key_id: UUID) -> ApiKey:
    key = session.get(ApiKey, key_id, with_for_update=True)
    if key is None:
        raise KeyNotFound(key_id=key_id)
    return key


def _told(key: ApiKey) -> dict[str, object]:
    return key.model_dump(mode="json", include={"name", "expires_at", "networks"})


def _note_used(session: Session, key: ApiKey, address: str | None) -> None:
    # Skips when another request with this key is writing the same minute.
    db.run(
        session,
        """
        UPDATE api_key SET last_used_at = now(), last_used_address = %(address)s WHERE id IN (
            SELECT id FROM api_key WHERE id = %(id)s FOR UPDATE SKIP LOCKED
        )
        """,
        {"id": key.id, "address": address},
    )


def _make_secret() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def _hash(secret: str) -> str:
    # 256 random bits need no slow hash: there is nothing to guess.
    return hashlib.sha256(secret.encode()).hexdigest()
