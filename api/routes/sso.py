"""Signing in by an identity provider: there and back again."""

import logging
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, status
from fastapi.responses import RedirectResponse

from api import cookies
from api.deps import SESSION_COOKIE, SessionDep
from api.schemas.session_steps import ProviderButtonOut, WaysInOut
from services.db import transaction
from services.errors import ServiceError
from services.people import oidc, policy, providers, sessions, sso
from services.people.sessions import SignedIn
from services.people.signing_in import Outcome, SignInOver
from services.settings import get_settings
from services.tables import PasswordsFor

log = logging.getLogger(__name__)
router = APIRouter(prefix="/api/v1/session", tags=["session"])


@router.get("/ways_in", operation_id="read_ways_in")
def read_ways_in(session: SessionDep) -> WaysInOut:
    """What the sign-in page offers."""
    rules = policy.get_policy(session)
    return WaysInOut(
        providers=[
            ProviderButtonOut(key=each.key, name=each.name)
            for each in providers.list_active(session)
        ],
        passwords=rules.passwords_for is PasswordsFor.EVERYONE,
        password_min_length=rules.password_min_length,
    )


@router.get(
    "/sso/{key}",
    operation_id="go_to_provider",
    status_code=status.HTTP_303_SEE_OTHER,
    response_class=RedirectResponse,
)
def go_to_provider(
    request: Request, key: str, next_path: Annotated[str, Query(alias="next")] = "/"
) -> RedirectResponse:
    """Send the browser to the identity provider; `next` is where it ends up signed in."""
    try:
        with transaction() as session:
            provider = providers.get_active(session, key)
        metadata = oidc.discover(provider.issuer)
        back = redirect_uri(origin_of(request), key)
        url, away = oidc.begin(provider, metadata, back, safe_path(next_path))
        with transaction() as session:
            token = sso.leave(session, away)
    except ServiceError as error:
        return _failed(error)
    response = RedirectResponse(url, status.HTTP_303_SEE_OTHER)
    cookies.set_step(response, token)
    return response


@router.get(
    "/sso/{key}/callback",
    operation_id="come_back_from_provider",
    status_code=status.HTTP_303_SEE_OTHER,
    response_class=RedirectResponse,
)
def come_back(request: Request, key: str) -> RedirectResponse:
    """Where the identity provider sends the browser; goes on to the client."""
    try:
        outcome, next_path = _enter(request, key)
    except ServiceError as error:
        return _failed(error)
    if not isinstance(outcome, SignedIn):
        url = f"/sign-in?step={outcome.kind}&next={quote(next_path, safe='')}"
        response = RedirectResponse(url, status.HTTP_303_SEE_OTHER)
        cookies.set_step(response, outcome.token)
        return response
    response = RedirectResponse(next_path, status.HTTP_303_SEE_OTHER)
    cookies.set_session(response, outcome.token)
    cookies.forget_step(response)
    return response


def redirect_uri(origin: str, key: str) -> str:
    return f"{origin}/api/v1/session/sso/{key}/callback"


def origin_of(request: Request) -> str:
    """Where people reach Earshot: as it is set, else as this browser does."""
    public = get_settings().public_origins
    return public[0].rstrip("/") if public else str(request.base_url).rstrip("/")


def safe_path(path: str) -> str:
    """A path of our own, never another site. Pure."""
    ours = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if ours and path.isprintable() and "\\" not in path else "/"


def _enter(request: Request, key: str) -> tuple[Outcome, str]:
    token = request.cookies.get(cookies.STEP_COOKIE)
    if token is None:
        raise SignInOver()
    with transaction() as session:
        provider, away = sso.come_back(session, token)
    if provider.key != key or not provider.active:
        raise SignInOver(key=key)
    metadata = oidc.discover(provider.issuer)
    proven = oidc.prove(provider, metadata, away, request.query_params)
    leaving = oidc.sign_out_url(
        provider, metadata, proven.id_token, f"{origin_of(request)}/sign-in"
    )
    visitor = cookies.visitor_of(request)
    with transaction() as session:
        outcome = sso.enter(session, provider, proven, visitor, leaving)
        if old := request.cookies.get(SESSION_COOKIE):
            sessions.sign_out(session, old)
    return outcome, away.next


def _failed(error: ServiceError) -> RedirectResponse:
    """The client has words for each kind; what exactly happened is in the log."""
    log.warning("sign-in by a provider failed", extra={"kind": error.kind(), "why": str(error)})
    return RedirectResponse(f"/sign-in?failed={error.kind()}", status.HTTP_303_SEE_OTHER)
