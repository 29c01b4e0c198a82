"""The fold: any order and any duplication of a call's events is the same call."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.calls.events import EventType
from services.calls.fold import Heard, fold
from services.tables import CallState

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def heard(kind: str, at_s: float, **data: Any) -> Heard:
    return Heard(
        type=EventType(kind),
        at=NINE + timedelta(seconds=at_s),
        identity=("dialer", f"{kind}@{at_s} {sorted(data.items(), key=str)}"),
        data={"call_id": "c1", **data},
    )


A_SALE = [
    heard("call.dialed", 0, campaign="spring", customer_number="13800138000", agent="1001"),
    heard("call.ringing", 2),
    heard("call.answered", 10),
    heard("call.bridged", 11, agent="1001"),
    heard("call.held", 30),
    heard("call.resumed", 40),
    heard("call.ended", 70, hangup_by="customer"),
    heard("call.disposed", 75, outcome="sale", amount=199.0, currency="CNY", list_id="spring-7"),
]

call_events = st.lists(
    st.builds(
        heard,
        st.sampled_from([kind.value for kind in EventType if kind.value.startswith("call.")]),
        st.integers(0, 120),
        agent=st.sampled_from(["1001", "1002", None]),
        outcome=st.sampled_from(["sale", "refused", "voicemail", None]),
    ),
    min_size=1,
    max_size=14,
)


@given(call_events, st.randoms())
def test_any_order_and_duplication_is_the_same_call(events: list[Heard], chance: Any) -> None:
    shuffled = events + chance.choices(events, k=3)
    chance.shuffle(shuffled)

    assert fold(shuffled) == fold(events)


@given(call_events)
def test_talk_and_hold_never_exceed_the_call(events: list[Heard]) -> None:
    call = fold(events)

    if call.ended_at and call.answered_at:
        length_s = max(0.0, (call.ended_at - call.answered_at).total_seconds())
        assert 0 <= call.talk_s <= length_s + 0.001


@given(call_events)
def test_legs_share_out_the_talk_time(events: list[Heard]) -> None:
    call = fold(events)

    assert sum(leg.talk_s for leg in call.legs) <= call.talk_s + 0.01 * (1 + len(call.legs))


def test_a_sale_from_dial_to_disposition() -> None:
    call = fold(A_SALE)

    assert call.state is CallState.ENDED
    assert (call.talk_s, call.hold_s) == (50, 10)
    assert call.facts["outcome"] == "sale"
    assert call.extra == {"list_id": "spring-7"}
    assert [(leg.agent_key, leg.talk_s) for leg in call.legs] == [("1001", 49)]


def test_a_late_event_does_not_reopen_an_ended_call() -> None:
    late = [*A_SALE, heard("call.held", 60)]

    assert fold(late).state is CallState.ENDED


def test_a_transfer_has_two_legs() -> None:
    closer = [heard("call.bridged", 50, agent="1002")]

    legs = fold([*A_SALE, *closer]).legs

    assert [(leg.agent_key, leg.talk_s, leg.hold_s) for leg in legs] == [
        ("1001", 29, 10),
        ("1002", 20, 0),
    ]


def test_the_newest_event_that_names_a_fact_wins() -> None:
    corrected = heard("call.disposed", 90, outcome="callback")

    assert fold([corrected, *A_SALE]).facts["outcome"] == "callback"


def test_an_open_hold_shows_until_it_ends() -> None:
    assert fold(A_SALE[:5]).state is CallState.HELD
    assert fold(A_SALE[:6]).state is CallState.TALKING


def test_a_wait_that_timed_out_is_no_abandon_and_ends_when_it_ended() -> None:
    call = fold(
        [
            heard("call.queued", 0, queue="sales"),
            heard("call.ended", 30, left_by="timeout", estimated=True),
        ]
    )

    [visit] = call.visits
    assert (visit.left_by, visit.joined, call.wait_s, call.abandoned) == (
        "timeout",
        False,
        30,
        False,
    )
    assert (call.ended_at, call.end_estimated) == (visit.to_at, True)


def test_a_call_that_overflows_goes_on_and_each_wait_is_its_own() -> None:
    call = fold(
        [
            heard("call.queued", 0, queue="sales"),
            heard("call.ended", 30, left_by="timeout", estimated=True),
            heard("call.queued", 50, queue="service"),
        ]
    )
    assert (call.state, call.ended_at, call.wait_s) == (CallState.DIALING, None, 30)

    call = fold(
        [
            heard("call.queued", 0, queue="sales"),
            heard("call.ended", 30, left_by="timeout", estimated=True),
            heard("call.queued", 50, queue="service"),
            heard("call.ended", 60, left_by="caller"),
        ]
    )
    assert [(v.queue, v.left_by) for v in call.visits] == [
        ("sales", "timeout"),
        ("service", "caller"),
    ]
    assert (call.abandoned, call.wait_s) == (True, 40)


def test_what_was_inferred_stands_until_it_is_reported() -> None:
    guesses = [
        heard("call.queued", 3, queue="sales", estimated=True),
        heard("call.bridged", 9, agent="1001", estimated=True),
        heard("call.ended", 20),
    ]
    reports = [heard("call.queued", 4, queue="sales"), heard("call.bridged", 10, agent="1001")]

    alone, both = fold(guesses), fold(guesses + reports)

    assert (alone.wait_s, alone.talk_s) == (6, 11)
    assert (both.wait_s, both.talk_s, len(both.visits), len(both.legs)) == (6, 10, 1, 1)
