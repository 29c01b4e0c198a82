"""A provider that lies, or an answer that somebody made up, lets nobody in."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from joserfc.jwk import RSAKey
from sqlmodel import col, select, update

from services.db import transaction
from services.people import groups, providers
from services.people.groups import Mapping
from services.people.providers import ProviderSettings
from services.tables import ExternalIdentity, Role, SignInStep, User, UserSession
from tests.factories import Company, make_company
from tests.oidc_provider import LyingProvider, lying_provider

START = "/api/v1/session/sso/corp"
LONG_AGO_S = 600
A_LITTLE_S = 20
TRUE = {"preferred_username": "erin", "name": "Erin", "groups": ["qa"]}


@pytest.fixture(scope="module")
def liar() -> Iterator[LyingProvider]:
    with lying_provider() as provider:
        yield provider


@pytest.fixture
def provider(client: TestClient, liar: LyingProvider) -> LyingProvider:
    """Honest, until a test makes it lie; Erin of its group `qa` would be let in."""
    liar.lies, liar.told = dict(TRUE), {}
    liar.signs_with, liar.header = liar.key, {"alg": "RS256", "kid": "1"}
    liar.without_id_token, liar.calls_itself, liar.codes_redeemed = False, None, 0
    with transaction() as session:
        set_up(session, liar, make_company(session))
    return liar


def set_up(session: Any, provider: LyingProvider, company: Company) -> None:
    mappings = [Mapping("qa", Role.INSPECTOR, company.unit.id)]
    groups.replace_mappings(session, mappings, actor="dana")
    settings = ProviderSettings(
        key="corp",
        name="Corp",
        issuer=provider.issuer,
        client_id="earshot",
        scopes=["openid", "profile"],
        login_claim="preferred_username",
        groups_claim="groups",
        active=True,
        makes_users=True,
        links_users=False,
        asks_second_factor=False,
        signs_out_there=False,
    )
    providers.create_provider(session, settings, client_secret="s3cret", actor="dana")


def begin(client: TestClient, provider: LyingProvider) -> str:
    """To the provider and signed in there; returns the path of the way back."""
    there = client.get(START, follow_redirects=False).headers["location"]
    return provider.sign_in(there).removeprefix("http://testserver")


def finish(client: TestClient, back: str) -> str:
    """Where the browser ends up."""
    answer = client.get(back, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def assert_nobody_came_in(client: TestClient) -> None:
    assert client.get("/api/v1/session").status_code == 401
    with transaction() as session:
        assert session.exec(select(UserSession)).all() == []
        assert session.exec(select(ExternalIdentity)).all() == []
        assert session.exec(select(User).where(User.login == "erin")).all() == []


def test_who_tells_the_truth_comes_in(client: TestClient, provider: LyingProvider) -> None:
    assert finish(client, begin(client, provider)) == "/"

    assert client.get("/api/v1/session").json()["login"] == "erin"
    assert provider.codes_redeemed == 1


def test_a_clock_that_is_a_little_off_is_forgiven(
    client: TestClient, provider: LyingProvider
) -> None:
    now = int(time.time())
    provider.lies |= {"exp": now - A_LITTLE_S, "iat": now + A_LITTLE_S}

    assert finish(client, begin(client, provider)) == "/"


LIES: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://evil.example"},
    "no issuer": {"iss": None},
    "for another client": {"aud": "payroll"},
    "for nobody": {"aud": None},
    "for several, made for another": {"aud": ["payroll", "earshot"], "azp": "payroll"},
    "expired": {"iat": 1_000_000_000, "exp": 1_000_000_600},
    "for ever": {"exp": None},
    "expiry in words": {"exp": "tomorrow"},
    "of another sign-in": {"nonce": "of-another-browser"},
    "of no sign-in": {"nonce": None},
    "about nobody": {"sub": None},
    "of another access token": {"at_hash": "bm90LXRoaXMtb25l"},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_a_token_that_says_what_is_not_so_is_refused(
    client: TestClient, provider: LyingProvider, lie: dict[str, Any]
) -> None:
    provider.lies |= lie

    assert finish(client, begin(client, provider)) == "/sign-in?failed=id-token-bad"
    assert provider.codes_redeemed == 1
    assert_nobody_came_in(client)


def test_a_token_of_long_ago_is_refused(client: TestClient, provider: LyingProvider) -> None:
    now = int(time.time())
    provider.lies |= {"iat": now - 2 * LONG_AGO_S, "exp": now - LONG_AGO_S}

    assert finish(client, begin(client, provider)) == "/sign-in?failed=id-token-bad"
    assert_nobody_came_in(client)


def stranger_signs(provider: LyingProvider) -> None:
    """With the right key's name, and another key."""
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "1"})


