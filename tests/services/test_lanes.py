"""Whose turn it is: three lanes, and in each a fair share for every campaign."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from threading import Thread
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from services import jobs
from services.db import transaction
from services.hearing import tries
from services.jobs import ScoreCall, TranscribeRecording
from services.people.organisation import get_campaign
from services.recordings import lanes
from services.recordings.turns import cost_of, priority_of, turn_of, turns
from services.tables import Campaign, HearingClock, Lane, Recording
from tests.factories import make_call, make_campaign, make_recording
from tests.sounds import attached, tone, wav
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting


def queued(
    session: Session, campaign: Campaign | None, count: int = 1, **fields: object
) -> list[UUID]:
    """Recordings of a campaign's calls, put into the live lane one after the other."""
    found = []
    for _ in range(count):
        call = make_call(session, campaign_id=campaign.id if campaign else None)
        recording = make_recording(session, call, **{"duration_s": 10} | fields)
        lanes.queue(session, recording)
        found.append(recording.id)
    return found


def in_order(session: Session) -> list[UUID]:
    """Those that wait, the next one first, as the queue has them."""
    waiting = jobs.waiting(session, TranscribeRecording)
    return [TranscribeRecording.from_payload(payload).recording_id for _, _, payload in waiting]


def whose(order: Sequence[UUID], **owners: Sequence[UUID]) -> str:
    return "".join(name for each in order for name, own in owners.items() if each in own)


def test_a_campaign_that_brings_many_waits_for_itself(session: Session) -> None:
    loans, energy, health = (make_campaign(session, code=code) for code in "leh")
    many = queued(session, loans, 50)
    some = queued(session, energy, 5)
    one = queued(session, health)

    order = whose(in_order(session), L=many, E=some, H=one)

    assert order == "LEH" + "LE" * 4 + "L" * 45
    assert [each for each in in_order(session) if each in many] == many


def test_fairness_counts_from_what_is_heard_now_on(session: Session) -> None:
    """A campaign that comes later neither waits for the past nor is paid for it."""
    loans, energy = make_campaign(session, code="loans"), make_campaign(session, code="energy")
    many = queued(session, loans, 50)
    for recording_id in many[:20]:
        tries.begin(session, recording_id)
        session.flush()

    late = queued(session, energy, 3)

    order = [each for each in in_order(session) if each not in many[:20]]
    assert whose(order, L=many, E=late)[:8] == "ELELELLL"


def test_long_recordings_cost_more(session: Session) -> None:
    loans, energy = make_campaign(session, code="loans"), make_campaign(session, code="energy")
    long = queued(session, loans, 3, duration_s=89)
    short = queued(session, energy, 6)

    assert whose(in_order(session), L=long, S=short) == "LSSSLSSSL"


def test_lanes_go_before_shares(session: Session) -> None:
    loans = make_campaign(session)
    live = queued(session, loans, 3)
    [backlog, review] = queued(session, loans, 2)
    lanes.queue(session, session.get_one(Recording, backlog), lane=Lane.BACKLOG)
    lanes.queue(session, session.get_one(Recording, review), lane=Lane.REVIEW)

    assert in_order(session) == [review, *live, backlog]


def test_scoring_goes_before_every_lane(session: Session) -> None:
    [recording_id] = queued(session, None)
    lanes.queue(session, session.get_one(Recording, recording_id), lane=Lane.REVIEW)
    jobs.enqueue(session, ScoreCall(call_id=recording_id))

    waiting = jobs.waiting(session, TranscribeRecording, ScoreCall)

    assert [kind for _, kind, _ in waiting] == ["score_call", "transcribe_recording"]


@pytest.mark.parametrize(
    ("ended_ago", "lane"),
    [(None, Lane.LIVE), (timedelta(hours=23), Lane.LIVE), (timedelta(hours=25), Lane.BACKLOG)],
)
def test_calls_of_former_days_are_backlog(
    session: Session, ended_ago: timedelta | None, lane: Lane
) -> None:
    ended_at = datetime.now(UTC) - ended_ago if ended_ago else None
    call = make_call(session, ended_at=ended_at)

    assert lanes.lane_for(call) is lane
    assert lanes.lane_for(None) is Lane.LIVE


def test_a_recording_is_queued_once_however_often_it_is_asked_for(session: Session) -> None:
    [recording_id] = queued(session, None)
    recording = session.get_one(Recording, recording_id)

    lanes.queue(session, recording, lane=Lane.REVIEW)
    lanes.queue(session, recording, lane=Lane.BACKLOG)

    assert in_order(session) == [recording_id]
    assert recording.lane is Lane.BACKLOG
    assert recording.priority < 0


def test_a_try_that_failed_keeps_its_place(session: Session) -> None:
    loans = make_campaign(session)
    [first, *_] = queued(session, loans, 3)
    place = session.get_one(Recording, first).priority
    tries.begin(session, first)
    session.flush()

    tries.fail(session, first, tries.DIED)
    jobs.hurry(session)
    session.flush()

    assert session.get_one(Recording, first).priority == place
    assert in_order(session)[0] == first


