"""Identity providers as administrators set them up.

They are kept in the database, not in EARSHOT_* variables: whoever runs the centre adds
and tests one in the browser, without a restart and without the server's file system.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select

from services.errors import Conflict, NotFound
from services.people import audit, oidc
from services.tables import ExternalIdentity, IdentityProvider


class ProviderNotFound(NotFound):
    """There is no such identity provider."""


class ProviderKeyTaken(Conflict):
    """There is an identity provider with this key already."""


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """What can be said of a provider, but for its secret."""

    key: str
    name: str
    issuer: str
    client_id: str
    scopes: list[str]
    login_claim: str
    groups_claim: str
    active: bool
    makes_users: bool
    links_users: bool
    asks_second_factor: bool
    signs_out_there: bool


def list_providers(session: Session) -> Sequence[IdentityProvider]:
    """By name."""
    return session.exec(select(IdentityProvider).order_by(col(IdentityProvider.name))).all()


def list_active(session: Session) -> Sequence[IdentityProvider]:
    return [provider for provider in list_providers(session) if provider.active]


def get_provider(session: Session, provider_id: UUID) -> IdentityProvider:
    """Raises ProviderNotFound."""
    provider = session.get(IdentityProvider, provider_id)
    if provider is None:
        raise ProviderNotFound(provider_id=provider_id)
    return provider


def get_active(session: Session, key: str) -> IdentityProvider:
    """Raises ProviderNotFound."""
    found = session.exec(
        select(IdentityProvider).where(IdentityProvider.key == key, col(IdentityProvider.active))
    ).one_or_none()
    if found is None:
        raise ProviderNotFound(key=key)
    return found


def create_provider(
    session: Session, settings: ProviderSettings, *, client_secret: str | None, actor: str
) -> IdentityProvider:
    """Raises ProviderInsecure, ProviderKeyTaken."""
    oidc.require_secure(settings.issuer, field="issuer")
    provider = IdentityProvider(**asdict(settings), client_secret=client_secret or None)
    _store(session, provider)
    audit.record(
        session,
        actor=actor,
        act="identity_provider.created",
        subject=settings.key,
        after=_told(provider),
    )
    return provider


def change_provider(
    session: Session,
    provider_id: UUID,
    settings: ProviderSettings,
    *,
    client_secret: str | None,
    actor: str,
) -> IdentityProvider:
    """`client_secret` None leaves the one that is kept, empty removes it.

    Raises ProviderNotFound, ProviderInsecure, ProviderKeyTaken.
    """
    oidc.require_secure(settings.issuer, field="issuer")
    provider = get_provider(session, provider_id)
    before = _told(provider)
    if settings.issuer != provider.issuer:
        # Somebody else there may have the same subject.
        _forget_identities(session, provider)
    changes: dict[str, Any] = asdict(settings)
    if client_secret is not None:
        changes["client_secret"] = client_secret or None
    _store(session, provider, changes)
    audit.record(
        session,
        actor=actor,
        act="identity_provider.changed",
        subject=settings.key,
        before=before,
        after=_told(provider),
        secret_changed=client_secret is not None,
    )
    return provider


def delete_provider(session: Session, provider_id: UUID, *, actor: str) -> None:
    """Its users stay; they sign in some other way. Raises ProviderNotFound."""
    provider = get_provider(session, provider_id)
    _forget_identities(session, provider)
    session.delete(provider)
    audit.record(
        session,
        actor=actor,
        act="identity_provider.deleted",
        subject=provider.key,
        before=_told(provider),
    )


def _forget_identities(session: Session, provider: IdentityProvider) -> None:
    of_it = col(ExternalIdentity.provider_id) == provider.id
    session.exec(delete(ExternalIdentity).where(of_it))


def _store(
    session: Session, provider: IdentityProvider, changes: dict[str, Any] | None = None
) -> None:
    try:
        with session.begin_nested():
            provider.sqlmodel_update(changes or {})
            session.add(provider)
    except IntegrityError as error:
        raise ProviderKeyTaken(field="key", key=provider.key) from error


def _told(provider: IdentityProvider) -> dict[str, Any]:
    told = provider.model_dump(mode="json", exclude={"id", "client_secret", "created_at"})
    return {**told, "has_secret": provider.client_secret is not None}
