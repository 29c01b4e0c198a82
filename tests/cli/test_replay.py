"""Deliveries that could not be used, translated again once they can."""

from datetime import UTC
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select
from typer.testing import CliRunner

from earshot import app
from services.calls.recount import recount
from services.db import transaction
from services.tables import Call, Delivery, DeliveryState, Event, Role, Source
from tests.deliveries import calls, deliveries, make_dialer, post, the_call
from tests.doors import sign_in
from tests.factories import make_company, make_user

HEADING = (
    "src,dst,dcontext,channel,dstchannel,start,answer,end,duration,billsec,disposition,uniqueid"
)
RUNNER = CliRunner()


def row(number: int) -> str:
    return (
        f"1001,1380000000{number},internal,PJSIP/1001-0000000{number},PJSIP/trunk-000000a{number},"
        f"2026-03-02 09:0{number}:00,2026-03-02 09:0{number}:10,2026-03-02 09:0{number}:40,"
        f"40,30,ANSWERED,{1772413200 + 60 * number}.{number}"
    )


def replay(*options: str, code: int = 0) -> str:
    done = RUNNER.invoke(app, ["replay", "--source", "pbx", *options], catch_exceptions=False)
    assert done.exit_code == code, done.output
    return done.output


def counts(output: str) -> list[list[str]]:
    known = {state.value for state in DeliveryState}
    lines = (line.split() for line in output.splitlines())
    return [words for words in lines if words and words[0] in known]


@pytest.fixture
def refused(client: TestClient) -> str:
    """The key of a dialer whose two records were refused, for it did not say its zone."""
    with transaction() as session:
        make_company(session)
        key = make_dialer(session, name="pbx", dialer="asterisk")
    for number in (1, 2):
        answer = send(client, key, number)
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/zone-needed")
    return key


def send(client: TestClient, key: str, number: int) -> Any:
    body = f"{HEADING}\n{row(number)}\n"
    return post(client, "asterisk", key, body, params={"kind": "cdr"})


def declare(timezone: str) -> None:
    with transaction() as session:
        source = session.exec(select(Source).where(Source.name == "pbx")).one()
        source.timezone = timezone


def is_counted_right() -> bool:
    with transaction() as session:
        return not recount(session)


def test_what_needed_a_zone_becomes_calls_once_it_is_declared(refused: str) -> None:
    assert calls() == []
    declare("Asia/Shanghai")

    [[was, now, number, events, new]] = counts(replay())

    assert (was, now, number, events) == ("refused", "stored", "2", new)
    starts = [call.started_at.astimezone(UTC) for call in calls()]
    assert [(at.hour, at.minute) for at in starts] == [(1, 1), (1, 2)]
    assert {each.state for each in deliveries()} == {DeliveryState.STORED}
    assert all(each.notes == [] for each in deliveries())
    assert is_counted_right()


def test_replaying_again_changes_nothing(refused: str) -> None:
    declare("Asia/Shanghai")
    replay()
    before = [(call.id, call.version) for call in calls()]

    [[was, now, number, events, new]] = counts(replay("--state", "all"))

    assert (was, now, number, new) == ("stored", "stored", "2", "0")
    assert int(events) > 0
    assert [(call.id, call.version) for call in calls()] == before
    assert "nothing to replay" in replay()
    assert is_counted_right()


def test_what_is_sent_again_meanwhile_is_no_second_call(client: TestClient, refused: str) -> None:
    declare("Asia/Shanghai")
    assert send(client, refused, 1).status_code == 200

    replay()

    assert len(calls()) == 2
    assert is_counted_right()


def test_a_dry_run_says_what_would_be_and_stores_nothing(refused: str) -> None:
    declare("Asia/Shanghai")

    output = replay("--dry-run")

    assert counts(output)[0][:3] == ["refused", "stored", "2"]
    assert "Nothing was stored" in output
    assert calls() == []
    assert {each.state for each in deliveries()} == {DeliveryState.REFUSED}


