"""VICIdial's calls, row by row, and rows that changed."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from services.clock import utc_now
from services.db import transaction
from services.dialers import Told, Translation
from services.dialers.vicidial.statuses import KNOWN, Answer, meaning_of
from services.tables import AgentIdentity
from tests.deliveries import (
    SHARED,
    calls,
    deliveries,
    fetches,
    folded,
    make_dialer,
    post,
    the_call,
)
from tests.vicidial_rows import FILES, READ_AT, SALE, call, read, row

SCHEMA = SHARED / "events-vicidial" / "tables_and_statuses.sql"


@pytest.fixture
def key(database: None) -> str:
    with transaction() as session:
        return make_dialer(session, dialer="vicidial", timezone="Asia/Shanghai")


def upload(client: TestClient, key: str, table: str, body: bytes | None = None) -> Any:
    content = FILES[table].read_bytes() if body is None else body
    return post(client, "vicidial", key, content, params={"table": table})


def test_the_tables_together_are_calls_and_agents(client: TestClient, key: str) -> None:
    for table in FILES:
        assert upload(client, key, table).status_code == 200

    found = {each.call_key: each for each in calls()}
    sale = found[SALE]
    assert (sale.direction, sale.outcome, sale.agent_key) == ("outbound", "sale", "6001")
    assert (sale.customer_number, sale.hangup_by) == ("13800138000", "customer")
    assert sale.extra["lead_id"] == "501"
    assert {fetch.call_id for fetch in fetches()} == {
        sale.id,
        found["1772413795.201"].id,
    }
    with transaction() as session:
        names = session.exec(select(AgentIdentity.external_id)).all()
    assert {"6001", "6002", "6003"} <= set(names)
    assert {"VDAD", "VDCL"}.isdisjoint(names)


def test_talk_of_the_agent_log_contains_the_time_after_the_customer_left() -> None:
    """talk_sec 72 - dead_sec 12."""
    sale = call(SALE, read("vicidial_agent_log"), read("vicidial_log"))

    [leg] = sale.legs
    assert (leg.agent_key, leg.talk_s) == ("6001", 60)
    assert (sale.facts["hangup_by"], sale.wait_s) == ("customer", 3)


@pytest.mark.parametrize("order", list(permutations(["INCALL", "SALE", "CALLBK"])))
def test_the_newest_reading_of_a_changed_row_counts(order: tuple[str, ...]) -> None:
    """A row is written when a call begins, judged when it ends, and corrected later."""
    readings = {
        "INCALL": read(
            "vicidial_log",
            row(
                "vicidial_log", status="INCALL", end_epoch=None, length_in_sec=0, term_reason="NONE"
            ),
            read_at=datetime(2026, 3, 2, 1, 0, 30, tzinfo=UTC),
        ),
        "SALE": read("vicidial_log", row("vicidial_log"), read_at=READ_AT),
        "CALLBK": read(
            "vicidial_log",
            row("vicidial_log", status="CALLBK", user="6009"),
            read_at=READ_AT + timedelta(hours=2),
        ),
    }

    found = call(SALE, *(readings[status] for status in order))

    assert (found.facts["outcome"], found.facts["agent"]) == ("callback", "6009")


def test_changed_rows_reach_the_call(client: TestClient, key: str) -> None:
    began_at = int(utc_now().timestamp()) - 300
    fresh = {"start_epoch": began_at, "end_epoch": began_at + 60}
    for status in ("SALE", "CALLBK", "NI"):
        upload(client, key, "vicidial_log", row("vicidial_log", status=status, **fresh))

    assert (the_call().outcome, the_call().extra["disposition"]) == ("refused", "NI")


def test_reading_the_same_rows_again_changes_nothing(client: TestClient, key: str) -> None:
    for _ in range(2):
        upload(client, key, "vicidial_log")

    first, again = deliveries()
    assert (first.events, first.duplicates) == (again.events, 0)
    assert again.duplicates == again.events


def test_sale_and_do_not_call_are_contacts_whatever_the_flags_say() -> None:
    """Both have customer_contact = N; DROP is human_answered though no agent spoke."""
    assert meaning_of("SALE", {}) == ("sale", Answer.PERSON)
    assert meaning_of("DNC", {}) == ("do_not_call", Answer.PERSON)
    assert meaning_of("DNCL", {}).answer is Answer.NOBODY
    assert meaning_of("A", {}) == meaning_of("AA", {}) == ("answering_machine", Answer.MACHINE)


def test_statuses_of_campaigns_are_what_the_settings_say(client: TestClient) -> None:
    with transaction() as session:
        options = {"statuses": {"APPT": "callback", "b": "voicemail"}}
        key = make_dialer(session, dialer="vicidial", settings=options)

    upload(client, key, "vicidial_log", row("vicidial_log", status="APPT"))

    assert the_call().outcome == "callback"
    assert meaning_of("B", {"B": "voicemail"}).outcome == "voicemail"
    assert deliveries()[0].notes == []


def test_a_status_that_nobody_explained_is_kept_and_noted() -> None:
    told = read("vicidial_log", row("vicidial_log", status="ZZTOP"))

    assert call(SALE, told).facts["outcome"] == "zztop"
    assert [(note.reason, note.field) for note in told.notes] == [("unknown_value", "status")]


@pytest.mark.skipif(not SCHEMA.exists(), reason="needs the shared samples")
def test_every_system_status_has_a_meaning() -> None:
    listed = {
        line.split("alues")[1].split("'")[1]
        for line in SCHEMA.read_text().replace("VALUES (", "values(").splitlines()
        if line.startswith("INSERT INTO vicidial_statuses")
    }

    assert len(listed) >= 49
    assert listed - KNOWN.keys() == {"NEW", "QUEUE", "INCALL"}


def test_a_dropped_call_was_answered_and_abandoned() -> None:
    dropped = call("1772413230.102", read("vicidial_log"))

    assert dropped.answered_at
    assert (dropped.abandoned, dropped.legs, dropped.wait_s) == (True, (), 20)


def test_nobody_answers_a_call_that_was_not_answered() -> None:
    """Also one that an agent dialled by hand, though the agent log counts it as talk."""
    rows = read("vicidial_log"), read("vicidial_agent_log")

    for call_id in ("1772413240.103", "1772413400.105"):
        found = call(call_id, *rows)
        assert (found.answered_at, found.facts["outcome"]) == (None, "no_answer")


def test_a_call_that_is_being_dialled_is_not_answered_yet() -> None:
    going_on = call("1772413450.106", read("vicidial_log"))

    assert (going_on.answered_at, going_on.ended_at) == (None, None)


def test_an_inbound_call_has_a_row_for_each_stay_in_a_group() -> None:
    found = call("1772413795.201", read("vicidial_closer_log"))

    assert found.facts["direction"] == "inbound"
    assert [(visit.queue, visit.joined) for visit in found.visits] == [
        ("SERVICE_IN", True),
        ("SALES_IN", True),
    ]
    assert [(leg.agent_key, leg.talk_s) for leg in found.legs] == [("6002", 87.5), ("6003", 80)]
    assert (found.wait_s, found.facts["outcome"]) == (22.5, "callback")


def test_giving_up_is_abandoned_and_timing_out_is_not() -> None:
    rows = read("vicidial_closer_log")

    gave_up, timed_out = call("1772414398.202", rows), call("1772414518.203", rows)

    assert (gave_up.abandoned, gave_up.wait_s) == (True, 45)
    assert (timed_out.abandoned, timed_out.visits[0].left_by) == (False, "timeout")


def test_a_transfer_out_of_an_outbound_call_leaves_it_outbound() -> None:
    other = row("vicidial_closer_log", 1, uniqueid=SALE, start_epoch=1_772_413_270)

    found = call(SALE, read("vicidial_log"), read("vicidial_closer_log", other))

    assert found.facts["direction"] == "outbound"


def test_an_agent_who_passes_a_call_on_does_not_end_it() -> None:
    first = row(
        "vicidial_agent_log",
        user="6002",
        uniqueid="1772413795.201",
        status="XFER",
        talk_epoch=1_772_413_813,
        dispo_epoch=1_772_413_901,
        dead_epoch=None,
        dead_sec=0,
    )

    found = call("1772413795.201", read("vicidial_closer_log"), read("vicidial_agent_log", first))

    assert [leg.agent_key for leg in found.legs] == ["6002", "6003"]
    assert found.ended_at == datetime(2026, 3, 2, 1, 13, 10, tzinfo=UTC)


EVENTS: list[Told] = [event for table in FILES for event in read(table).events]


@given(st.permutations([e for e in EVENTS if e.data.get("call_id") == SALE]))
def test_rows_come_in_any_order(events: list[Told]) -> None:
    found = folded(Translation(tuple(events)))

    assert (found.talk_s, found.wait_s, found.facts["outcome"]) == (63, 3, "sale")
