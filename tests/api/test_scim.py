"""A directory keeps users and groups by SCIM 2.0, as the RFCs, Entra and Okta do it."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server
from sqlmodel import select

from services.db import transaction
from services.people import groups, keys, policy, users
from services.people.groups import Mapping
from services.people.sessions import Visitor, find_session, open_session
from services.tables import AuditEntry, KeyScope, PasswordsFor, Role
from tests.doors import sign_in
from tests.factories import Company, make_agent, make_company, make_key, make_source

URL = "/scim/v2"
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"


@pytest.fixture
def company(client: TestClient) -> Company:
    """From here on `client` is a directory."""
    with transaction() as session:
        company = make_company(session)
        mappings = [
            Mapping("QA", Role.INSPECTOR, company.unit.id),
            Mapping("Bob's", Role.LEAD, company.bobs_team.id),
            Mapping("Agents", Role.AGENT, None),
        ]
        groups.replace_mappings(session, mappings, actor="dana")
        _, secret = keys.create_key(
            session, name="Entra", source=None, scopes=[KeyScope.SCIM], actor="dana"
        )
    client.headers["authorization"] = f"Bearer {secret}"
    return company


def make_user(client: TestClient, name: str = "erin@corp", **fields: Any) -> str:
    body = {"schemas": [USER], "userName": name, "active": True, **fields}
    answer = client.post(f"{URL}/Users", json=body)
    assert answer.status_code == 201, answer.text
    made: str = answer.json()["id"]
    return made


def make_group(client: TestClient, name: str, *members: str) -> str:
    body = {
        "schemas": [GROUP],
        "displayName": name,
        "members": [{"value": member} for member in members],
    }
    answer = client.post(f"{URL}/Groups", json=body)
    assert answer.status_code == 201, answer.text
    made: str = answer.json()["id"]
    return made


def patch(client: TestClient, path: str, *operations: dict[str, Any]) -> Any:
    body = {"schemas": [PATCH], "Operations": list(operations)}
    return client.patch(f"{URL}/{path}", json=body)


def role_of(login: str) -> tuple[bool, str, Any]:
    with transaction() as session:
        user = users.get_user(session, login)
        return user.active, user.role.value, user.unit_id


def signed_in(login: str) -> str:
    with transaction() as session:
        opened = open_session(session, users.get_user(session, login), Visitor("192.0.2.1"))
        return opened.token


def test_the_service_keeps_the_rfcs(client: TestClient, company: Company) -> None:
    """All that scim2-tester tries: discovery, and every attribute of users and groups."""
    client.base_url = client.base_url.join(URL)
    scim = SyncSCIMClient(client)

    results = check_server(scim)

    wrong = [
        f"{result.title}: {result.reason}"
        for result in results
        if result.status not in (Status.SUCCESS, Status.SKIPPED, Status.COMPLIANT)
        # A member is shown by the name they have here, whatever `display` a client sends.
        and "for 'members'" not in str(result.reason)
    ]
    assert not wrong, "\n".join(wrong)
    assert len([result for result in results if result.status is Status.SUCCESS]) > 50


def test_who_is_in_no_mapped_group_is_kept_and_stays_out(
    client: TestClient, company: Company
) -> None:
    user_id = make_user(client)

    assert client.get(f"{URL}/Users/{user_id}").json()["active"] is True
    assert role_of("erin@corp")[0] is False


def test_a_group_gives_role_and_unit_and_takes_them_away_at_once(
    client: TestClient, company: Company
) -> None:
    erin = make_user(client, displayName="Erin")
    group = make_group(client, "QA", erin)
    assert role_of("erin@corp") == (True, "inspector", company.unit.id)
    assert client.get(f"{URL}/Users/{erin}").json()["groups"][0]["display"] == "QA"
    token = signed_in("erin@corp")

    gone = {"op": "remove", "path": f'members[value eq "{erin}"]'}
    assert patch(client, f"Groups/{group}", gone).status_code == 200

    assert role_of("erin@corp")[0] is False
    with transaction() as session:
        assert find_session(session, token) is None


def test_members_as_entra_adds_and_removes_them(client: TestClient, company: Company) -> None:
    erin, frank = make_user(client), make_user(client, "frank@corp")
    group = make_group(client, "QA", erin)

    added = {"op": "Add", "path": "members", "value": [{"value": frank}]}
    patch(client, f"Groups/{group}", added)
    removed = {"op": "Remove", "path": "members", "value": [{"value": erin}]}
    patch(client, f"Groups/{group}", removed)

    members = client.get(f"{URL}/Groups/{group}").json()["members"]
    assert [member["value"] for member in members] == [frank]
    assert (role_of("erin@corp")[0], role_of("frank@corp")[0]) == (False, True)


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "Replace", "path": "active", "value": "False"},
        {"op": "replace", "path": "active", "value": False},
        {"op": "replace", "value": {"active": False}},
        {"op": "Replace", "value": {"active": "False"}},
    ],
)
def test_deactivation_ends_sessions_at_once_however_it_is_written(
    client: TestClient, company: Company, operation: dict[str, Any]
) -> None:
    erin = make_user(client)
    make_group(client, "QA", erin)
    token = signed_in("erin@corp")

    answer = patch(client, f"Users/{erin}", operation)

    assert (answer.status_code, answer.json()["active"]) == (200, False)
    assert role_of("erin@corp")[0] is False
    with transaction() as session:
        assert find_session(session, token) is None

    patch(client, f"Users/{erin}", {"op": "replace", "path": "active", "value": True})
    assert role_of("erin@corp")[:2] == (True, "inspector")


def test_a_removed_user_is_gone_for_the_directory_and_kept_here(
    client: TestClient, company: Company
) -> None:
    erin = make_user(client)
    make_group(client, "QA", erin)

    assert client.delete(f"{URL}/Users/{erin}").status_code == 204

    assert client.get(f"{URL}/Users/{erin}").status_code == 404
    assert client.delete(f"{URL}/Users/{erin}").status_code == 404
    assert role_of("erin@corp")[0] is False
    assert make_user(client) == erin


def test_users_are_found_by_name_and_paged(client: TestClient, company: Company) -> None:
    for number in range(3):
        make_user(client, f"user{number}@corp", externalId=f"x{number}")

    def listed(**params: Any) -> Any:
        return client.get(f"{URL}/Users", params=params).json()

    by_name = listed(filter='userName eq "USER1@corp"')
    assert [user["externalId"] for user in by_name["Resources"]] == ["x1"]
    by_id = listed(filter='externalId eq "x2" and active eq true')
    assert [user["userName"] for user in by_id["Resources"]] == ["user2@corp"]
    nobody = listed(filter='userName eq "nobody"')
    assert (nobody["totalResults"], nobody.get("Resources", [])) == (0, [])
    page = listed(startIndex=5, count=2)
    assert (page["totalResults"], page["startIndex"], page["itemsPerPage"]) == (7, 5, 2)
    assert [user["userName"] for user in page["Resources"]] == ["user0@corp", "user1@corp"]
    assert listed(count=0)["totalResults"] == 7


def test_agents_are_known_by_their_employee_number(client: TestClient, company: Company) -> None:
    with transaction() as session:
        agent = make_agent(session, company.bobs_team, code="7001", name="Judy")
    judy = make_user(client, "judy@corp", **{ENTERPRISE: {"employeeNumber": "7001"}})
    make_group(client, "Agents", judy)

    with transaction() as session:
        user = users.get_user(session, "judy@corp")
        assert (user.role, user.agent_id, user.active) == (Role.AGENT, agent.id, True)


def test_defaults_let_people_in_whom_no_group_mentions(
    client: TestClient, company: Company
) -> None:
    with transaction() as session:
        policy.change_policy(
            session,
            password_min_length=10,
            passwords_for=PasswordsFor.EVERYONE,
            second_factor_roles=[],
            default_role=Role.TRAINER,
            default_unit_id=company.bobs_team.id,
            actor="dana",
        )
    make_user(client)

    assert role_of("erin@corp") == (True, "trainer", company.bobs_team.id)


def test_another_mapping_holds_at_once(client: TestClient, company: Company) -> None:
    erin = make_user(client)
    make_group(client, "QA", erin)
    del client.headers["authorization"]
    sign_in(client, "dana")
    mappings = [{"group": "QA", "role": "trainer", "unit_id": str(company.bobs_team.id)}]

    answer = client.put("/api/v1/sign_in/mappings", json={"mappings": mappings})

    assert answer.status_code == 200
    assert answer.json()["known_groups"] == ["QA"]
    assert role_of("erin@corp") == (True, "trainer", company.bobs_team.id)


def test_a_local_user_keeps_what_administrators_gave(client: TestClient, company: Company) -> None:
    named = {"op": "replace", "path": "displayName", "value": "Robert"}
    patch(client, f"Users/{company.bob.id}", named)

    assert role_of("bob") == (True, "lead", company.bobs_team.id)
    with transaction() as session:
        assert users.get_user(session, "bob").name == "Robert"


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "scim_type"),
    [
        ("POST", "Users", {"schemas": [USER]}, 400, "invalidValue"),
        ("POST", "Users", {"schemas": [USER], "userName": "BOB"}, 409, "uniqueness"),
        ("POST", "Users", {"schemas": [USER], "userName": "two words"}, 400, "invalidValue"),
        ("POST", "Users", [], 400, "invalidSyntax"),
        ("POST", "Users", {"schemas": [USER], "userName": "x", "active": 7}, 400, "invalidValue"),
        ("GET", "Users?filter=userName eq", None, 400, "invalidFilter"),
        ("GET", f"Users/{UUID(int=1)}", None, 404, None),
        ("GET", "Users/none", None, 404, None),
        ("POST", "Groups", {"schemas": [GROUP]}, 400, "invalidValue"),
        (
            "POST",
            "Groups",
            {"schemas": [GROUP], "displayName": "x", "members": [{"value": str(uuid4())}]},
            400,
            "invalidValue",
        ),
        (
            "POST",
            "Groups",
            {"schemas": [GROUP], "displayName": "x", "members": [{"value": "none"}]},
            400,
            "invalidValue",
        ),
    ],
)
def test_wrong_input_gets_an_error_of_scim(
    client: TestClient,
    company: Company,
    method: str,
    path: str,
    body: Any,
    status: int,
    scim_type: str | None,
) -> None:
    answer = client.request(method, f"{URL}/{path}", json=body)

    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/scim+json"
    told = answer.json()
    assert told["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
    assert (told["status"], told.get("scimType")) == (str(status), scim_type)


def test_nobody_but_a_directory_gets_in(client: TestClient, company: Company) -> None:
    with transaction() as session:
        other = make_key(session, KeyScope.EVENTS_WRITE, source=make_source(session))

    refused = client.get(f"{URL}/Users", headers={"authorization": f"Bearer {other}"})
    assert (refused.status_code, refused.json()["status"]) == (403, "403")
    assert client.get("/api/v1/calls").status_code == 403

    del client.headers["authorization"]
    assert client.get(f"{URL}/Users").status_code == 401
    sign_in(client, "dana")
    assert client.get(f"{URL}/Users").status_code == 403


def test_what_a_directory_does_is_in_the_audit_log(client: TestClient, company: Company) -> None:
    erin = make_user(client)
    make_group(client, "QA", erin)
    client.delete(f"{URL}/Users/{erin}")

    with transaction() as session:
        acts = session.exec(select(AuditEntry.act).where(AuditEntry.actor.startswith("key:"))).all()
    assert "user.created" in acts
    assert "directory_group.created" in acts
    assert acts[-1] == "user.active_set"
