"""The figures of a queue: as somebody finds who adds up its log by hand."""

from collections import Counter as Count
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from services.db import transaction
from services.dialers.asterisk.unfinished import Unfinished
from services.tables import Agent, Call, Counter, CounterKind
from tests.deliveries import SHARED, calls, make_dialer, post
from tests.factories import make_agent, make_company
from tests.queue_shift import Caller, Named, Shift, rotated

LOGS = SHARED / "events-asterisk-queue_log"
IN_TIME_S = 20


@pytest.mark.parametrize("named", ["device", "member", "agent"])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_shift_has_its_waits_talks_and_transfers_and_agents_their_time(
    client: TestClient, named: Named, seed: int
) -> None:
    shift = Shift(seed, named)
    key = _asterisk(shift)

    answer = post(client, "asterisk", key, "\n".join(shift.lines))

    assert answer.status_code == 200
    stored = {call.call_key: call for call in calls()}
    assert {key: _found(call) for key, call in stored.items()} == {
        key: _expected(caller) for key, caller in shift.calls.items()
    }
    assert _queues(_visits_stored(stored.values())) == _queues(_visits_played(shift))
    assert _time_of_agents() == {
        agent: (sums.login_s, sums.break_s, 0) for agent, sums in shift.agents.items()
    }
    assert _service(CounterKind.ALL) == _service_played(shift.calls.values())
    taken = [caller for caller in shift.calls.values() if caller.talks]
    assert _service(CounterKind.UNIT) == _service_played(taken)


@pytest.mark.parametrize("named", ["device", "agent"])
def test_a_log_that_was_rotated_in_the_middle_has_the_same_figures(
    client: TestClient, named: Named
) -> None:
    """As `earshot listen` delivers it: with the lines of what was not over."""
    shift = Shift(3, named)
    key = _asterisk(shift)
    unfinished = Unfinished("queue_log")
    for lines in rotated(shift.lines):
        before = unfinished.lines()
        told = {"kind": "queue_log", "told": str(len(before))}
        assert post(client, "asterisk", key, "\n".join([*before, *lines]), params=told).is_success
        for line in lines:
            unfinished.add(line)

    assert {call.call_key: _found(call) for call in calls()} == {
        key: _expected(caller) for key, caller in shift.calls.items()
    }
    assert _time_of_agents() == {
        agent: (sums.login_s, sums.break_s, 0) for agent, sums in shift.agents.items()
    }


def test_halves_of_a_log_that_know_nothing_of_each_other_have_the_same_calls(
    client: TestClient,
) -> None:
    """Posted by hand, the newer one first. Who was cut by a restart is not known to be lost."""
    shift = Shift(4)
    key = _asterisk(shift)
    for lines in reversed(list(rotated(shift.lines))):
        post(client, "asterisk", key, "\n".join(lines), params={"kind": "queue_log"})

    assert {call.call_key: _found(call) for call in calls()} == {
        key: _expected(caller) for key, caller in shift.calls.items()
    }


def test_the_sums_by_hand_and_the_shift_agree() -> None:
    """Asterisk writes waits and talks on its lines too: both ways lead to the same."""
    shift = Shift(1)

    waits, talks = _by_hand(shift.lines)

    assert waits == Count(
        {
            key: sum(visit.wait_s for visit in caller.visits if visit.left_by != "lost")
            for key, caller in shift.calls.items()
            if caller.visits
        }
    )
    assert talks == Count(
        {key: s for key, caller in shift.calls.items() if (s := sum(t for _, t in caller.talks))}
    )


@pytest.mark.skipif(not LOGS.exists(), reason="captured logs are not here")
@pytest.mark.parametrize("name", ["queue_log_2020.txt", "queue_log_freepbx_2010.txt"])
def test_captured_logs_have_what_their_own_lines_add_up_to(client: TestClient, name: str) -> None:
    with transaction() as session:
        key = make_dialer(session, dialer="asterisk")
    text = (LOGS / name).read_text()

    assert post(client, "asterisk", key, text, params={"kind": "queue_log"}).is_success

    waits, talks = _by_hand(text.splitlines())
    stored = {call.call_key: call for call in calls()}
    assert waits.keys() | talks.keys() <= stored.keys()
    for call_key, call in stored.items():
        # Both ends of a wait are cut to whole seconds.
        over = [visit for visit in call.visits if visit["left_by"] != "lost" and visit["to_at"]]
        if over:
            assert call.wait_s == pytest.approx(waits[call_key], abs=1)
        if call.talk_s:
            assert call.talk_s == pytest.approx(talks[call_key], abs=1)


# From the lines, with a pencil. 2010: waits of 1, 2 and 36 seconds (CONNECT), talks of 3, 4
# and 8 (COMPLETE...); two of three within 20. What only rang (RINGNOANSWER) waited for nobody
# who is known. 2020: one gave up after 68; one was cut by the restart 574 seconds after
# entering (1596513628 - 1596513054), which is nobody's giving up. Nobody was taken.
@pytest.mark.skipif(not LOGS.exists(), reason="captured logs are not here")
@pytest.mark.parametrize(
    ("name", "service", "talk_s"),
    [
        ("queue_log_freepbx_2010.txt", (3, 2, 0, 39), 15),
        ("queue_log_2020.txt", (2, 0, 1, 642), 0),
    ],
)
def test_captured_logs_reach_the_service_level_that_was_reckoned_by_hand(
    client: TestClient, name: str, service: Any, talk_s: float
) -> None:
    with transaction() as session:
        key = make_dialer(session, dialer="asterisk")
    text = (LOGS / name).read_text()

    assert post(client, "asterisk", key, text, params={"kind": "queue_log"}).is_success

    # Waits are cut to whole seconds at both ends.
    queued, in_time, gave_up, wait_s = _service(CounterKind.ALL)
    assert (queued, in_time, gave_up) == service[:3]
    assert wait_s == pytest.approx(service[3], abs=queued)
    assert sum(call.talk_s for call in calls()) == pytest.approx(talk_s, abs=queued)


