"""OpenID Connect: the authorization code flow with PKCE, and what an ID token must prove.

Speaks with providers and decides nothing about users. Providers are set up by
administrators and often stand in a private network, so no address is refused here:
`services.recordings.reach` guards what dialers name, which is something else.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ValidationError

from services.errors import Rejected, SignInNeeded, Unavailable
from services.tables import IdentityProvider

TIMEOUT_S = 10.0
LEEWAY_S = 60
"""How far the provider's clock may be off."""
ALGORITHMS = [
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA"),
]
"""Signed with a private key: neither `none` nor a shared secret will do."""
_ANSWER_MAX_BYTES = 1024 * 1024
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class ProviderSilent(Unavailable):
    """The identity provider cannot be reached, or does not answer as OpenID Connect asks."""


class ProviderInsecure(Rejected):
    """An identity provider must be reached by https."""


class ProviderRefused(SignInNeeded):
    """The identity provider did not sign you in."""


class IdTokenBad(SignInNeeded):
    """What the identity provider says of you cannot be trusted: its token is not valid."""


class Metadata(BaseModel):
    """Of the discovery document (OpenID Connect Discovery 1.0), what is used here."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    end_session_endpoint: str | None = None
    token_endpoint_auth_methods_supported: list[str] = ["client_secret_basic"]


class Away(BaseModel):
    """What is kept while somebody is at the provider; checked when they come back."""

    provider_id: str
    state: str
    nonce: str
    verifier: str
    redirect_uri: str
    next: str = "/"


@dataclass(frozen=True, slots=True)
class Proven:
    """What a provider has proven: claims of the ID token, of userinfo too, and the token."""

    claims: dict[str, Any]
    id_token: str


def discover(issuer: str) -> Metadata:
    """Raises ProviderSilent, ProviderInsecure."""
    require_secure(issuer)
    url = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    with _client() as client:
        try:
            metadata = Metadata.model_validate(_read_json(client, url))
        except ValidationError as error:
            raise _silent(url, "this is no OpenID Connect discovery document") from error
    if metadata.issuer.rstrip("/") != issuer.rstrip("/"):
        raise _silent(url, f"it calls itself {metadata.issuer}, not {issuer}")
    return metadata


def begin(
    provider: IdentityProvider, metadata: Metadata, redirect_uri: str, next_path: str
) -> tuple[str, Away]:
    """Where to send the browser, and what to keep until it comes back."""
    away = Away(
        provider_id=str(provider.id),
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        redirect_uri=redirect_uri,
        next=next_path,
    )
    with _oauth(provider, metadata, redirect_uri) as client:
        url, _ = client.create_authorization_url(
            metadata.authorization_endpoint,
            state=away.state,
            nonce=away.nonce,
            code_verifier=away.verifier,
        )
    return str(url), away


def prove(
    provider: IdentityProvider, metadata: Metadata, away: Away, answer: Mapping[str, str]
) -> Proven:
    """Turn the `answer` that the browser brought into proven claims.

    Raises ProviderRefused, IdTokenBad, ProviderSilent.
    """
    _require_ours(metadata, away, answer)
    token = _redeem(provider, metadata, away, answer["code"])
    with _client() as client:
        keys = _read_json(client, metadata.jwks_uri)
        claims = check_id_token(
            token.get("id_token"),
            keys,
            issuer=metadata.issuer,
            client_id=provider.client_id,
            nonce=away.nonce,
            access_token=token.get("access_token"),
        )
        told = _userinfo(client, metadata, token.get("access_token"), claims["sub"])
    return Proven({**told, **claims}, token["id_token"])


def check_id_token(
    id_token: object,
    keys: Any,
    *,
    issuer: str,
    client_id: str,
    nonce: str,
    access_token: str | None = None,
) -> dict[str, Any]:
    """Claims of a token whose signature, issuer, audience, expiry and nonce hold.

    `keys` is a JWK set. Raises IdTokenBad.
    """
    if not isinstance(id_token, str):
        raise IdTokenBad(reason="the answer has no id_token")
    try:
        decoded = jwt.decode(id_token, KeySet.import_key_set(keys), algorithms=ALGORITHMS)
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            {
                "iss": {"essential": True, "value": issuer},
                "aud": {"essential": True, "value": client_id},
                "exp": {"essential": True},
            },
            {"nonce": nonce, "client_id": client_id, "access_token": access_token},
        )
        claims.validate(leeway=LEEWAY_S)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise IdTokenBad(reason=str(error)) from error
    return dict(claims)


def sign_out_url(
    provider: IdentityProvider, metadata: Metadata, id_token: str, back_to: str
) -> str | None:
    """Where the provider ends its own session (RP-Initiated Logout); None if it cannot."""
    if not (provider.signs_out_there and metadata.end_session_endpoint):
        return None
    query = urlencode(
        {
            "id_token_hint": id_token,
            "client_id": provider.client_id,
            "post_logout_redirect_uri": back_to,
        }
    )
    joint = "&" if "?" in metadata.end_session_endpoint else "?"
    return f"{metadata.end_session_endpoint}{joint}{query}"


def require_secure(url: str, field: str | None = None) -> None:
    """https, or http on this very machine. Raises ProviderInsecure."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and parts.hostname in _LOOPBACK:
        return
    raise ProviderInsecure(field=field, url=url)


