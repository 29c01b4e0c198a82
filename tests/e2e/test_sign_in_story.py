"""Newcomers sign in: with a password for once and a second factor, and by single sign-on."""

import re
from urllib.parse import urlsplit

import pyotp
import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from services.db import transaction
from services.people import groups, policy, providers, users
from services.people.groups import Mapping
from services.people.providers import ProviderSettings
from services.tables import PasswordsFor, Role, SecondFactor
from tests.factories import PASSWORD, Company, make_company
from tests.oidc_provider import RealProvider, real_provider

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

CHOSEN = "another horse battery"


@pytest.fixture
def company(database: None) -> Company:
    with transaction() as session:
        return make_company(session)


def give_password(page: Page, password: str) -> None:
    page.get_by_label("Login").fill("bob")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def demand_both() -> None:
    """Bob must choose a password, and leads must have a second factor."""
    with transaction() as session:
        bob = users.get_user(session, "bob")
        users.set_password(session, bob, PASSWORD, actor="dana", must_change=True)
        policy.change_policy(
            session,
            password_min_length=10,
            passwords_for=PasswordsFor.EVERYONE,
            second_factor_roles=[Role.LEAD],
            default_role=None,
            default_unit_id=None,
            actor="dana",
        )


def enrol(page: Page) -> pyotp.TOTP:
    expect(page.get_by_alt_text("QR code for the authenticator app")).to_be_visible()
    app = pyotp.TOTP(page.locator("code").first.inner_text().replace(" ", ""))
    page.get_by_label("Code").fill(app.now())
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("listitem")).to_have_count(10)
    page.get_by_role("button", name="I have kept them").click()
    return app


def test_a_password_for_once_then_a_second_factor(page: Page, company: Company) -> None:
    demand_both()

    page.goto("/calls")
    give_password(page, PASSWORD)
    expect(page.get_by_role("heading", name="Choose your password")).to_be_visible()
    page.get_by_label("New password").fill(CHOSEN)
    page.get_by_label("Once more").fill(CHOSEN)
    page.get_by_role("button", name="Continue").click()

    app = enrol(page)
    page.wait_for_url(re.compile("/calls"))

    page.get_by_role("button", name=re.compile("Bob")).click()
    page.get_by_text("Sign out", exact=True).click()
    page.wait_for_url(re.compile("/sign-in"))
    forget_last_code()
    give_password(page, CHOSEN)
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("This code is wrong", exact=False)).to_be_visible()
    page.get_by_label("Code").fill(app.now())
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("button", name=re.compile("Bob"))).to_be_visible()


def forget_last_code() -> None:
    """As if half a minute had passed since the last code."""
    with transaction() as session:
        for factor in session.exec(select(SecondFactor)):
            factor.last_step = None
            session.add(factor)


def test_by_single_sign_on(page: Page, company: Company) -> None:
    with real_provider() as provider:
        set_up(provider, company)
        provider.know("u-1", preferred_username="erin", name="Erin", groups=["qa"])

        page.goto("/sign-in?next=/calls")
        page.get_by_role("link", name="Sign in with Corp").click()
        page.wait_for_url(re.compile(re.escape(provider.issuer)))
        page.locator("input[name=sub]").fill("u-1")
        page.locator("input[name=sub]").press("Enter")

        expect(page.get_by_role("button", name=re.compile("Erin"))).to_be_visible()
        assert urlsplit(page.url).path == "/calls"


def set_up(provider: RealProvider, company: Company) -> None:
    with transaction() as session:
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
