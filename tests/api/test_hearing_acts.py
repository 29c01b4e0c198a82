"""Pausing, resuming, hurrying and cancelling: who may, and what follows."""

from collections.abc import Mapping
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.db import transaction
from services.hearing import tries
from services.jobs import SettlePauses
from services.recordings import lanes
from services.tables import AuditEntry, Call, Recording, RecordingState
from tests.api.queueing import Centre, begin, drain, listed, overview, states
from tests.doors import sign_in
from tests.factories import make_call, make_recording
from tests.sounds import attach_sound, reread, tone, wav
from workers.jobs.settle import settle_pauses


@pytest.fixture
def centre(client: TestClient) -> Centre:
    with transaction() as session:
        return Centre(session)


@pytest.mark.parametrize(
    ("login", "status"),
    [("bob", 403), ("sue", 403), ("ina", 403), ("quinn-ours", 403), ("quinn", 201), ("dana", 201)],
)
def test_only_those_who_manage_and_see_everything_pause(
    client: TestClient, centre: Centre, login: str, status: int
) -> None:
    sign_in(client, login)

    for body in ({}, {"campaign_id": str(centre.loans.id)}):
        assert client.post("/api/v1/hearing/pauses", json=body).status_code == status


def test_a_paused_campaign_waits_and_goes_on_in_order(client: TestClient, centre: Centre) -> None:
    sign_in(client, "quinn")
    body = {"campaign_id": str(centre.loans.id)}
    first, again = (client.post("/api/v1/hearing/pauses", json=body).json() for _ in range(2))
    assert first == again
    drain()

    assert states(*centre.ours) == {"paused"}
    assert states(*centre.theirs) == {"transcribed"}
    with transaction() as session:
        call = session.exec(select(Call).where(Call.campaign_id == centre.loans.id)).first()
        assert call is not None
        late = attach_sound(session, call.id, wav(tone(2)))
        assert late.state is RecordingState.PAUSED
    [loans] = [row for row in overview(client)["campaigns"] if row["pause_id"]]
    assert (loans["paused"], loans["waiting"]) == (4, 0)

    assert client.delete(f"/api/v1/hearing/pauses/{first['id']}").status_code == 204
    drain()

    assert states(*centre.ours, str(late.id)) == {"transcribed"}
    begun = [reread(UUID(each)).begun_at for each in [*centre.ours, str(late.id)]]
    assert begun == sorted(begun)  # type: ignore[type-var]
    assert client.delete(f"/api/v1/hearing/pauses/{first['id']}").status_code == 404


def test_pausing_everything_outlasts_the_pause_of_a_campaign(
    client: TestClient, centre: Centre
) -> None:
    sign_in(client, "dana")
    everything = client.post("/api/v1/hearing/pauses", json={}).json()
    loans = client.post("/api/v1/hearing/pauses", json={"campaign_id": str(centre.loans.id)}).json()
    drain()
    assert overview(client)["pause_id"] == everything["id"]

    client.delete(f"/api/v1/hearing/pauses/{loans['id']}")
    drain()
    assert states(*centre.ours, *centre.theirs) == {"paused"}

    client.delete(f"/api/v1/hearing/pauses/{everything['id']}")
    drain()
    assert states(*centre.ours, *centre.theirs) == {"transcribed"}


def test_what_is_begun_before_the_queue_is_settled_is_paused_too(
    client: TestClient, centre: Centre
) -> None:
    sign_in(client, "dana")
    client.post("/api/v1/hearing/pauses", json={})

    with transaction() as session:
        assert tries.begin(session, UUID(centre.ours[0])) is None

    assert states(centre.ours[0]) == {"paused"}


def test_what_is_heard_when_paused_is_finished(client: TestClient, centre: Centre) -> None:
    with transaction() as session:
        attempt = tries.begin(session, UUID(centre.ours[0]))
    assert attempt is not None
    sign_in(client, "dana")
    client.post("/api/v1/hearing/pauses", json={})

    with transaction() as session:
        assert tries.note_progress(session, attempt, 0.5)


def test_a_pause_of_nothing_is_refused(client: TestClient, centre: Centre) -> None:
    sign_in(client, "dana")

    answer = client.post("/api/v1/hearing/pauses", json={"campaign_id": str(uuid4())})

    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/campaign-not-found")


HURRY: Mapping[str, int] = {
    "alice": 403,
    "bob": 403,
    "sue": 403,
    "ina": 202,
    "quinn-ours": 202,
    "dana": 202,
}


