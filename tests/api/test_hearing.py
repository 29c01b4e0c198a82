"""The queue as HTTP shows it: in order, with estimates, and as far as one's scope goes."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from services.clock import utc_now
from services.db import transaction
from services.hearing import workers
from services.recordings import lanes
from services.tables import Recording, RecordingState
from tests.api.queueing import Centre, begin, listed, overview
from tests.doors import sign_in
from tests.sounds import attach_sound, tone, wav


@pytest.fixture
def centre(client: TestClient) -> Centre:
    with transaction() as session:
        return Centre(session)


def heard_once(recording_id: str, *, work_s: float, ago: timedelta = timedelta(minutes=5)) -> None:
    with transaction() as session:
        recording = session.get_one(Recording, UUID(recording_id))
        lanes.leave(session, recording, RecordingState.TRANSCRIBED)
        recording.transcribed_at = utc_now() - ago
        recording.begun_at = recording.transcribed_at - timedelta(seconds=work_s)


@pytest.mark.parametrize(
    ("login", "waiting"),
    [("alice", None), ("bob", None), ("sue", 3), ("ina", 3), ("quinn", 6), ("dana", 6)],
)
def test_the_queue_is_seen_as_far_as_ones_scope_goes(
    client: TestClient, centre: Centre, login: str, waiting: int | None
) -> None:
    sign_in(client, login)

    if waiting is None:
        assert client.get("/api/v1/hearing").status_code == 403
        assert client.get("/api/v1/hearing/recordings").status_code == 403
        return
    seen = overview(client)
    assert (seen["waiting"], seen["waiting_s"]) == (waiting, pytest.approx(waiting))
    assert sum(row["waiting"] for row in seen["campaigns"]) == waiting
    assert sum(row["waiting"] for row in seen["engines"]) == waiting
    assert len(listed(client)) == waiting
    assert set(centre.ours) <= set(listed(client))


def test_the_list_is_in_the_order_of_hearing(client: TestClient, centre: Centre) -> None:
    first, second, third = centre.ours
    other, paused, cancelled = centre.theirs
    begin(second)
    heard_once(first, work_s=1)
    sign_in(client, "dana")
    assert client.post(f"/api/v1/recordings/{other}/hurry").status_code == 202
    assert client.post(f"/api/v1/recordings/{cancelled}/cancel").status_code == 202
    with transaction() as session:
        lanes.leave(session, session.get_one(Recording, UUID(paused)), RecordingState.PAUSED)

    assert listed(client) == [second, other, third, paused, cancelled, first]
    assert listed(client, state=["waiting", "paused"]) == [other, third, paused]
    assert listed(client, lane="review") == [other]
    assert listed(client, campaign_id=str(centre.loans.id)) == [second, third, first]


def test_pages_follow_each_other_through_all_parts(client: TestClient, centre: Centre) -> None:
    begin(centre.ours[1])
    heard_once(centre.ours[0], work_s=1)
    heard_once(centre.theirs[0], work_s=1)
    sign_in(client, "dana")
    whole = listed(client)

    found: list[str] = []
    cursor: str | None = None
    for _ in range(6):
        params = {"limit": 1} | ({"cursor": cursor} if cursor else {})
        page = client.get("/api/v1/hearing/recordings", params=params).json()
        found += [item["id"] for item in page["items"]]
        cursor = page["next"]

    assert found == whole
    assert cursor is None
    bad = client.get("/api/v1/hearing/recordings", params={"cursor": "x"})
    assert (bad.status_code, bad.json()["field"]) == (422, "cursor")


def test_a_queued_recording_says_what_it_is_of(client: TestClient, centre: Centre) -> None:
    with transaction() as session:
        orphan = str(attach_sound(session, uuid4(), wav(tone(2))).id)
    sign_in(client, "dana")

    items = client.get("/api/v1/hearing/recordings").json()["items"]

    [ours] = [item for item in items if item["id"] == centre.ours[0]]
    assert (ours["agent_name"], ours["campaign_name"], ours["source"]) == (
        "Alice",
        "Loans",
        "dialer",
    )
    assert (ours["lane"], ours["state"]) == ("live", "waiting")
    [unknown] = [item for item in items if item["id"] == orphan]
    assert (unknown["call_key"], unknown["campaign_id"]) == (None, None)


def test_estimates_come_from_what_was_heard_and_who_hears(
    client: TestClient, centre: Centre
) -> None:
    """Two seconds of work per second of recording, and one worker."""
    sign_in(client, "dana")
    assert overview(client)["ready_in_s"] is None
    heard_once(centre.ours[0], work_s=2)
    worker_id = uuid4()
    begin(centre.ours[1], worker_id)

    seen = overview(client)

    [engine] = seen["engines"]
    assert engine["real_time_factor"] == pytest.approx(2, rel=0.05)
    assert (engine["name"], engine["model"], engine["workers"]) == ("default", "tiny", 1)
    assert (seen["heard_last_hour"], seen["transcribing"], seen["waiting"]) == (1, 1, 4)
    # Four that wait and the one at hand, a second each.
    assert seen["ready_in_s"] == pytest.approx(10, rel=0.05)
    items = client.get("/api/v1/hearing/recordings").json()["items"]
    ready = [item["ready_in_s"] for item in items]
    assert ready[:5] == [pytest.approx(second, rel=0.05) for second in (2, 4, 6, 8, 10)]
    assert ready[5] is None
    [worker] = seen["workers"]
    assert (worker["alive"], worker["recording_id"]) == (True, centre.ours[1])


def test_a_worker_that_fell_silent_is_shown_and_not_counted(
    client: TestClient, centre: Centre
) -> None:
    worker_id = uuid4()
    begin(centre.theirs[0], worker_id)
    with transaction() as session:
        [worker] = workers.list_workers(session)
        worker.seen_at = utc_now() - timedelta(minutes=1)
    sign_in(client, "sue")

    seen = overview(client)

    [worker] = seen["workers"]
    # What it hears is another team's.
    assert (worker["alive"], worker["recording_id"]) == (False, None)
    assert [engine["workers"] for engine in seen["engines"]] == [0]
