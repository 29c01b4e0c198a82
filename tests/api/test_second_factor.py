"""The steps of a sign-in after the password, and what people do about their own account."""

from datetime import timedelta
from typing import Any

import pyotp
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from services.clock import utc_now
from services.db import transaction
from services.people import policy, second_factors, users
from services.people.signing_in import next_step
from services.tables import PasswordsFor, RecoveryCode, Role, SecondFactor, StepKind
from tests.doors import sign_in
from tests.factories import PASSWORD, Company, make_company

URL = "/api/v1/session"
NEW_PASSWORD = "another horse battery"


@pytest.fixture
def company(client: TestClient) -> Company:
    with transaction() as session:
        return make_company(session)


def password(client: TestClient, login: str = "bob", given: str = PASSWORD) -> Any:
    client.cookies.clear()
    return client.post(URL, json={"login": login, "password": given})


def enrol(client: TestClient, login: str = "bob") -> tuple[pyotp.TOTP, list[str]]:
    """Set a second factor up while signed in. Its code of now counts as taken."""
    sign_in(client, login)
    begun = client.post("/api/v1/me/second_factor", json={"password": PASSWORD}).json()
    app = pyotp.TOTP(begun["secret"])
    confirmed = client.post("/api/v1/me/second_factor/confirm", json={"code": app.now()})
    assert confirmed.status_code == 200, confirmed.text
    forget_last_code()
    return app, confirmed.json()["recovery_codes"]


def forget_last_code() -> None:
    """As if half a minute had passed since the last code."""
    with transaction() as session:
        for factor in session.exec(select(SecondFactor)):
            factor.last_step = None
            session.add(factor)


def demand(*roles: Role, passwords_for: PasswordsFor = PasswordsFor.EVERYONE) -> None:
    with transaction() as session:
        policy.change_policy(
            session,
            password_min_length=10,
            passwords_for=passwords_for,
            second_factor_roles=roles,
            default_role=None,
            default_unit_id=None,
            actor="dana",
        )


def code(client: TestClient, given: str) -> Any:
    return client.post(f"{URL}/second_factor", json={"code": given})


def test_a_password_alone_is_not_enough_any_more(client: TestClient, company: Company) -> None:
    app, _ = enrol(client)

    asked = password(client)

    assert (asked.status_code, asked.json()) == (202, {"step": "second_factor", "login": "bob"})
    assert client.get(URL).status_code == 401
    assert client.get(f"{URL}/step").json()["step"] == "second_factor"
    signed_in = code(client, app.now())
    assert (signed_in.status_code, signed_in.json()["login"]) == (201, "bob")
    assert client.get(URL).status_code == 200


def test_a_code_is_taken_once(client: TestClient, company: Company) -> None:
    app, _ = enrol(client)
    now = app.now()
    password(client)
    assert code(client, now).status_code == 201

    password(client)

    again = code(client, now)
    assert (again.status_code, again.json()["field"]) == (422, "code")


def test_a_recovery_code_stands_in_once(client: TestClient, company: Company) -> None:
    _, codes = enrol(client)
    assert len(set(codes)) == 10
    password(client)
    assert code(client, codes[0].upper()).status_code == 201
    assert client.get("/api/v1/me/security").json()["recovery_codes_left"] == 9

    password(client)

    assert code(client, codes[0]).status_code == 422
    with transaction() as session:
        kept = session.exec(select(RecoveryCode.code_hash)).all()
    assert not set(codes) & set(kept)


def test_guessing_codes_is_slowed_down_as_guessing_passwords_is(
    client: TestClient, company: Company
) -> None:
    app, _ = enrol(client)
    password(client)
    for _ in range(5):
        assert code(client, "no code").status_code == 422

    assert code(client, app.now()).status_code == 429
    assert password(client).status_code == 429


def test_a_one_time_password_is_replaced_at_the_first_sign_in(
    client: TestClient, company: Company
) -> None:
    with transaction() as session:
        user = users.get_user(session, "bob")
        users.set_password(session, user, PASSWORD, actor="dana", must_change=True)
    assert password(client).json()["step"] == "change_password"

    same = client.post(f"{URL}/password", json={"password": PASSWORD})
    weak = client.post(f"{URL}/password", json={"password": "qwertyuiop12"})
    short = client.post(f"{URL}/password", json={"password": "tiny"})
    chosen = client.post(f"{URL}/password", json={"password": NEW_PASSWORD})

    assert [each.status_code for each in (same, weak, short)] == [422, 422, 422]
    assert chosen.status_code == 201
    assert password(client, given=NEW_PASSWORD).status_code == 201
    assert password(client).status_code == 401


