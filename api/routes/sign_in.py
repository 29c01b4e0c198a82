"""How people sign in: providers, mappings of groups, the policy."""

from uuid import UUID

from fastapi import APIRouter, Request, status

from api.deps import CallerDep, SessionDep
from api.repeats import CreatingRoute
from api.routes.sso import origin_of, redirect_uri
from api.schemas.pages import Page
from api.schemas.sign_in import (
    MappingFields,
    MappingsIn,
    MappingsOut,
    PolicyFields,
    ProviderFields,
    ProviderIn,
    ProviderOut,
    ProviderTestOut,
)
from services.db import transaction
from services.people import groups, oidc, policy, providers, settling
from services.people.access import Permission
from services.people.groups import Mapping
from services.people.oidc import Metadata
from services.people.providers import ProviderSettings
from services.tables import IdentityProvider, SignInPolicy

router = APIRouter(prefix="/api/v1/sign_in", tags=["sign-in"], route_class=CreatingRoute)


@router.get("/providers", operation_id="list_identity_providers")
def list_providers(request: Request, session: SessionDep, caller: CallerDep) -> Page[ProviderOut]:
    """By name; all of them, there are few. Their secrets are never shown."""
    caller.require(Permission.USERS_MANAGE)
    return Page(items=[_shown(request, each) for each in providers.list_providers(session)])


@router.post(
    "/providers", status_code=status.HTTP_201_CREATED, operation_id="create_identity_provider"
)
def create_provider(
    request: Request, session: SessionDep, caller: CallerDep, wanted: ProviderIn
) -> ProviderOut:
    """Add a provider that people can sign in with. Its secret is never given out again."""
    caller.require(Permission.USERS_MANAGE)
    made = providers.create_provider(
        session, _settings(wanted), client_secret=wanted.client_secret, actor=caller.actor
    )
    return _shown(request, made)


@router.put("/providers/{provider_id}", operation_id="change_identity_provider")
def change_provider(
    request: Request,
    session: SessionDep,
    caller: CallerDep,
    provider_id: UUID,
    wanted: ProviderIn,
) -> ProviderOut:
    """Another issuer forgets whose accounts were whose."""
    caller.require(Permission.USERS_MANAGE)
    changed = providers.change_provider(
        session,
        provider_id,
        _settings(wanted),
        client_secret=wanted.client_secret,
        actor=caller.actor,
    )
    return _shown(request, changed)


@router.delete("/providers/{provider_id}", status_code=204, operation_id="delete_identity_provider")
def delete_provider(session: SessionDep, caller: CallerDep, provider_id: UUID) -> None:
    """Users stay, and sign in some other way."""
    caller.require(Permission.USERS_MANAGE)
    providers.delete_provider(session, provider_id, actor=caller.actor)


@router.post(
    "/providers/{provider_id}/test",
    response_model=ProviderTestOut,
    operation_id="test_identity_provider",
)
def test_provider(caller: CallerDep, provider_id: UUID) -> Metadata:
    """Read the provider's discovery document, as a sign-in does."""
    caller.require(Permission.USERS_MANAGE)
    with transaction() as session:
        issuer = providers.get_provider(session, provider_id).issuer
    return oidc.discover(issuer)


@router.get("/mappings", operation_id="read_group_mappings")
def read_mappings(session: SessionDep, caller: CallerDep) -> MappingsOut:
    """What members of groups are here, in the order that is tried."""
    caller.require(Permission.USERS_MANAGE)
    return _mappings(session)


@router.put("/mappings", operation_id="replace_group_mappings")
def replace_mappings(session: SessionDep, caller: CallerDep, wanted: MappingsIn) -> MappingsOut:
    """For OpenID Connect and SCIM alike. Holds from the next sign-in on, for SCIM at once."""
    caller.require(Permission.USERS_MANAGE)
    mappings = [Mapping(each.group, each.role, each.unit_id) for each in wanted.mappings]
    groups.replace_mappings(session, mappings, actor=caller.actor)
    settling.settle_all(session, actor=caller.actor)
    return _mappings(session)


@router.get("/policy", response_model=PolicyFields, operation_id="read_sign_in_policy")
def read_policy(session: SessionDep, caller: CallerDep) -> SignInPolicy:
    """What passwords must be, who needs a second factor, and who is let in by a provider."""
    caller.require(Permission.USERS_MANAGE)
    return policy.get_policy(session)


@router.put("/policy", response_model=PolicyFields, operation_id="change_sign_in_policy")
def change_policy(session: SessionDep, caller: CallerDep, wanted: PolicyFields) -> SignInPolicy:
    """Holds from the next sign-in on."""
    caller.require(Permission.USERS_MANAGE)
    return policy.change_policy(session, **dict(wanted), actor=caller.actor)


def _mappings(session: SessionDep) -> MappingsOut:
    listed = [
        MappingFields(group=row.group_name, role=row.role, unit_id=row.unit_id)
        for row in groups.list_mappings(session)
    ]
    return MappingsOut(mappings=listed, known_groups=groups.list_known(session))


def _settings(wanted: ProviderFields) -> ProviderSettings:
    return ProviderSettings(**wanted.model_dump(exclude={"client_secret"}))


def _shown(request: Request, provider: IdentityProvider) -> ProviderOut:
    return ProviderOut(
        **provider.model_dump(exclude={"client_secret"}),
        has_secret=provider.client_secret is not None,
        redirect_uri=redirect_uri(origin_of(request), provider.key),
    )
