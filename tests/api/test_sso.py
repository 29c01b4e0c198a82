"""Signing in by a real OpenID Connect provider, over HTTP."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import select

from services.db import transaction
from services.people import groups, providers, users
from services.people.groups import Mapping
from services.people.providers import ProviderSettings
from services.tables import AuditEntry, ExternalIdentity, Role, User
from tests.doors import sign_in
from tests.factories import Company, make_agent, make_company
from tests.oidc_provider import RealProvider, real_provider

START = "/api/v1/session/sso/corp"


@pytest.fixture(scope="module")
def provider() -> Iterator[RealProvider]:
    with real_provider() as provider:
        yield provider


@pytest.fixture
def company(client: TestClient, provider: RealProvider) -> Company:
    with transaction() as session:
        company = make_company(session)
        mappings = [
            Mapping("qa", Role.INSPECTOR, company.unit.id),
            Mapping("bobs", None, company.bobs_team.id),
            Mapping("leads", Role.LEAD, None),
            Mapping("dialling", Role.AGENT, None),
        ]
        groups.replace_mappings(session, mappings, actor="dana")
    set_up(provider.issuer)
    return company


def set_up(issuer: str, **fields: Any) -> None:
    settings: dict[str, Any] = {
        "key": "corp",
        "name": "Corp",
        "issuer": issuer,
        "client_id": "earshot",
        "scopes": ["openid", "profile", "email"],
        "login_claim": "preferred_username",
        "groups_claim": "groups",
        "active": True,
        "makes_users": True,
        "links_users": False,
        "asks_second_factor": False,
        "signs_out_there": False,
    }
    with transaction() as session:
        for old in providers.list_providers(session):
            providers.delete_provider(session, old.id, actor="dana")
    with transaction() as session:
        wanted = ProviderSettings(**settings | fields)
        providers.create_provider(session, wanted, client_secret="s3cret", actor="dana")


def go(client: TestClient, provider: RealProvider, subject: str, next_path: str = "/") -> Response:
    """All of the way: to the provider, signed in there, and back."""
    there = client.get(START, params={"next": next_path}, follow_redirects=False)
    assert there.status_code == 303, there.text
    back = provider.sign_in(there.headers["location"], subject)
    return client.get(back.replace("http://testserver", ""), follow_redirects=False)


def me(client: TestClient) -> dict[str, Any]:
    answer = client.get("/api/v1/session")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def failure(answer: Response) -> str:
    assert answer.status_code == 303
    return parse_qs(urlsplit(answer.headers["location"]).query)["failed"][0]


def test_the_first_sign_in_makes_a_user_of_the_mapped_role_and_unit(
    client: TestClient, company: Company, provider: RealProvider
) -> None:
    provider.know("u-1", preferred_username="Erin@Corp", name="Erin", groups=["qa", "other"])

    back = go(client, provider, "u-1", next_path="/calls?fatal=1")

    assert back.headers["location"] == "/calls?fatal=1"
    erin = me(client)
    assert (erin["login"], erin["name"], erin["role"]) == ("erin@corp", "Erin", "inspector")
    assert erin["unit_id"] == str(company.unit.id)
    with transaction() as session:
        user = users.get_user(session, "erin@corp")
        assert user.password_hash is None


def test_the_browser_is_sent_with_pkce_state_and_nonce(
    client: TestClient, company: Company
) -> None:
    there = client.get(START, follow_redirects=False)

    asked = parse_qs(urlsplit(there.headers["location"]).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) == 43
    assert len(asked["state"][0]) >= 32
    assert len(asked["nonce"][0]) >= 32
    assert asked["redirect_uri"] == [f"http://testserver{START}/callback"]
    cookie = there.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_later_sign_ins_follow_the_groups(
    client: TestClient, company: Company, provider: RealProvider
) -> None:
    provider.know("u-2", preferred_username="frank", name="Frank", groups=["qa"])
    go(client, provider, "u-2")
    provider.know("u-2", preferred_username="frank", name="Frank F.", groups=["leads", "bobs"])
    go(client, provider, "u-2")

    frank = me(client)

    assert (frank["role"], frank["name"]) == ("lead", "Frank F.")
    assert frank["unit_id"] == str(company.bobs_team.id)


def test_who_has_lost_every_group_is_not_let_in_again(
    client: TestClient, company: Company, provider: RealProvider
) -> None:
    provider.know("u-3", preferred_username="grace", groups=["qa"])
    go(client, provider, "u-3")
    client.cookies.clear()
    provider.know("u-3", preferred_username="grace", groups=["bobs"])

    assert failure(go(client, provider, "u-3")) == "no-role"
    assert client.get("/api/v1/session").status_code == 401


def test_strangers_without_a_mapped_group_stay_out(
    client: TestClient, company: Company, provider: RealProvider
) -> None:
    provider.know("u-4", preferred_username="heidi", groups=["nobody"])

    assert failure(go(client, provider, "u-4")) == "no-role"
    with transaction() as session:
        assert users.find_user(session, "heidi") is None


def test_a_provider_that_makes_no_users_lets_only_known_ones_in(
    client: TestClient, company: Company, provider: RealProvider
) -> None:
    set_up(provider.issuer, makes_users=False)
    provider.know("u-5", preferred_username="ivan", groups=["qa"])

    assert failure(go(client, provider, "u-5")) == "no-account"


def test_an_agent_is_the_agent_with_this_code(
    client: TestClient, company: Company, provider: RealProvider
) -> None:
    with transaction() as session:
        agent = make_agent(session, company.bobs_team, code="7001", name="Judy")
    provider.know("u-6", preferred_username="judy", employee_number="7001", groups=["dialling"])

    go(client, provider, "u-6")

    judy = me(client)
    assert (judy["role"], judy["agent_id"]) == ("agent", str(agent.id))
    assert judy["unit_name"] == "Bob's team"


def test_a_login_that_is_taken_is_linked_only_where_that_is_allowed(
    client: TestClient, company: Company, provider: RealProvider
) -> None:
    provider.know("u-7", preferred_username="bob", name="Bob", groups=[])
    assert failure(go(client, provider, "u-7")) == "account-not-linked"

    set_up(provider.issuer, links_users=True)
    go(client, provider, "u-7")

    bob = me(client)
    assert (bob["login"], bob["role"]) == ("bob", "lead")
    with transaction() as session:
        [identity] = session.exec(select(ExternalIdentity))
        assert (identity.subject, identity.user_id) == ("u-7", company.bob.id)


def test_an_unverified_address_is_nobodys_login(
    client: TestClient, company: Company, provider: RealProvider
) -> None:
    set_up(provider.issuer, links_users=True)
    provider.know("u-8", email="bob", email_verified=False, groups=["qa"])
    assert failure(go(client, provider, "u-8")) == "no-login"

    provider.know("u-8", email="bob", groups=["qa"])
    assert failure(go(client, provider, "u-8")) == "account-not-linked"


def test_a_stopped_user_stays_out(
    client: TestClient, company: Company, provider: RealProvider
) -> None:
    provider.know("u-9", preferred_username="kim", groups=["qa"])
    go(client, provider, "u-9")
    with transaction() as session:
        users.set_active(session, users.get_user(session, "kim"), False, actor="dana")

    assert failure(go(client, provider, "u-9")) == "account-stopped"


def test_an_answer_is_taken_once_and_only_by_the_browser_that_asked(
    client: TestClient, company: Company, provider: RealProvider
) -> None:
    provider.know("u-10", preferred_username="leo", groups=["qa"])
    there = client.get(START, follow_redirects=False).headers["location"]
    back = provider.sign_in(there, "u-10").replace("http://testserver", "")
    mine = dict(client.cookies)

    client.cookies.clear()
    assert failure(client.get(back, follow_redirects=False)) == "sign-in-over"

    client.cookies.update(mine)
    assert client.get(back, follow_redirects=False).headers["location"] == "/"
    client.cookies.clear()
    client.cookies.update(mine)
    assert failure(client.get(back, follow_redirects=False)) == "sign-in-over"


def test_a_state_that_was_not_given_is_refused(
    client: TestClient, company: Company, provider: RealProvider
) -> None:
    client.get(START, follow_redirects=False)

    forged = client.get(f"{START}/callback?code=x&state=made-up", follow_redirects=False)

    assert failure(forged) == "provider-refused"


def test_saying_no_at_the_provider_leads_back_to_the_sign_in(
    client: TestClient, company: Company, provider: RealProvider
) -> None:
    there = client.get(START, follow_redirects=False).headers["location"]
    asked = parse_qs(urlsplit(there).query)
    back = provider.deny(there).replace("http://testserver", "")
    if "state=" not in back:
        back += f"&state={asked['state'][0]}"

    assert failure(client.get(back, follow_redirects=False)) == "provider-refused"


@pytest.mark.parametrize("next_path", ["//evil.example", "https://evil.example", "/\\evil", "x"])
def test_one_ends_up_here_and_on_no_other_site(
    client: TestClient, company: Company, provider: RealProvider, next_path: str
) -> None:
    provider.know("u-11", preferred_username="mia", groups=["qa"])

    assert go(client, provider, "u-11", next_path).headers["location"] == "/"


def test_the_session_before_ends(
    client: TestClient, company: Company, provider: RealProvider
) -> None:
    provider.know("u-12", preferred_username="nina", groups=["qa"])
    sign_in(client, "bob")
    old = client.cookies["earshot_session"]
    go(client, provider, "u-12")

    client.cookies.clear()
    answer = client.get("/api/v1/session", headers={"cookie": f"earshot_session={old}"})

    assert answer.status_code == 401


def test_signing_out_leads_to_the_provider_where_that_is_wanted(
    client: TestClient, company: Company, provider: RealProvider
) -> None:
    set_up(provider.issuer, signs_out_there=True)
    provider.know("u-13", preferred_username="olga", groups=["qa"])
    go(client, provider, "u-13")

    left = client.delete("/api/v1/session").json()["continue_at"]

    assert left.startswith(f"{provider.issuer}/oauth2/end_session?")
    asked = parse_qs(urlsplit(left).query)
    assert asked["post_logout_redirect_uri"] == ["http://testserver/sign-in"]
    assert asked["id_token_hint"][0].count(".") == 2


def test_a_provider_that_is_away_or_not_set_up_is_said_so(
    client: TestClient, company: Company
) -> None:
    set_up("http://127.0.0.1:9")
    assert failure(client.get(START, follow_redirects=False)) == "provider-silent"

    set_up("http://127.0.0.1:9", active=False)
    assert failure(client.get(START, follow_redirects=False)) == "provider-not-found"


def test_sign_ins_by_a_provider_are_in_the_audit_log(
    client: TestClient, company: Company, provider: RealProvider
) -> None:
    provider.know("u-14", preferred_username="pat", groups=["qa"])
    go(client, provider, "u-14")

    with transaction() as session:
        entries = session.exec(select(AuditEntry).where(AuditEntry.subject == "pat")).all()
        assert session.exec(select(User.name).where(User.login == "pat")).one() == "pat"
    assert [(entry.actor, entry.act) for entry in entries] == [
        ("sso:corp", "user.created"),
        ("pat", "session.opened"),
    ]
    assert entries[1].facts["provider"] == "corp"
