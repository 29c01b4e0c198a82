"""Which call a recording is of, and how sure that is."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from services.calls.identity import call_id_for
from services.recordings.matching import (
    Candidate,
    MatchedBy,
    closest,
    find_match,
    same_number,
)
from services.recordings.naming import Named
from services.recordings.probe import AudioFacts
from services.recordings.spool import Content
from services.recordings.unmatched import Found, file_away, try_again
from services.tables import Agent, Recording, Source, UnmatchedRecording
from tests.factories import make_agent, make_call, make_company, make_source

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
NUMBER = "13800138000"


def call(**fields: Any) -> Candidate:
    defaults: dict[str, Any] = {
        "call_id": uuid4(),
        "started_at": AT,
        "ended_at": AT + MINUTE,
        "number": NUMBER,
        "agents": frozenset({"8002"}),
    }
    return Candidate(**defaults | fields)


def matched(named: Named, *candidates: Candidate, duration_s: float = 50) -> Any:
    found = closest(named, duration_s, candidates, MINUTE)
    return found and (found.by, found.confidence)


def by(agent: str | None = None, number: str | None = None, after_s: float = 5) -> Named:
    return Named(None, agent, number, AT + timedelta(seconds=after_s))


def test_the_more_is_known_the_surer_it_is() -> None:
    both = matched(by("8002", NUMBER), call())
    agent = matched(by("8002"), call())
    number = matched(by(number=NUMBER), call())

    assert [both, agent, number] == [
        (MatchedBy.AGENT_AND_NUMBER, 0.98),
        (MatchedBy.AGENT, 0.9),
        (MatchedBy.NUMBER, 0.9),
    ]


def test_a_number_that_is_another_rules_a_call_out() -> None:
    assert matched(by("8002", "13900139000"), call()) is None
    assert matched(by("8002", "138****8000"), call())[0] is MatchedBy.AGENT
    assert matched(by("8002", NUMBER), call(number="138****9999"))[0] is MatchedBy.AGENT


def test_another_agent_is_a_doubt_when_the_number_fits() -> None:
    assert matched(by("8003", NUMBER), call()) == (MatchedBy.NUMBER, 0.81)
    assert matched(by("8003"), call()) is None


def test_the_less_of_it_lies_in_the_call_the_less_sure() -> None:
    found = [matched(by("8002", after_s=after_s), call()) for after_s in (-4, -30, -60, 40, 120)]

    assert found == [
        (MatchedBy.AGENT, 0.9),
        (MatchedBy.AGENT, 0.675),
        (MatchedBy.AGENT, 0.45),
        (MatchedBy.AGENT, 0.675),
        (MatchedBy.AGENT, 0.45),
    ]
    assert matched(by("8002", after_s=-61), call()) is None
    assert matched(by("8002", after_s=121), call()) is None


def test_two_calls_that_fit_alike_are_no_match_to_rely_on() -> None:
    assert matched(by("8002"), call(), call()) == (MatchedBy.AGENT, 0.45)


def test_dial_after_dial_the_one_that_covers_the_recording_is_it() -> None:
    earlier = call(started_at=AT - timedelta(seconds=25), ended_at=AT - timedelta(seconds=2))
    later = call(started_at=AT + timedelta(seconds=62), ended_at=AT + timedelta(minutes=3))
    own = call()

    found = closest(by("8002", after_s=2), 55, [earlier, own, later], MINUTE)

    assert found is not None
    assert (found.call_id, found.confidence > 0.8) == (own.call_id, True)


def test_a_clock_that_is_a_little_early_does_not_give_it_to_the_call_before() -> None:
    earlier = call(started_at=AT - timedelta(minutes=5), ended_at=AT - timedelta(seconds=1))
    own = call()

    found = closest(by("8002", after_s=-4), 55, [earlier, own], MINUTE)

    assert found is not None
    assert (found.call_id, found.confidence > 0.7) == (own.call_id, True)


def test_sound_that_is_longer_than_the_call_is_a_doubt() -> None:
    assert matched(by("8002"), call(), duration_s=60)[1] == 0.9
    assert matched(by("8002"), call(), duration_s=120)[1] == 0.675


def test_a_call_that_goes_on_may_be_it() -> None:
    assert matched(by("8002", after_s=3600), call(ended_at=None)) == (MatchedBy.AGENT, 0.9)


def test_without_a_time_nobody_can_tell() -> None:
    assert matched(Named(agent="8002", customer_number=NUMBER), call()) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("13800138000", "+86 138 0013 8000", True),
        ("013800138000", "8613800138000", True),
        ("13800138000", "13800138001", False),
        ("3201", "3201", True),
        ("3201", "13800133201", False),
        ("138****8000", "13800138000", None),
        ("anonymous", "13800138000", None),
        (None, "13800138000", None),
    ],
)
def test_numbers_are_compared_by_what_they_mean(
    one: str | None, other: str | None, same: bool | None
) -> None:
    assert same_number(one, other) is same
    assert same_number(other, one) is same


@given(
    st.integers(-200, 200),
    st.lists(st.tuples(st.integers(-300, 300), st.integers(0, 600)), max_size=5),
    st.floats(0.1, 1e5),
)
def test_confidence_is_a_share_of_one(
    after_s: int, calls: list[tuple[int, int]], duration_s: float
) -> None:
    candidates = [
        call(
            started_at=AT + timedelta(seconds=start_s),
            ended_at=AT + timedelta(seconds=start_s + length_s),
        )
        for start_s, length_s in calls
    ]
    found = closest(by("8002", after_s=after_s), duration_s, candidates, MINUTE)
    assert found is None or 0 <= found.confidence <= 0.9


@pytest.fixture
def source(session: Session) -> Source:
    source = make_source(session)
    source.timezone = "Asia/Shanghai"
    source.settings = {"file_patterns": ["{agent}_{customer_number}_{started_at:%Y%m%d%H%M%S}"]}
    session.add(source)
    session.flush()
    return source


def found(name: str, duration_s: float = 50) -> Found:
    facts = AudioFacts(
        codec="pcm_s16le",
        container="wav",
        sample_rate_hz=8000,
        channels=2,
        duration_s=duration_s,
    )
    return Found(Content(uuid4().hex * 2, 10), facts, name)


def agent_of(session: Session) -> Agent:
    return make_agent(session, make_company(session).bobs_team, code="8002")


def test_a_call_is_found_by_its_id_whether_it_has_come_or_not(
    session: Session, source: Source
) -> None:
    match, sure = find_match(session, source, Named(call_id="c-1"), 50)

    assert match is not None
    assert (match.call_id, match.by, sure) == (call_id_for(source.id, "c-1"), "call_id", True)


def test_another_name_of_an_agent_in_any_leg_fits(session: Session, source: Source) -> None:
    agent = agent_of(session)
    by_code = make_call(session, agent_id=agent.id, agent_key="Li@shop.example", started_at=AT)
    by_leg = make_call(
        session,
        agent_key="x",
        started_at=AT + timedelta(hours=1),
        legs=[{"agent_key": "Closer", "agent_id": None}],
    )

    def of(name: str, at: datetime) -> UUID | None:
        match, _ = find_match(session, source, Named(agent=name, started_at=at), 50)
        return match.call_id if match else None

    assert of("8002", AT) == of("li@SHOP.example", AT) == by_code.id
    assert of("closer", AT + timedelta(hours=1)) == by_leg.id
    assert of("closer", AT) is None


def test_calls_of_other_dialers_do_not_count(session: Session, source: Source) -> None:
    other = make_source(session, "other")
    make_call(session, source_id=other.id, agent_key="8002", started_at=AT)

    assert find_match(session, source, Named(agent="8002", started_at=AT), 50) == (None, False)


def test_what_is_matched_says_how_and_its_number_is_masked(
    session: Session, source: Source
) -> None:
    call = make_call(session, agent_key="8002", customer_number="+86" + NUMBER, started_at=AT)

    recording = file_away(session, source, found(f"2026/8002_{NUMBER}_20260302170010.wav"))

    assert recording is not None
    assert (recording.call_id, recording.file_name) == (
        call.id,
        "8002_138****8000_20260302170010.wav",
    )
    assert recording.match == {"by": "agent_and_number", "confidence": 0.98}


def test_what_is_not_sure_waits_and_is_matched_once_it_is(session: Session, source: Source) -> None:
    make_call(session, agent_key="8002", started_at=AT)
    sound = found(f"8002_{NUMBER}_20260302170100.wav")

    assert [file_away(session, source, sound) for _ in range(2)] == [None, None]
    [unmatched] = session.exec(select(UnmatchedRecording)).all()
    assert unmatched.nearest is not None
    assert (unmatched.nearest["by"], unmatched.nearest["confidence"]) == ("agent", 0.54)
    assert try_again(session, source) == 0

    call = make_call(
        session, customer_number=NUMBER, started_at=AT + timedelta(seconds=58), call_key="late"
    )
    assert try_again(session, source) == 1
    [recording] = session.exec(select(Recording)).all()
    assert (recording.call_id, recording.sha256) == (call.id, sound.content.sha256)
    assert session.exec(select(UnmatchedRecording)).all() == []


def test_a_name_that_no_pattern_fits_waits(session: Session, source: Source) -> None:
    assert file_away(session, source, found("holiday.wav")) is None

    [unmatched] = session.exec(select(UnmatchedRecording)).all()
    assert (unmatched.named, unmatched.nearest) == ({}, None)
    source.settings = {"file_patterns": ["{call_id}"]}
    session.add(source)
    assert try_again(session, source) == 1


def test_an_id_that_is_no_call_gives_way_to_one_that_fits(session: Session, source: Source) -> None:
    call = make_call(session, agent_key="8002", started_at=AT)

    match, sure = find_match(session, source, Named("leg-7", "8002", None, AT), 50)

    assert match is not None
    assert (match.call_id, match.by, sure) == (call.id, MatchedBy.AGENT, True)