def test_what_still_cannot_be_used_stays_refused(refused: str) -> None:
    assert counts(replay()) == [["refused", "refused", "2", "0", "0"]]

    with transaction() as session:
        assert session.exec(select(Event)).all() == []
        assert session.exec(select(Call)).all() == []
        notes = [each.notes[0]["reason"] for each in session.exec(select(Delivery))]
    assert notes == ["zone-needed", "zone-needed"]


def test_only_what_came_in_time_is_replayed(refused: str) -> None:
    declare("Asia/Shanghai")
    first, second = deliveries()
    between = (first.received_at + (second.received_at - first.received_at) / 2).isoformat()

    assert "nothing to replay" in replay("--until", first.received_at.isoformat())
    assert counts(replay("--until", between))[0][2] == "1"
    assert counts(replay("--since", between, "--state", "all"))[0][2] == "1"
    assert "nothing to replay" in replay("--since", "2999-01-01")


@pytest.mark.parametrize(
    ("options", "code", "sentence"),
    [
        (("--since", "yesterday"), 2, "not ISO 8601"),
        (("--since", "2026-03-02"), 2, "no offset"),
        (("--source", "nobody"), 1, "no such dialer"),
    ],
)
def test_what_cannot_be_meant_is_said(
    refused: str, options: tuple[str, ...], code: int, sentence: str
) -> None:
    assert sentence in " ".join(replay(*options, code=code).split())


ONE_ROW = "call_id,start,duration,agent\nc1,2026-03-02 01:30:00,95,1001\n"


@pytest.fixture
def stored_by_tokyo(client: TestClient) -> Call:
    """A call that was read in the wrong zone, which has been corrected since."""
    with transaction() as session:
        company = make_company(session)
        make_user(session, company.unit, login="max", role=Role.MANAGER)
        key = make_dialer(session, name="pbx", dialer="csv", timezone="Asia/Tokyo")
    assert post(client, "csv", key, ONE_ROW).status_code == 200
    declare("Asia/Shanghai")
    return the_call()


def test_what_would_come_out_at_other_times_is_left_and_said(stored_by_tokyo: Call) -> None:
    for option in ("--dry-run", "--state=all"):
        output = " ".join(replay("--state", "all", option).split())
        assert "Left as they are: 1." in output
        assert "a replay takes nothing back" in output

    assert the_call() == stored_by_tokyo
    [delivery] = deliveries()
    assert (delivery.state, delivery.duplicates) == (DeliveryState.STORED, 0)
    assert is_counted_right()


def test_one_that_would_come_out_at_other_times_is_refused(
    client: TestClient, stored_by_tokyo: Call
) -> None:
    sign_in(client, "max")
    [delivery] = deliveries()

    answer = client.post(f"/api/v1/deliveries/{delivery.id}/replay")

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/stored-otherwise")
    assert the_call() == stored_by_tokyo
    declare("Asia/Tokyo")
    assert client.post(f"/api/v1/deliveries/{delivery.id}/replay").json()["after"] == "stored"


def test_stored_ones_that_cannot_be_read_any_more_stay_stored(stored_by_tokyo: Call) -> None:
    with transaction() as session:
        source = session.exec(select(Source).where(Source.name == "pbx")).one()
        source.timezone = None

    assert "Left as they are: 1." in replay("--state", "all")

    assert {each.state for each in deliveries()} == {DeliveryState.STORED}


def test_the_same_times_may_be_told_with_more(stored_by_tokyo: Call) -> None:
    declare("Asia/Tokyo")
    with transaction() as session:
        source = session.exec(select(Source).where(Source.name == "pbx")).one()
        columns = {"call_id": "call_id", "start": "started_at", "duration": "duration_s"}
        columns["agent"] = "campaign"
        given = [{"column": name, "field": field} for name, field in columns.items()]
        source.settings = {"mapping": {"columns": given}}

    [[was, now, number, _, _]] = counts(replay("--state", "all"))

    assert (was, now, number) == ("stored", "stored", "1")
    assert is_counted_right()
