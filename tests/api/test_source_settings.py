"""What is declared of a dialer: who may, what is refused by name, and what never comes back."""

import json
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.db import transaction
from services.tables import AuditEntry, KeyScope, Role, Source
from tests.api.calling import World
from tests.doors import DIALERS_SCOPES, bearer, sign_in
from tests.factories import make_user

HOURS = {"from": "08:30:00", "to": "20:00:00", "days": [1, 2, 3, 4, 5, 6]}


@pytest.fixture
def world(client: TestClient) -> World:
    """Quinn leads QA, Max manages everything, Rita one team; signed in is Dana, the admin."""
    with transaction() as session:
        world = World(session)
        company = world.company
        make_user(session, company.unit, login="quinn", role=Role.QA_LEAD)
        make_user(session, company.unit, login="max", role=Role.MANAGER)
        make_user(session, company.bobs_team, login="rita", role=Role.MANAGER)
    sign_in(client, "dana")
    return world


def change(client: TestClient, world: World, **body: Any) -> Any:
    url = f"/api/v1/sources/{world.source.id}"
    return client.patch(url, content=json.dumps(body), headers={"Content-Type": "application/json"})


def read(client: TestClient, world: World) -> dict[str, Any]:
    answer = client.get(f"/api/v1/sources/{world.source.id}")
    assert answer.status_code == 200, answer.text
    source: dict[str, Any] = answer.json()
    return source


def audited() -> list[dict[str, Any]]:
    with transaction() as session:
        entries = session.exec(select(AuditEntry).where(AuditEntry.act == "source.changed"))
        return [entry.facts for entry in entries]


def test_a_source_is_told_how_to_read_its_dialer(client: TestClient, world: World) -> None:
    body = {
        "dialer": "freeswitch",
        "timezone": "Asia/Shanghai",
        "region": "HK",
        "settings": {"campaign_variable": "project", "fetch_hosts": ["pbx.lan"]},
        "secrets": {"password": "s3cret", "token": "t0ken"},
        "recordings_expected": False,
        "working_hours": HOURS,
        "agent_channel": 1,
    }

    answer = change(client, world, **body)

    assert answer.status_code == 200, answer.text
    expected = body | {"secrets": ["password", "token"]}
    assert {name: answer.json()[name] for name in body} == expected
    assert read(client, world) == answer.json()
    with transaction() as session:
        kept = session.get_one(Source, world.source.id)
    assert kept.secrets == {"password": "s3cret", "token": "t0ken"}


