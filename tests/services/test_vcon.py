"""vCons of every generation, translated without a database."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calls.fold import FoldedCall, Heard, fold
from services.dialers import Payload, Setting, Told, ZoneNeeded
from services.dialers.vcon import adapter
from tests.dialing import mutated, outlive, sample
from tests.misshapen import misshapen
from tests.vcons import CHINA, changed, translate

EXAMPLES = Path(__file__).parents[3] / "shared" / "data" / "ietf-vcon-core-examples"
RECORDED = sample("vcon", "recorded.json")
SERVER = sample("vcon", "server_style.json")
TRANSFERRED = sample("vcon", "transferred.json")
INCOMPLETE = sample("vcon", "incomplete.json")


def folded(told: Sequence[Told]) -> FoldedCall:
    return fold(
        Heard(each.type, each.at, ("vcon", each.event_id), dict(each.data)) for each in told
    )


def call(value: Any, zone: ZoneInfo | None = None, **options: Any) -> FoldedCall:
    return folded(translate(value, zone, **options).events)


def test_a_recorded_call_has_its_people_numbers_and_times() -> None:
    found = call(RECORDED)

    assert found.facts["call_id"] == RECORDED["uuid"]
    assert (found.facts["direction"], found.facts["campaign"]) == ("outbound", "wealth")
    assert found.facts["customer_number"] == "+8613800138000"
    assert found.facts["caller_number"] == "+8675588880000"
    assert [(leg.agent_key, leg.talk_s) for leg in found.legs] == [("li@example.cn", 95.5)]
    assert (found.talk_s, found.hold_s, found.end_estimated) == (95.5, 20, False)
    assert found.extra["subject"] == "理财回访"


def test_holds_joins_and_who_hung_up_come_from_the_partys_history() -> None:
    found = call(RECORDED)

    assert found.answered_at is not None
    assert f"{found.answered_at:%M:%S}" == "00:05"
    assert found.facts["hangup_by"] == "customer"


def test_without_a_history_the_recording_is_the_talk() -> None:
    found = call(changed(RECORDED, "dialog.0.party_history", None))

    assert (found.talk_s, found.hold_s) == (120.5, 0)
    assert [leg.agent_key for leg in found.legs] == ["li@example.cn"]


def test_a_transfer_gives_each_agent_a_leg() -> None:
    found = call(TRANSFERRED)

    assert [(leg.agent_key, leg.talk_s) for leg in found.legs] == [("alice", 60), ("bob", 50)]
    assert (found.facts["direction"], found.talk_s) == ("inbound", 110)


def test_an_agent_who_leaves_while_another_goes_on_has_transferred() -> None:
    value = changed(TRANSFERRED, "dialog", TRANSFERRED["dialog"][:1])
    value = changed(value, "dialog.0.parties", [0, 1, 2])
    value["dialog"][0]["party_history"] = [
        {"party": 1, "time": "2026-03-02T01:00:00Z", "event": "join"},
        {"party": 2, "time": "2026-03-02T01:00:20Z", "event": "join"},
        {"party": 1, "time": "2026-03-02T01:00:30Z", "event": "drop"},
        {"party": 2, "time": "2026-03-02T01:01:00Z", "event": "drop"},
    ]

    found = call(value)

    assert [(leg.agent_key, leg.talk_s) for leg in found.legs] == [("alice", 20), ("bob", 40)]
    assert found.facts["hangup_by"] == "agent"


@pytest.mark.parametrize(
    ("disposition", "outcome"),
    [
        ("no-answer", "no_answer"),
        ("congestion", "failed"),
        ("failed", "failed"),
        ("busy", "busy"),
        ("hung-up", "cancelled"),
        ("voicemail-no-message", "voicemail"),
        ("no_answer", "no_answer"),
        ("of tomorrow", "of tomorrow"),
    ],
)
def test_a_call_that_never_came_about_has_its_disposition(disposition: str, outcome: str) -> None:
    found = call(changed(INCOMPLETE, "dialog.0.disposition", disposition))

    assert (found.facts["outcome"], found.answered_at, found.talk_s) == (outcome, None, 0)
    assert found.ended_at is not None


def test_the_agents_code_is_an_analysis_and_a_tag_can_be_one() -> None:
    judged = call(RECORDED, outcomes={"SALE-1": "sale"})
    tags: Any = {"outcome_tag": "result", "campaign_tag": "项目"}
    tagged = call(changed(RECORDED, "analysis", []), **tags)

    assert judged.facts["outcome"] == "sale"
    assert (tagged.facts["outcome"], tagged.facts["campaign"]) == ("callback", "wealth-2")
    assert tagged.extra["tags"] == {"项目": "wealth-2", "result": "callback"}


def test_vcon_servers_roles_hide_in_meta_and_the_version_is_absent() -> None:
    found = call(SERVER, CHINA)

    assert [leg.agent_key for leg in found.legs] == ["li@example.cn"]
    assert found.facts["direction"] == "inbound"


def test_a_time_without_a_zone_needs_the_sources() -> None:
    with pytest.raises(ZoneNeeded) as needed:
        translate(SERVER)

    assert needed.value.field == "created_at"
    assert len(translate(SERVER, CHINA).events) == 3


def test_conversations_in_writing_are_no_calls() -> None:
    dialog = {"type": "text", "start": "2026-03-02T01:00:00Z", "parties": [0, 1], "body": "Hi"}

    found = translate({**RECORDED, "dialog": [dialog], "analysis": []})

    assert found.events == ()
    assert [note.reason for note in found.notes] == ["no_call"]


def test_an_end_nobody_told_is_estimated_by_the_last_word() -> None:
    value = changed(changed(RECORDED, "dialog.0.party_history", []), "dialog.0.duration", None)

    found = call(value)

    assert (found.end_estimated, found.talk_s) == (True, 3.2)


@pytest.mark.parametrize("version", [{}, {"updated_at": "2026-03-02T02:00:00+00:00"}])
def test_the_same_vcon_again_gives_the_same_events(version: dict[str, str]) -> None:
    first = translate(RECORDED)
    again = translate({**RECORDED, **version, "later": "fields"})

    ids = {each.event_id for each in first.events}
    new = [each for each in again.events if each.event_id not in ids]
    assert {each.type for each in new} <= {"call.dialed", "call.disposed"}
    assert bool(new) == bool(version)


@given(st.data())
def test_of_two_editions_the_newer_ones_facts_count_in_any_order(data: Any) -> None:
    newer = {**RECORDED, "updated_at": "2026-03-02T03:00:00Z", "subject": "corrected"}
    told = [*translate(RECORDED).events, *translate(newer).events]

    found = folded(data.draw(st.permutations(told)))

    assert (found.extra["subject"], found.talk_s, len(found.legs)) == ("corrected", 95.5, 1)


@given(mutated("vcon") | misshapen("vcon"))
def test_any_bytes_are_translated_or_refused(body: bytes) -> None:
    outlive(adapter, Payload(body), Setting(CHINA, options={"untrusted": "use"}))
