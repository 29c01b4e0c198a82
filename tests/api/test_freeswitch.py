"""FreeSWITCH posts one record per leg; both legs are one call."""

import json
from base64 import b64encode
from itertools import permutations
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from services.db import transaction
from services.dialers import Payload, Setting, Translation
from services.dialers.freeswitch import adapter
from services.tables import CallState
from tests.deliveries import (
    PAYLOADS,
    SHARED,
    deliveries,
    fetches,
    folded,
    make_dialer,
    post,
    the_call,
)

FOLDER = PAYLOADS / "freeswitch"
REAL = SHARED / "events-freeswitch-cgrates"
PAIRS = [
    ("outbound-agent", "outbound-customer"),
    ("queue-caller", "queue-agent"),
    ("dialer-customer", "dialer-agent"),
]


def record(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    return found


def read(name: str, **options: Any) -> Translation:
    body = (FOLDER / name if "." in name else FOLDER / f"{name}.json").read_bytes()
    return adapter.translate(Payload(body), Setting(options=options))


@pytest.fixture
def key(database: None) -> str:
    with transaction() as session:
        return make_dialer(session, dialer="freeswitch", timezone="Asia/Shanghai")


def send(client: TestClient, key: str, name: str) -> Any:
    uuid = record(name)["variables"]["uuid"]
    body = (FOLDER / f"{name}.json").read_bytes()
    headers = {"Content-Type": "application/json"}
    return post(client, "freeswitch", key, body, params={"uuid": uuid}, headers=headers)


def test_an_outbound_call_is_both_its_legs(client: TestClient, key: str) -> None:
    for name in ("outbound-customer", "outbound-agent"):
        assert send(client, key, name).status_code == 200

    call = the_call()
    assert call.call_key == record("outbound-agent")["variables"]["uuid"]
    assert (call.direction, call.agent_key, call.hangup_by) == ("outbound", "1001", "agent")
    assert (call.customer_number, call.caller_number) == ("013800138000", "02160001000")
    assert (call.talk_s, call.hold_s, call.state) == (50, 10, CallState.ENDED)
    assert call.extra["hangup_cause"] == "NORMAL_CLEARING"


def test_an_inbound_call_waits_in_its_queue_and_talks_only_with_the_agent(
    client: TestClient, key: str
) -> None:
    """The caller's billsec (81 s) holds the announcement and the queue too."""
    for name in ("queue-agent", "queue-caller"):
        send(client, key, name)

    call = the_call()
    assert (call.direction, call.agent_key) == ("inbound", "1002@default")
    assert (call.wait_s, call.talk_s, call.abandoned) == (20, 60, False)
    assert (call.customer_number, call.hangup_by) == ("13900139000", "customer")


def test_who_gives_up_waiting_is_an_abandoned_call() -> None:
    call = folded(read("queue-abandoned"))

    assert (call.abandoned, call.wait_s, call.talk_s) == (True, 30, 0)
    assert call.visits[0].left_by == "caller"


def test_a_wait_that_timed_out_is_not_abandoned() -> None:
    body = record("queue-abandoned")
    body["variables"]["cc_cancel_reason"] = "TIMEOUT"

    call = folded(adapter.translate(Payload(json.dumps(body).encode()), Setting()))

    assert (call.abandoned, call.visits[0].left_by) == (False, "timeout")


def test_a_dialer_reaches_the_customer_first() -> None:
    call = folded(read("dialer-customer"), read("dialer-agent"))

    assert call.facts["direction"] == "outbound"
    assert call.facts["customer_number"] == "13700137000"
    assert call.answered_at
    assert call.bridged_at
    assert (call.bridged_at - call.answered_at).total_seconds() == 2
    assert [leg.agent_key for leg in call.legs] == ["1003"]
    assert call.facts["hangup_by"] == "customer"


@pytest.mark.parametrize("pair", PAIRS)
def test_the_first_leg_alone_says_nearly_as_much(pair: tuple[str, str]) -> None:
    """`log-b-leg` is off in many systems."""
    alone, both = folded(read(pair[0])), folded(*map(read, pair))

    assert (alone.talk_s, alone.hold_s, alone.wait_s) == (both.talk_s, both.hold_s, both.wait_s)
    assert [leg.agent_key for leg in alone.legs] == [leg.agent_key for leg in both.legs]


@pytest.mark.parametrize("pair", PAIRS)
def test_legs_come_in_any_order(pair: tuple[str, str]) -> None:
    assert len({repr(folded(*order)) for order in permutations(map(read, pair))}) == 1


def test_values_are_decoded_once_and_only_when_they_were_encoded() -> None:
    body = record("queue-abandoned")
    body["variables"]["campaign"] = "50%25 off"
    [dialed, *_] = adapter.translate(Payload(json.dumps(body).encode()), Setting()).events
    assert dialed.data["campaign"] == "50%25 off"

    body["variables"] = {name: quote(text, safe="") for name, text in body["variables"].items()}
    [dialed, *_] = adapter.translate(Payload(json.dumps(body).encode()), Setting()).events
    assert dialed.data["campaign"] == "50%25 off"


@pytest.mark.parametrize("form", ["json", "form", "base64", "saved form", "saved base64"])
def test_each_encoding_of_the_body_is_read(client: TestClient, key: str, form: str) -> None:
    text = (FOLDER / "outbound-agent.json").read_text()
    kind, body = {
        "json": ("application/json", text),
        "form": ("application/x-www-form-urlencoded", f"cdr={quote(text)}"),
        "base64": (
            "application/x-www-form-base64-encoded",
            f"cdr={b64encode(text.encode()).decode()}",
        ),
        "saved form": ("application/json", f"{quote(text)}\n"),
        "saved base64": ("application/json", f"{b64encode(text.encode()).decode()}\n"),
    }[form]

    answer = post(client, "freeswitch", key, body, headers={"Content-Type": kind})

    assert answer.status_code == 200
    assert the_call().talk_s == 50


def test_the_first_delivery_of_a_leg_wins(client: TestClient, key: str) -> None:
    """It is delivered again whenever an answer got lost, with or without `a_`."""
    body = record("outbound-agent")
    uuid = body["variables"]["uuid"]
    send(client, key, "outbound-agent")
    body["variables"]["end_uepoch"] = "1772499999000000"
    for name in (uuid, f"a_{uuid}"):
        again = post(client, "freeswitch", key, json.dumps(body), params={"uuid": name})
        assert again.status_code == 200

    assert (the_call().talk_s, len(deliveries())) == (50, 1)


def test_the_password_of_cred_is_the_key(client: TestClient, key: str) -> None:
    """mod_json_cdr appends `?uuid=` to the URL whatever is in it: no key fits in there."""
    basic = b64encode(f"freeswitch:{key}".encode()).decode()
    body = (FOLDER / "outbound-agent.json").read_bytes()

    answer = client.post(
        "/api/v1/hooks/freeswitch?uuid=x", content=body, headers={"Authorization": f"Basic {basic}"}
    )

    assert answer.status_code == 200


def test_xml_records_say_the_same(client: TestClient, key: str) -> None:
    assert folded(read("outbound-agent.xml")) == folded(read("outbound-agent"))
    body = f"cdr={quote((FOLDER / 'outbound-agent.xml').read_text())}"
    kind = {"Content-Type": "application/x-www-form-plaintext"}
    assert post(client, "freeswitch", key, body, headers=kind).status_code == 200


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [
        ("USER_BUSY", "busy"),
        ("NO_ANSWER", "no_answer"),
        ("ORIGINATOR_CANCEL", "cancelled"),
        ("UNALLOCATED_NUMBER", "wrong_number"),
        ("RECOVERY_ON_TIMER_EXPIRE", "failed"),
        ("NORMAL_CLEARING", None),
    ],
)
def test_causes_of_hanging_up_are_outcomes_of_calls_nobody_joined(
    cause: str, outcome: str | None
) -> None:
    body = record("outbound-busy")
    body["variables"]["hangup_cause"] = cause

    call = folded(adapter.translate(Payload(json.dumps(body).encode()), Setting()))

    assert (call.facts.get("outcome"), call.answered_at) == (outcome, None)
    assert "outcome" not in folded(read("outbound-agent")).facts