def test_what_is_not_given_stays_and_null_takes_out(client: TestClient, world: World) -> None:
    change(
        client,
        world,
        dialer="freeswitch",
        timezone="Asia/Shanghai",
        settings={"campaign_variable": "project", "outcome_variable": "result"},
        secrets={"password": "s3cret", "token": "t0ken"},
    )

    answer = change(
        client,
        world,
        timezone=None,
        settings={"campaign_variable": None},
        secrets={"password": None, "token": "new"},
        working_hours=None,
    ).json()

    assert (answer["dialer"], answer["timezone"], answer["working_hours"]) == (
        "freeswitch",
        None,
        None,
    )
    assert answer["settings"] == {"outcome_variable": "result"}
    assert answer["secrets"] == ["token"]
    with transaction() as session:
        assert session.get_one(Source, world.source.id).secrets == {"token": "new"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"dialer": "nobody"}, "dialer"),
        ({"dialer": None}, "dialer"),
        ({"timezone": "Beijing"}, "timezone"),
        ({"timezone": "../../etc/passwd"}, "timezone"),
        ({"timezone": "America"}, "timezone"),
        ({"timezone": "+08:00"}, "timezone"),
        ({"timezone": "a\0b"}, "timezone"),
        ({"region": "China"}, "region"),
        ({"recordings_expected": "yes"}, "recordings_expected"),
        ({"settings": None}, "settings"),
        ({"settings": {"campain_variable": "x"}}, "settings.campain_variable"),
        ({"settings": {"agent_pattern": "("}}, "settings.agent_pattern"),
        ({"settings": {"file_patterns": ["{nothing"]}}, "settings.file_patterns"),
        ({"settings": {"fetch_hosts": 1}}, "settings.fetch_hosts"),
        ({"secrets": {"password": ""}}, "secrets.password"),
        ({"secrets": {"password": "a\0b"}}, "secrets.password"),
        ({"secrets": {"password": "a\ud800b"}}, "secrets"),
        ({"secrets": {"Pass word": "x"}}, "secrets.Pass word"),
        ({"working_hours": {"from": "09:00"}}, "working_hours.to"),
        ({"working_hours": HOURS | {"days": [8]}}, "working_hours.days"),
        ({"last_seen_at": None}, "last_seen_at"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_stored(
    client: TestClient, world: World, body: dict[str, Any], field: str
) -> None:
    change(client, world, dialer="freeswitch")
    before = read(client, world)

    answer = change(client, world, **{"region": "HK", **body})

    assert answer.status_code == 422, answer.text
    assert answer.json()["field"].startswith(field)
    assert not answer.json()["detail"].startswith("Value error")
    assert read(client, world) == before


def test_settings_of_another_dialer_are_refused_until_taken_out(
    client: TestClient, world: World
) -> None:
    change(client, world, dialer="freeswitch", settings={"campaign_variable": "project"})

    refused = change(client, world, dialer="asterisk")
    accepted = change(client, world, dialer="asterisk", settings={"campaign_variable": None})

    assert (refused.status_code, refused.json()["type"]) == (
        422,
        "/problems/source-settings-wrong",
    )
    assert "asterisk has no such setting" in refused.json()["detail"]
    assert (accepted.status_code, accepted.json()["settings"]) == (200, {})


@pytest.mark.parametrize(
    "settings",
    [{"fetch_hosts": ["a\0b"]}, {"fetch_hosts": ["\ud800"]}, {"fetch_hosts": ["a" * 70_000]}],
)
def test_what_cannot_be_stored_is_refused(
    client: TestClient, world: World, settings: dict[str, Any]
) -> None:
    answer = change(client, world, settings=settings)
    assert (answer.status_code, answer.json()["field"]) == (422, "settings")
    assert read(client, world)["settings"] == {}


def test_a_change_is_audited_with_before_and_after_but_no_secret(
    client: TestClient, world: World
) -> None:
    change(client, world, timezone="Asia/Shanghai", secrets={"password": "s3cret"})
    change(client, world, timezone="Asia/Shanghai", secrets={"password": "s3cret"})
    change(client, world, timezone="Asia/Tokyo", secrets={"password": "other", "token": "t0ken"})

    assert audited() == [
        {"timezone": [None, "Asia/Shanghai"], "secrets": ["password"]},
        {"timezone": ["Asia/Shanghai", "Asia/Tokyo"], "secrets": ["password", "token"]},
    ]
    with transaction() as session:
        everything = [entry.facts for entry in session.exec(select(AuditEntry))]
    assert "s3cret" not in json.dumps(everything) + client.get("/api/v1/sources").text


@pytest.mark.parametrize(
    ("login", "status"),
    [
        ("alice", 403),
        ("bob", 403),
        ("charlie", 403),
        ("quinn", 403),
        ("rita", 403),
        ("max", 200),
        ("dana", 200),
    ],
)
def test_who_may_declare(client: TestClient, world: World, login: str, status: int) -> None:
    sign_in(client, login)

    assert change(client, world, timezone="Asia/Shanghai").status_code == status

    with transaction() as session:
        zone = session.get_one(Source, world.source.id).timezone
    assert zone == ("Asia/Shanghai" if status == 200 else None)


def test_one_that_is_refused_in_part_is_refused_whole(client: TestClient, world: World) -> None:
    sign_in(client, "quinn")
    assert change(client, world, agent_channel=1, timezone="Asia/Shanghai").status_code == 403
    sign_in(client, "max")
    assert change(client, world, agent_channel=1, timezone="Asia/Shanghai").status_code == 403

    with transaction() as session:
        source = session.get_one(Source, world.source.id)
    assert (source.agent_channel, source.timezone) == (0, None)


@pytest.mark.parametrize("key_scope", DIALERS_SCOPES)
def test_no_key_declares(client: TestClient, world: World, key_scope: KeyScope) -> None:
    client.cookies.clear()
    with transaction() as session:
        headers = bearer(session, world.source, key_scope)
    url = f"/api/v1/sources/{world.source.id}"

    assert client.get(url, headers=headers).status_code == 403
    assert client.patch(url, json={"timezone": None}, headers=headers).status_code == 403


def test_there_is_no_such_source(client: TestClient, world: World) -> None:
    url = f"/api/v1/sources/{uuid4()}"
    for answer in (client.get(url), client.patch(url, json={"timezone": None})):
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/source-not-found")