@pytest.mark.parametrize("login", HURRY)
def test_who_may_hurry(client: TestClient, centre: Centre, login: str) -> None:
    sign_in(client, login)

    answer = client.post(f"/api/v1/recordings/{centre.ours[2]}/hurry")

    assert answer.status_code == HURRY[login]
    if answer.status_code == 202:
        assert (answer.json()["lane"], answer.json()["state"]) == ("review", "waiting")
        assert listed(client)[0] == centre.ours[2]


@pytest.mark.parametrize("act", ["hurry", "cancel"])
def test_nobody_reaches_outside_their_scope(client: TestClient, centre: Centre, act: str) -> None:
    sign_in(client, "quinn-ours")

    assert client.post(f"/api/v1/recordings/{centre.theirs[0]}/{act}").status_code == 404


@pytest.mark.parametrize(("login", "status"), [("ina", 403), ("quinn-ours", 202), ("dana", 202)])
def test_who_may_cancel(client: TestClient, centre: Centre, login: str, status: int) -> None:
    sign_in(client, login)

    assert client.post(f"/api/v1/recordings/{centre.ours[0]}/cancel").status_code == status


def test_a_cancelled_recording_is_not_heard_until_it_is_taken_up_again(
    client: TestClient, centre: Centre
) -> None:
    sign_in(client, "dana")
    url = f"/api/v1/recordings/{centre.ours[0]}"
    assert [client.post(f"{url}/cancel").json()["state"] for _ in range(2)] == ["cancelled"] * 2
    drain()
    assert states(centre.ours[0]) == {"cancelled"}
    assert client.post(f"{url}/hurry").json()["type"] == "/problems/recording-not-queued"

    assert client.post(f"{url}/retry").json()["state"] == "waiting"
    drain()

    assert states(centre.ours[0]) == {"transcribed"}
    assert client.post(f"{url}/cancel").status_code == 409


def test_a_try_that_is_cancelled_no_longer_counts(client: TestClient, centre: Centre) -> None:
    """Not even when the recording was taken up again, and its next try is a first one too."""
    recording_id = UUID(centre.ours[0])
    with transaction() as session:
        attempt = tries.begin(session, recording_id)
    assert attempt is not None
    sign_in(client, "dana")
    client.post(f"/api/v1/recordings/{recording_id}/cancel")
    with transaction() as session:
        assert not tries.note_progress(session, attempt, 0.5)

    client.post(f"/api/v1/recordings/{recording_id}/retry")
    begin(str(recording_id))

    with transaction() as session:
        assert not tries.note_progress(session, attempt, 0.5)
    assert reread(recording_id).attempts == 1


def test_what_people_do_to_the_queue_is_audited(client: TestClient, centre: Centre) -> None:
    sign_in(client, "dana")
    pause = client.post("/api/v1/hearing/pauses", json={}).json()
    client.delete(f"/api/v1/hearing/pauses/{pause['id']}")
    client.post(f"/api/v1/recordings/{centre.ours[0]}/hurry")
    client.post(f"/api/v1/recordings/{centre.ours[1]}/cancel")

    with transaction() as session:
        acts = {(entry.actor, entry.act) for entry in session.exec(select(AuditEntry))}
    assert {
        ("dana", "hearing.paused"),
        ("dana", "hearing.resumed"),
        ("dana", "recording.hurried"),
        ("dana", "recording.cancelled"),
    } <= acts


def test_more_than_one_batch_is_settled(client: TestClient, centre: Centre) -> None:
    with transaction() as session:
        call = make_call(session, campaign_id=centre.loans.id)
        ids = [make_recording(session, call).id for _ in range(1100)]
        lanes.queue_all(session, ids)
    sign_in(client, "dana")
    body = {"campaign_id": str(centre.loans.id)}
    pause = client.post("/api/v1/hearing/pauses", json=body).json()
    drain()
    assert overview(client)["paused"] == 1103
    assert len(listed(client, state="paused", limit=200)) == 200

    client.delete(f"/api/v1/hearing/pauses/{pause['id']}")
    settle_pauses(SettlePauses())

    assert overview(client)["waiting"] == 1103
    with transaction() as session:
        rows = [session.get_one(Recording, each) for each in ids]
    # In the order in which they came, behind what came before them.
    rows.sort(key=lambda row: (row.created_at, row.id))
    assert [row.priority for row in rows] == sorted((row.priority for row in rows), reverse=True)