def test_a_job_that_ends_before_its_try_begins_is_not_lost(session: Session) -> None:
    """A worker that is stopped, or loses its database, just after it has claimed."""
    [recording_id] = queued(session, None)
    [(job_id, _, _)] = jobs.waiting(session, TranscribeRecording)
    jobs.start(session, job_id)

    tries.give_back(session, recording_id)
    jobs.remove(session, job_id)

    assert in_order(session) == [recording_id]
    assert session.get_one(Recording, recording_id).attempts == 0


def test_each_engine_has_a_queue_of_its_own(session: Session) -> None:
    box = make_campaign(session, code="box")
    box.engine = "box"
    session.flush()
    [ours] = queued(session, box)
    [asked] = queued(session, None, engine="other")
    [plain] = queued(session, None)

    found = {each: session.get_one(Recording, each).queue for each in (ours, asked, plain)}

    assert found == {ours: "box", asked: "other", plain: "default"}


def test_a_recording_goes_to_the_engine_its_campaign_has_by_then(session: Session) -> None:
    loans = make_campaign(session)
    [recording_id] = queued(session, loans)
    get_campaign(session, loans.id).engine = "box"
    session.flush()

    assert tries.begin(session, recording_id) is None
    session.expire_all()

    assert session.get_one(Recording, recording_id).queue == "box"
    assert in_order(session) == [recording_id]
    assert tries.begin(session, recording_id) is not None


def test_an_engine_that_was_idle_does_not_hold_up_the_others(session: Session) -> None:
    """Workers that serve several engines compare turns, so an idle one joins the furthest."""
    loans, box = make_campaign(session, code="loans"), make_campaign(session, code="box")
    box.engine = "box"
    session.flush()
    many = queued(session, loans, 40)
    for recording_id in many[:30]:
        tries.begin(session, recording_id)
        session.flush()

    ours = queued(session, box, 3)

    order = [each for each in in_order(session) if each not in many[:30]]
    assert whose(order, L=many, B=ours)[:7] == "BLBLBLL"


def test_uploads_of_several_campaigns_do_not_wait_for_each_other_for_ever(database: None) -> None:
    with transaction() as session:
        campaigns = [make_campaign(session, code=code) for code in "abc"]
        recordings = [
            make_recording(session, make_call(session, campaign_id=campaign.id)).id
            for _ in range(20)
            for campaign in campaigns
        ]

    def queue(own: list[UUID]) -> None:
        for start in range(0, len(own), 3):
            with transaction() as session:
                lanes.queue_all(session, own[start : start + 3])

    halves = [recordings[:30], list(reversed(recordings[30:]))]
    threads = [Thread(target=queue, args=[half]) for half in halves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    with transaction() as session:
        assert len(in_order(session)) == 60
        found = session.exec(select(Recording.priority).where(col(Recording.queue) == "default"))
        assert sorted(found) == sorted(-2 * turn for turn in range(20) for _ in campaigns)


def test_recordings_are_heard_in_the_order_of_their_turns(database: None) -> None:
    with transaction() as session:
        campaigns = [make_campaign(session, code=code) for code in "ab"]
        calls = [
            make_call(session, campaign_id=campaigns[n].id, ended_at=datetime.now(UTC)).id
            for n in (0, 0, 0, 1)
        ]
    heard: list[float] = []
    for number, call_id in enumerate(calls):
        attached(call_id, wav(tone(1 + number)))

    run_waiting(
        FakeTranscriber(behave=lambda sound: heard.append(sound.duration_s)), lambda _: None
    )

    assert heard == [1, 4, 2, 3]


def test_the_clock_never_goes_back(session: Session) -> None:
    first, second = queued(session, None, 2)
    tries.begin(session, second)
    tries.begin(session, first)
    session.flush()

    [clock] = session.exec(select(HearingClock)).all()

    assert clock.turn == 1


_TURN = st.integers(0, 2**30 - 1)


@given(clock=_TURN, share=_TURN, costs=st.lists(st.integers(1, 10_000)))
def test_turns_start_at_the_clock_or_the_share_and_grow_by_what_each_costs(
    clock: int, share: int, costs: list[int]
) -> None:
    found = turns(clock, share, costs)

    assert found[0] == max(clock, share)
    assert [after - before for before, after in pairwise(found)] == costs


@given(lane=st.sampled_from(Lane), turn=_TURN)
def test_a_priority_fits_the_queue_and_tells_lane_and_turn(lane: Lane, turn: int) -> None:
    priority = priority_of(lane, turn)

    assert -(2**31) <= priority < jobs.FIRST
    assert turn_of(lane, priority) == turn
    assert priority_of(lane, turn + 2**31) == priority_of(lane, 2**30 - 1)


@given(turn=_TURN, other=_TURN)
def test_a_lane_goes_before_the_next_whatever_the_turns(turn: int, other: int) -> None:
    review, live, backlog = (priority_of(lane, turn) for lane in Lane)

    assert review > priority_of(Lane.LIVE, other)
    assert live > priority_of(Lane.BACKLOG, other)
    assert review > backlog


@given(duration_s=st.floats(0, 6 * 3600))
def test_cost_is_the_windows_that_a_recording_begins(duration_s: float) -> None:
    assert cost_of(duration_s) >= 1
    assert 30 * (cost_of(duration_s) - 1) <= max(duration_s, 0)
    assert duration_s <= 30 * cost_of(duration_s)