def unknown_key_signs(provider: LyingProvider) -> None:
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "2"})
    provider.header = {"alg": "RS256", "kid": "2"}


def nobody_signs(provider: LyingProvider) -> None:
    provider.signs_with, provider.header = b"", {"alg": "none"}


def everybody_could_sign(provider: LyingProvider) -> None:
    """The public key, which everybody has, taken for a shared secret."""
    provider.signs_with = provider.key.as_pem(private=False)
    provider.header = {"alg": "HS256", "kid": "1"}


def client_secret_signs(provider: LyingProvider) -> None:
    provider.signs_with, provider.header = b"s3cret", {"alg": "HS256"}


def says_nothing(provider: LyingProvider) -> None:
    provider.without_id_token = True


@pytest.mark.parametrize(
    "forge",
    [
        stranger_signs,
        unknown_key_signs,
        nobody_signs,
        everybody_could_sign,
        client_secret_signs,
        says_nothing,
    ],
)
def test_a_token_that_the_provider_has_not_signed_is_refused(
    client: TestClient, provider: LyingProvider, forge: Any
) -> None:
    forge(provider)

    assert finish(client, begin(client, provider)) == "/sign-in?failed=id-token-bad"
    assert_nobody_came_in(client)


def test_userinfo_about_somebody_else_is_refused(
    client: TestClient, provider: LyingProvider
) -> None:
    provider.told = {"sub": "u-2", "groups": ["qa"]}

    assert finish(client, begin(client, provider)) == "/sign-in?failed=id-token-bad"
    assert_nobody_came_in(client)


def test_userinfo_does_not_overrule_what_was_signed(
    client: TestClient, provider: LyingProvider
) -> None:
    provider.told = {"sub": "u-1", "preferred_username": "dana", "email": "erin@corp.example"}

    finish(client, begin(client, provider))

    assert client.get("/api/v1/session").json()["login"] == "erin"


def test_a_provider_that_calls_itself_otherwise_is_not_asked(
    client: TestClient, provider: LyingProvider
) -> None:
    provider.calls_itself = "https://evil.example"

    there = client.get(START, follow_redirects=False)

    assert there.headers["location"] == "/sign-in?failed=provider-silent"


@pytest.mark.parametrize(
    "brought",
    [
        "code=granted",
        "code=granted&state=",
        "code=granted&state=guessed",
        "code=granted&state=%C3%A9",
    ],
)
def test_an_answer_without_the_state_of_this_browser_is_not_looked_at(
    client: TestClient, provider: LyingProvider, brought: str
) -> None:
    begin(client, provider)

    location = finish(client, f"{START}/callback?{brought}")

    assert location == "/sign-in?failed=provider-refused"
    assert provider.codes_redeemed == 0
    assert_nobody_came_in(client)


@pytest.mark.parametrize("more", ["&iss=https%3A%2F%2Fevil.example", "&error=access_denied"])
def test_an_answer_of_another_provider_or_a_no_is_not_redeemed(
    client: TestClient, provider: LyingProvider, more: str
) -> None:
    location = finish(client, begin(client, provider) + more)

    assert location == "/sign-in?failed=provider-refused"
    assert provider.codes_redeemed == 0
    assert_nobody_came_in(client)


def test_a_way_back_is_gone_once(client: TestClient, provider: LyingProvider) -> None:
    back = begin(client, provider)
    brought = dict(client.cookies)
    finish(client, back)
    client.cookies.clear()
    client.cookies.update(brought)

    assert finish(client, back) == "/sign-in?failed=sign-in-over"
    assert client.get("/api/v1/session").status_code == 401
    assert provider.codes_redeemed == 1


def test_a_refused_way_back_is_not_tried_again(client: TestClient, provider: LyingProvider) -> None:
    back = begin(client, provider)
    brought = dict(client.cookies)
    provider.lies |= {"nonce": "wrong"}
    finish(client, back)
    provider.lies = dict(TRUE)
    client.cookies.clear()
    client.cookies.update(brought)

    assert finish(client, back) == "/sign-in?failed=sign-in-over"
    assert_nobody_came_in(client)


def test_a_code_that_was_stolen_is_worth_nothing_without_its_verifier(
    client: TestClient, provider: LyingProvider
) -> None:
    """As if another browser's code were pushed into this one: the provider asks for PKCE."""
    back = begin(client, provider)
    with transaction() as session:
        step = session.exec(select(SignInStep)).one()
        other = step.facts | {"verifier": "v" * 64}
        session.exec(update(SignInStep).where(col(SignInStep.id) == step.id).values(facts=other))

    assert finish(client, back) == "/sign-in?failed=provider-refused"
    assert provider.codes_redeemed == 0
    assert_nobody_came_in(client)