def _service_played(callers: Iterable[Caller]) -> Any:
    """Queued, in time, gave up, seconds waited: from what happened."""
    waited = [caller for caller in callers if caller.visits]
    in_time = [
        caller
        for caller in waited
        if caller.talks and sum(visit.wait_s for visit in caller.visits) <= IN_TIME_S
    ]
    gave_up = [c for c in waited if not c.talks and c.visits[-1].left_by == "caller"]
    wait_s = sum(visit.wait_s for caller in waited for visit in caller.visits)
    return len(waited), len(in_time), len(gave_up), wait_s


def _service(kind: CounterKind) -> Any:
    """The same, from the counters of all agents, teams, or everybody."""
    with transaction() as session:
        rows = session.exec(select(Counter).where(Counter.kind == kind)).all()
    names = ("queued", "in_time", "gave_up", "wait_s")
    return tuple(round(sum(getattr(row, name) for row in rows), 2) for name in names)


def _by_hand(lines: Iterable[str]) -> tuple[Count[str], Count[str]]:
    """Seconds waited and talked, by call, as Asterisk itself measured them."""
    waits: Count[str] = Count()
    talks: Count[str] = Count()
    for line in lines:
        _, callid, _, _, verb, *data = [*line.split("|"), "", ""]
        match verb:
            case "CONNECT":
                waits[callid] += int(data[0])
            case "COMPLETECALLER" | "COMPLETEAGENT":
                talks[callid] += int(data[1])
            case "BLINDTRANSFER" | "TRANSFER":
                talks[callid] += int(data[3])
            case "ATTENDEDTRANSFER":
                talks[callid] += int(data[4] if data[0] == "LINK" else data[3])
            case "ABANDON" | "EXITWITHTIMEOUT" | "EXITEMPTY" | "WITHDRAW":
                waits[callid] += int(data[2])
            case "EXITWITHKEY":
                waits[callid] += int(data[3])
    return waits, talks


def _asterisk(shift: Shift) -> str:
    with transaction() as session:
        company = make_company(session)
        for agent in shift.agents.keys() - {company.alice.login, "1001"}:
            make_agent(session, company.bobs_team, code=agent)
        settings = {"members": shift.members()} if shift.members() else {}
        return make_dialer(session, dialer="asterisk", settings=settings)


def _found(call: Call) -> Any:
    return (
        call.wait_s,
        call.talk_s,
        call.abandoned,
        call.hangup_by,
        call.extra.get("transfer") is not None,
        [(leg["agent_key"], leg["talk_s"]) for leg in call.legs],
    )


def _expected(caller: Caller) -> Any:
    return (
        sum(visit.wait_s for visit in caller.visits),
        sum(seconds for _, seconds in caller.talks),
        bool(caller.visits) and not caller.talks and caller.visits[-1].left_by == "caller",
        caller.hangup_by,
        caller.transferred,
        caller.talks,
    )


Waited = tuple[str, float, str | None]
"""Queue, seconds, and why it ended without an agent."""


def _visits_played(shift: Shift) -> list[Waited]:
    return [(v.queue, v.wait_s, v.left_by) for c in shift.calls.values() for v in c.visits]


def _visits_stored(stored: Iterable[Call]) -> list[Waited]:
    return [
        (visit["queue"], _seconds(visit["from_at"], visit["to_at"]), visit["left_by"])
        for call in stored
        for visit in call.visits
    ]


def _seconds(start: str, end: str) -> float:

    return round((datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds(), 2)


def _queues(visits: Iterable[Waited]) -> dict[str, dict[str, float]]:
    """Offered, answered, abandoned, gone otherwise; speed of answer; service level."""
    by_queue: dict[str, list[Waited]] = {}
    for visit in visits:
        by_queue.setdefault(visit[0], []).append(visit)
    return {queue: _figures(waited) for queue, waited in by_queue.items()}


def _figures(waited: list[Waited]) -> dict[str, float]:
    answered = [wait_s for _, wait_s, left_by in waited if left_by is None]
    abandoned = [wait_s for _, wait_s, left_by in waited if left_by == "caller"]
    in_time = [wait_s for wait_s in answered if wait_s <= IN_TIME_S]
    given_up_in_time = [wait_s for wait_s in abandoned if wait_s <= IN_TIME_S]
    both = len(answered) + len(abandoned)
    return {
        "offered": len(waited),
        "answered": len(answered),
        "abandoned": len(abandoned),
        "otherwise": len(waited) - both,
        "speed_of_answer_s": round(sum(answered) / len(answered), 2),
        "wait_of_abandoned_s": round(sum(abandoned) / max(1, len(abandoned)), 2),
        "in_time_of_answered": len(in_time) / len(answered),
        "service_level": (len(in_time) + len(given_up_in_time)) / both,
    }


def _time_of_agents() -> dict[str, tuple[float, float, float]]:
    """Seconds logged in, on a break, and in wrap-up, by code."""
    with transaction() as session:
        rows = session.exec(
            select(Agent.code, Counter)
            .join(Agent, col(Agent.id) == Counter.key)
            .where(Counter.kind == CounterKind.AGENT)
        ).all()
    total: dict[str, list[float]] = {}
    for code, counter in rows:
        sums = total.setdefault(code, [0, 0, 0])
        for place, name in enumerate(("logged_s", "break_s", "wrap_s")):
            sums[place] += getattr(counter, name)
    return {code: (round(a, 1), round(b, 1), round(c, 1)) for code, (a, b, c) in total.items()}
