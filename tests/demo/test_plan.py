"""The shift is planned as a day in a call centre goes."""

import itertools
from collections import defaultdict

from hypothesis import given
from hypothesis import settings as chosen
from hypothesis import strategies as st

from demo.calls import RECORDINGS, read_manifest
from demo.company import TEAMS
from demo.plan import (
    LATEST_S,
    OPENINGS,
    OPENINGS_S,
    Happening,
    Step,
    Upload,
    deliver,
    plan_past,
    plan_shift,
)

CALLS = read_manifest(RECORDINGS).calls
ORDER = ["dialed", "ringing", "answered", "bridged", "held", "resumed", "ended", "disposed"]
CODES = {worker.code: team for team in TEAMS for worker in team.workers}
HOUR_S = 3600


def shift(seed: int, duration_s: float = HOUR_S) -> list[Step]:
    plan = plan_shift(CALLS, seed=seed, prefix="t")
    return list(itertools.takewhile(lambda step: step.at_s < duration_s, plan))


def happenings(steps: list[Step]) -> list[Happening]:
    return [step for step in steps if isinstance(step, Happening)]


def kinds_by_call(steps: list[Step]) -> dict[str, list[str]]:
    calls: dict[str, list[str]] = defaultdict(list)
    for step in happenings(steps):
        if step.type.startswith("call."):
            calls[step.payload["call_id"]].append(step.type.removeprefix("call."))
    return calls


@chosen(max_examples=10)
@given(st.integers(0, 2**32))
def test_events_of_a_call_come_in_the_order_calls_go(seed: int) -> None:
    for kinds in kinds_by_call(shift(seed, 900)).values():
        assert kinds == sorted(kinds, key=ORDER.index)
        assert kinds[:2] in (["dialed", "ringing"], ["dialed"])
        assert len(set(kinds)) == len(kinds)


@chosen(max_examples=10)
@given(st.integers(0, 2**32))
def test_steps_are_in_order_of_time_and_names_are_unique(seed: int) -> None:
    steps = shift(seed, 900)
    names = [step.name for step in happenings(steps)]

    assert [step.at_s for step in steps] == sorted(step.at_s for step in steps)
    assert len(set(names)) == len(names)


def test_some_forty_dials_a_minute_and_a_third_connected() -> None:
    calls = [kinds for kinds in kinds_by_call(shift(1)).values() if kinds[-1] == "disposed"]
    connected = [kinds for kinds in calls if "answered" in kinds]

    assert 34 <= len(calls) / 60 <= 50
    assert 0.28 <= len(connected) / len(calls) <= 0.4


def test_every_agent_works_and_only_known_ones_do() -> None:
    assert {step.payload["agent"] for step in happenings(shift(2))} == set(CODES)


def test_an_agent_has_one_call_at_a_time() -> None:
    busy: dict[str, str] = {}
    for step in happenings(shift(3)):
        if step.type == "call.dialed":
            assert step.payload["agent"] not in busy
            busy[step.payload["agent"]] = step.payload["call_id"]
        if step.type == "call.ended":
            assert busy.pop(step.payload["agent"]) == step.payload["call_id"]


def test_connected_calls_last_as_long_as_their_recording_and_end_as_it_does() -> None:
    recordings = {call.file: call for call in CALLS}
    told: dict[str, dict[str, Happening]] = defaultdict(dict)
    steps = shift(4)
    for step in happenings(steps):
        if step.type.startswith("call."):
            told[step.payload["call_id"]][step.type] = step

    finished = [
        step for step in steps if isinstance(step, Upload) and "call.disposed" in told[step.call_id]
    ]
    assert finished
    for upload in finished:
        call, recording = told[upload.call_id], recordings[upload.file]
        talked_s = call["call.ended"].at_s - call["call.answered"].at_s
        assert abs(talked_s - recording.duration_s) < 0.01
        assert call["call.disposed"].payload["outcome"] == recording.outcome
        assert call["call.disposed"].payload.get("amount") == recording.amount
        assert recording.campaign in CODES[call["call.dialed"].payload["agent"]].campaigns
        assert upload.at_s > call["call.ended"].at_s


def test_the_same_seed_plays_the_same_shift() -> None:
    assert shift(5, 600) == shift(5, 600)
    assert shift(5, 600) != shift(6, 600)


def test_nothing_is_lost_on_the_way_though_some_comes_late_or_twice() -> None:
    steps = shift(7)
    sent = list(deliver(steps, seed=7))
    names = [each.step.name for each in sent if isinstance(each.step, Happening)]
    repeated = (len(names) - len(set(names))) / len(names)

    assert set(names) == {step.name for step in happenings(steps)}
    assert [each.send_s for each in sent] == sorted(each.send_s for each in sent)
    assert all(0 <= each.send_s - each.step.at_s <= LATEST_S for each in sent)
    assert 0.02 < repeated < 0.04


def test_uploads_are_neither_repeated_nor_lost() -> None:
    steps = shift(8)
    sent = [each.step for each in deliver(steps, seed=8) if isinstance(each.step, Upload)]

    assert sent == [step for step in steps if isinstance(step, Upload)]


def test_the_past_is_finished_and_small() -> None:
    past = plan_past(CALLS, seed=9, prefix="p", duration_s=2 * HOUR_S)
    uploads = [step for step in past if isinstance(step, Upload)]

    assert 1_000 < len(past) < 8_000
    assert [each.file for each in uploads if each.call_id.startswith("p-1002")][:2] == [
        "wealth-2105.ogg",
        "wealth-2107.ogg",
    ]
    assert len(uploads) == 3 + 12
    assert all(kinds[-1] == "disposed" for kinds in kinds_by_call(past).values())
    assert all(0 <= step.at_s < 2 * HOUR_S for step in past)


def test_the_shortest_past_has_room_for_the_calls_that_are_told_of() -> None:
    past = plan_past(CALLS, seed=9, prefix="p", duration_s=OPENINGS_S, uploads=0)
    uploads = [(each.call_id[2:6], each.file) for each in past if isinstance(each, Upload)]

    told = [(code, file) for code, files in OPENINGS.items() for file in files]
    assert sorted(uploads) == sorted(told)


def test_a_past_of_seconds_is_next_to_nothing() -> None:
    past = plan_past(CALLS, seed=9, prefix="p", duration_s=5)

    assert kinds_by_call(past) == {}
