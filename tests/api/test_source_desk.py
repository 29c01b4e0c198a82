"""What the page of a source can do beside looking: replay, and know what adapters want."""

from datetime import timedelta
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.clock import utc_now
from services.db import transaction
from services.dialers import registry
from services.tables import AuditEntry, Call, Delivery, DeliveryState, Role, Source
from tests.api.calling import World
from tests.deliveries import PAYLOADS, deliveries, make_dialer, post
from tests.doors import sign_in
from tests.factories import make_source, make_user

VMS = (PAYLOADS / "aliyun_ccc" / "vms.json").read_bytes()


@pytest.fixture
def world(client: TestClient) -> World:
    with transaction() as session:
        world = World(session)
        make_user(session, world.company.unit, login="max", role=Role.MANAGER)
        make_user(session, world.company.bobs_team, login="rita", role=Role.MANAGER)
    return world


def refused(client: TestClient) -> Delivery:
    """Local times from a dialer whose zone nobody has said."""
    with transaction() as session:
        key = make_dialer(session, name="pbx", dialer="aliyun_ccc")
    post(client, "aliyun_ccc", key, VMS, params={"kind": "vms"})
    [delivery] = deliveries()
    assert delivery.state is DeliveryState.REFUSED
    return delivery


def test_what_was_refused_is_replayed_once_the_zone_is_there(
    client: TestClient, world: World
) -> None:
    url = f"/api/v1/deliveries/{refused(client).id}/replay"
    sign_in(client, "max")

    still = client.post(url).json()
    with transaction() as session:
        source = session.exec(select(Source).where(Source.name == "pbx")).one()
        source.timezone = "Asia/Shanghai"
        source_id = source.id
    first, again = client.post(url).json(), client.post(url).json()

    assert (still["before"], still["after"], still["events"]) == ("refused", "refused", 0)
    assert (first["before"], first["after"], first["duplicates"]) == ("refused", "stored", 0)
    assert again["duplicates"] == again["events"] == first["events"] > 0
    with transaction() as session:
        assert session.exec(select(Call).where(Call.source_id == source_id)).all()
        entries = session.exec(select(AuditEntry).where(AuditEntry.act == "delivery.replayed"))
        assert [entry.actor for entry in entries] == ["max"] * 3


@pytest.mark.parametrize("login", ["alice", "bob", "charlie", "rita"])
def test_others_replay_nothing(client: TestClient, world: World, login: str) -> None:
    delivery = refused(client)
    sign_in(client, login)

    for path in (f"deliveries/{delivery.id}/replay", "deliveries/12345/replay"):
        assert client.post(f"/api/v1/{path}").status_code == 403
    assert client.get("/api/v1/sources/silent").status_code == 403


@pytest.mark.parametrize("delivery_id", ["0", str(2**70), "12345"])
def test_what_is_not_there_is_not_replayed(
    client: TestClient, world: World, delivery_id: str
) -> None:
    sign_in(client, "dana")
    answer = client.post(f"/api/v1/deliveries/{delivery_id}/replay")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/delivery-not-found")


def test_silent_dialers_are_named(client: TestClient, world: World) -> None:
    with transaction() as session:
        for name, minutes_ago in ((f"quiet {uuid4()}", 40), ("talking", 1)):
            source = make_source(session, name)
            source.working_hours = {"from": "00:00", "to": "00:00"}
            # A zone in which it is about noon now, whenever this runs.
            source.timezone = f"Etc/GMT{utc_now().hour - 12:+d}"
            source.last_seen_at = utc_now() - timedelta(minutes=minutes_ago)
    sign_in(client, "dana")

    [silent] = client.get("/api/v1/sources/silent").json()["items"]

    assert silent["name"].startswith("quiet")
    assert silent["silent_since"] is not None


def test_each_adapter_says_what_it_must_be_told(client: TestClient, world: World) -> None:
    sign_in(client, "bob")
    assert client.get("/api/v1/dialers").status_code == 403
    sign_in(client, "rita")

    found = {each["name"]: each for each in client.get("/api/v1/dialers").json()["items"]}

    assert list(found) == registry.names()
    wrapup = found["asterisk"]["settings_schema"]["properties"]["wrapup_s"]
    assert "wrap-up lasts" in wrapup["description"]
    for each in found.values():
        assert "file_patterns" in each["settings_schema"]["properties"], each["name"]