def _require_ours(metadata: Metadata, away: Away, answer: Mapping[str, str]) -> None:
    """The answer belongs to what this browser began, and comes from the provider asked."""
    # Bytes, because `compare_digest` raises for text that is not ASCII.
    if not secrets.compare_digest(answer.get("state", "").encode(), away.state.encode()):
        raise ProviderRefused(reason="state does not fit")
    if "error" in answer:
        reason = f"{answer['error']} {answer.get('error_description', '')}".strip()
        raise ProviderRefused(detail=f"The identity provider says: {reason[:200]}")
    if answer.get("iss", metadata.issuer) != metadata.issuer:
        raise ProviderRefused(reason="another provider answered")
    if not answer.get("code"):
        raise ProviderRefused(reason="no code")


def _redeem(
    provider: IdentityProvider, metadata: Metadata, away: Away, code: str
) -> dict[str, Any]:
    require_secure(metadata.token_endpoint)
    with _oauth(provider, metadata, away.redirect_uri) as client:
        try:
            token: dict[str, Any] = client.fetch_token(
                metadata.token_endpoint,
                grant_type="authorization_code",
                code=code,
                code_verifier=away.verifier,
            )
        except OAuthError as error:
            raise ProviderRefused(reason=str(error)) from error
        except (httpx.HTTPError, ValueError) as error:
            raise _silent(metadata.token_endpoint, str(error)) from error
    return token


def _userinfo(
    client: httpx.Client, metadata: Metadata, access_token: str | None, subject: str
) -> dict[str, Any]:
    """More about the same person, where the provider tells more than the token holds."""
    if metadata.userinfo_endpoint is None or access_token is None:
        return {}
    require_secure(metadata.userinfo_endpoint)
    headers = {"Authorization": f"Bearer {access_token}"}
    told = _read_json(client, metadata.userinfo_endpoint, headers)
    if told.get("sub") != subject:
        raise IdTokenBad(reason="userinfo is about somebody else")
    return told


def _oauth(provider: IdentityProvider, metadata: Metadata, redirect_uri: str) -> OAuth2Client:
    by_post = "client_secret_basic" not in metadata.token_endpoint_auth_methods_supported
    method = "client_secret_post" if by_post else "client_secret_basic"
    return OAuth2Client(
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        token_endpoint_auth_method=method if provider.client_secret else "none",
        scope=" ".join(provider.scopes),
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
        timeout=TIMEOUT_S,
    )


def _client() -> httpx.Client:
    return httpx.Client(timeout=TIMEOUT_S, follow_redirects=False)


def _read_json(
    client: httpx.Client, url: str, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    require_secure(url)
    try:
        answer = client.get(url, headers=dict(headers or {}))
        answer.raise_for_status()
        if len(answer.content) > _ANSWER_MAX_BYTES:
            raise _silent(url, "it answers too much")
        told = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise _silent(url, str(error)) from error
    if not isinstance(told, dict):
        raise _silent(url, "its answer is no JSON object")
    return told


def _silent(url: str, reason: str) -> ProviderSilent:
    detail = f"{ProviderSilent.message()} {url}: {reason[:200]}"
    return ProviderSilent(detail=detail, url=url)