def test_a_role_that_needs_a_second_factor_sets_it_up_first(
    client: TestClient, company: Company
) -> None:
    demand(Role.LEAD)
    assert password(client, "alice").status_code == 201
    assert password(client).json()["step"] == "enrol"

    begun = client.post(f"{URL}/enrolment").json()
    assert begun["qr_svg"].startswith("<svg")
    wrong = client.post(f"{URL}/enrolment/confirm", json={"code": "000000"})
    right = client.post(
        f"{URL}/enrolment/confirm", json={"code": pyotp.TOTP(begun["secret"]).now()}
    )

    assert wrong.status_code == 422
    assert (right.status_code, right.json()["step"]) == (200, None)
    assert len(right.json()["recovery_codes"]) == 10
    assert client.get(URL).json()["login"] == "bob"
    refused = client.post("/api/v1/me/second_factor/remove", json={"code": "x"})
    assert refused.json()["type"] == "/problems/second-factor-demanded"


def test_a_step_cannot_be_skipped_or_done_later(client: TestClient, company: Company) -> None:
    enrol(client)
    password(client)

    assert client.post(f"{URL}/password", json={"password": NEW_PASSWORD}).status_code == 401
    assert client.post(f"{URL}/enrolment").status_code == 401
    client.cookies.clear()
    assert code(client, "000000").status_code == 401


def test_only_administrators_use_passwords_where_the_policy_says_so(
    client: TestClient, company: Company
) -> None:
    demand(passwords_for=PasswordsFor.ADMINISTRATORS)

    assert password(client).json()["type"] == "/problems/sign-in-elsewhere"
    assert password(client, "dana").status_code == 201
    assert client.get(f"{URL}/ways_in").json()["passwords"] is False


def test_an_administrator_resets_a_lost_second_factor(client: TestClient, company: Company) -> None:
    enrol(client)
    path = f"/api/v1/users/{company.bob.id}/second_factor"
    sign_in(client, "charlie")
    assert client.delete(path).status_code == 403

    sign_in(client, "dana")
    assert client.delete(path).status_code == 204

    assert password(client).status_code == 201


def test_ones_own_password_needs_the_old_one_and_ends_other_sessions(
    client: TestClient, company: Company
) -> None:
    sign_in(client, "bob")
    other = client.cookies["earshot_session"]
    sign_in(client, "bob")

    change = {"old_password": "wrong", "password": NEW_PASSWORD}
    wrong = client.put("/api/v1/me/password", json=change)
    right = client.put("/api/v1/me/password", json=change | {"old_password": PASSWORD})

    assert (wrong.status_code, wrong.json()["field"]) == (422, "old_password")
    assert right.status_code == 204
    assert client.get(URL).status_code == 200
    client.cookies.clear()
    old = client.get(URL, headers={"cookie": f"earshot_session={other}"})
    assert old.status_code == 401


def test_sessions_are_listed_and_ended(client: TestClient, company: Company) -> None:
    sign_in(client, "bob")
    client.cookies.clear()
    client.headers["user-agent"] = "Phone"
    sign_in(client, "bob")
    listed = client.get("/api/v1/sessions").json()["items"]
    assert (listed[0]["device"], listed[0]["current"]) == ("Phone", True)
    assert [one["current"] for one in listed] == [True, False]
    sign_in(client, "charlie")
    assert client.delete(f"/api/v1/sessions/{listed[1]['id']}").status_code == 404
    assert client.get(f"/api/v1/users/{company.bob.id}/sessions").status_code == 403

    sign_in(client, "dana")
    shown = client.get(f"/api/v1/users/{company.bob.id}/sessions").json()["items"]
    assert len(shown) == 2
    assert client.delete(f"/api/v1/sessions/{shown[0]['id']}").status_code == 204
    assert client.delete(f"/api/v1/users/{company.bob.id}/sessions").status_code == 204
    assert client.get(f"/api/v1/users/{company.bob.id}/sessions").json()["items"] == []


def test_codes_of_a_step_before_or_after_fit_and_no_others() -> None:
    secret, now = pyotp.random_base32(), utc_now()
    app = pyotp.TOTP(secret)
    for steps, fits in [(-2, False), (-1, True), (0, True), (1, True), (2, False)]:
        at = now + timedelta(seconds=30 * steps)
        found = second_factors.fitting_step(secret, app.at(at), now)
        assert (found is not None) == fits or app.at(at) == app.at(now)


@given(
    st.sets(st.sampled_from([StepKind.SECOND_FACTOR, StepKind.CHANGE_PASSWORD, StepKind.ENROL])),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_nobody_gets_in_while_something_is_missing(
    passed: set[StepKind], has_factor: bool, wants_factor: bool, must_change: bool
) -> None:
    step = next_step(
        passed, has_factor=has_factor, wants_factor=wants_factor, must_change=must_change
    )

    if step is None:
        assert not has_factor or passed & {StepKind.SECOND_FACTOR, StepKind.ENROL}
        assert not must_change or StepKind.CHANGE_PASSWORD in passed
        assert has_factor or not wants_factor
    else:
        assert step not in passed or step is StepKind.ENROL
