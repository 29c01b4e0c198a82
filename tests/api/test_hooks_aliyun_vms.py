"""阿里云 语音服务: reports of calls that a machine made, as arrays with local times."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from hypothesis import given

from services.dialers import Payload, Setting
from services.dialers.aliyun_ccc import adapter
from services.tables import DeliveryState
from tests.dialing import (
    Dialer,
    after_start,
    calls,
    deliveries,
    fetches,
    mutated,
    notes,
    outlive,
    sample,
    the_call,
)

ACKNOWLEDGED = '{"code":0,"msg":"成功"}'.encode()
REPORTS = sample("aliyun_ccc", "vms.json")
ANSWERED, POWERED_OFF = REPORTS


@pytest.fixture
def vms(client: TestClient) -> Dialer:
    return Dialer(client, "aliyun_ccc", timezone="Asia/Shanghai")


def test_an_array_of_reports_becomes_calls(vms: Dialer) -> None:
    answer = vms.send(REPORTS, kind="vms")

    assert (answer.status_code, answer.content) == (200, ACKNOWLEDGED)
    answered, off = (calls()[report["call_id"]] for report in REPORTS)
    assert answered.started_at.isoformat() == "2026-03-02T01:00:00+00:00"
    assert after_start(answered, "ringing_at", "answered_at", "ended_at") == [4, 10, 20]
    assert (answered.talk_s, answered.hangup_by) == (10, "customer")
    assert (answered.extra["keys_pressed"], answered.extra["out_id"]) == ("1", "o-1")
    assert (off.connected, off.end_estimated, off.hangup_by) == (False, True, "system")
    assert (off.customer_number, off.extra["status_code"]) == ("1390000****", "200010")
    assert notes() == []


def test_without_a_zone_nothing_is_guessed(client: TestClient) -> None:
    answer = Dialer(client, "aliyun_ccc").send(REPORTS, kind="vms")

    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/zone-needed")
    assert (calls(), deliveries()[0].state) == ({}, DeliveryState.REFUSED)


@pytest.mark.parametrize(
    ("duration", "noted"),
    [
        ("10", []),
        ("10秒", []),
        ("10 秒", []),
        (10, []),
        ("", []),
        ("11秒", []),
        ("19秒", [("contradiction", "duration")]),
        ("ten", [("unknown_value", "duration")]),
    ],
)
def test_durations_have_or_have_not_their_unit(
    vms: Dialer, duration: Any, noted: list[tuple[str, str]]
) -> None:
    vms.send([{**ANSWERED, "duration": duration}], kind="vms")

    assert (the_call().talk_s, notes()) == (10, noted)


def test_status_codes_are_outcomes_where_settings_say_so(client: TestClient) -> None:
    settings = {"vms_outcomes": {"200010": "unreachable"}}
    vms = Dialer(client, "aliyun_ccc", timezone="Asia/Shanghai", settings=settings)

    vms.send(REPORTS, kind="vms")

    assert calls()[POWERED_OFF["call_id"]].outcome == "unreachable"
    assert calls()[ANSWERED["call_id"]].outcome is None


def test_a_report_that_comes_again_changes_nothing(vms: Dialer) -> None:
    for _ in range(2):
        vms.send([ANSWERED], kind="vms")

    assert (the_call().version, deliveries()[-1].duplicates) == (1, 4)


def test_a_recording_is_fetched_when_it_has_an_address(vms: Dialer) -> None:
    record = {"call_id": ANSWERED["call_id"], "record_begin_time": "2026-03-02 09:00:10"}

    vms.send([{**record, "record_file": "https://records.example/v.mp3"}], kind="vms")
    vms.send([{**record, "record_file": "20260302/v.mp3"}], kind="vms")

    assert [fetch.url for fetch in fetches()] == ["https://records.example/v.mp3"]
    assert notes() == [("not_used", "record_file")]


def test_reports_of_number_privacy_are_acknowledged_and_not_used(vms: Dialer) -> None:
    answer = vms.send([{"pool_key": "FC1", "call_id": "x", "secret_no": "170"}], kind="vms")

    assert (answer.content, notes()) == (ACKNOWLEDGED, [("not_used", "secret_no")])


@pytest.mark.parametrize(
    ("report", "field"),
    [
        ({**ANSWERED, "call_id": ""}, "call_id"),
        ({**ANSWERED, "start_time": "nine"}, "start_time"),
        ({"call_id": "x"}, "originate_time"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(
    vms: Dialer, report: dict[str, Any], field: str
) -> None:
    answer = vms.send([report], kind="vms")

    assert (answer.status_code, answer.json()["field"]) == (422, field)


@given(mutated("aliyun_ccc"))
def test_spoilt_bytes_are_translated_or_refused(body: bytes) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    outlive(adapter, Payload(body=body, query="kind=vms"), Setting(zone=zone))