def test_the_agent_comes_from_the_variable_that_is_configured() -> None:
    body = record("outbound-agent")
    body["variables"]["crm_login"] = "anna.li"
    payload = Payload(json.dumps(body).encode())

    setting = Setting(options={"agent_variables": ["crm_login", "cc_agent"]})

    assert folded(adapter.translate(payload, setting)).legs[0].agent_key == "anna.li"


def test_a_call_between_colleagues_has_one_agent() -> None:
    a, b = record("outbound-agent"), record("outbound-customer")
    a["callflow"][0]["caller_profile"]["destination_number"] = "1002"
    b["variables"]["dialed_user"] = "1002"

    call = folded(
        *(adapter.translate(Payload(json.dumps(body).encode()), Setting()) for body in (a, b))
    )

    assert [leg.agent_key for leg in call.legs] == ["1001"]
    assert call.extra["internal"] is True


def test_an_agent_who_transfers_the_call_has_it_no_longer() -> None:
    """The second agent's leg hangs on the caller's too."""
    first, second = record("queue-agent"), record("queue-agent")
    first["variables"] |= {"hangup_cause": "BLIND_TRANSFER", "end_uepoch": "1772413250000000"}
    second["variables"] |= {"uuid": "b-2", "cc_agent": "1009", "answer_uepoch": "1772413255000000"}
    second["variables"]["bridge_uepoch"] = "1772413255000000"
    second["callflow"][0]["times"] = {}
    second["callflow"][0]["caller_profile"]["uuid"] = "b-2"

    legs = folded(
        read("queue-caller"),
        *(
            adapter.translate(Payload(json.dumps(body).encode()), Setting())
            for body in (first, second)
        ),
    ).legs

    assert [(leg.agent_key, leg.talk_s) for leg in legs] == [("1002@default", 28), ("1009", 27)]


def test_recordings_are_fetched_where_a_server_offers_them(client: TestClient) -> None:
    with transaction() as session:
        options = {"recordings_url": "https://pbx.example/rec/"}
        key = make_dialer(session, dialer="freeswitch", settings=options)

    send(client, key, "outbound-agent")

    [fetch] = fetches()
    assert fetch.url == "https://pbx.example/rec/2026-03-02/1001%2013800138000.wav"
    assert (fetch.agent_channel, fetch.file_name) == (0, "1001 13800138000.wav")
    assert the_call().id == fetch.call_id


def test_without_such_a_server_the_path_is_kept_for_a_watched_folder() -> None:
    told = read("outbound-agent")

    assert told.links == ()
    assert str(told.events[0].data["recording_path"]).endswith("/1001 13800138000.wav")


def test_a_zone_that_does_not_fit_the_local_stamps_is_noted(client: TestClient) -> None:
    with transaction() as session:
        key = make_dialer(session, dialer="freeswitch", timezone="Europe/Berlin")

    send(client, key, "outbound-agent")

    [note] = deliveries()[0].notes
    assert (note["reason"], note["field"]) == ("zone_mismatch", "start_stamp")
