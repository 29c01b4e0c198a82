"""Two teams, two campaigns and a queue, and everybody who may or may not see and steer it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient
from sqlmodel import Session

from services.db import transaction
from services.hearing import tries, workers
from services.hearing.workers import OfferedEngine
from services.jobs import ScoreCall
from services.tables import Role
from tests.factories import make_agent, make_call, make_campaign, make_company, make_user
from tests.sounds import attach_sound, reread, tone, wav
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting


class Centre:
    """Two campaigns with three recordings each; Alice's team has the first, Charlie's the second.

    Sue supervises Alice's team; Ina inspects it, Quinn leads the quality of all.
    """

    def __init__(self, session: Session) -> None:
        self.company = make_company(session)
        ours, theirs = self.company.bobs_team, self.company.charlies_team
        self.carl = make_agent(session, theirs, code="2001", name="Carl")
        make_user(session, ours, login="sue", role=Role.SUPERVISOR)
        make_user(session, ours, login="ina", role=Role.INSPECTOR)
        make_user(session, ours, login="quinn-ours", role=Role.QA_LEAD)
        make_user(session, self.company.unit, login="quinn", role=Role.QA_LEAD)
        self.loans = make_campaign(session, code="loans")
        self.energy = make_campaign(session, code="energy")
        self.ours = [self._queued(session, True) for _ in range(3)]
        self.theirs = [self._queued(session, False) for _ in range(3)]

    def _queued(self, session: Session, ours: bool) -> str:
        call = make_call(
            session,
            ended_at=datetime.now(UTC),
            agent_id=self.company.alice.agent_id if ours else self.carl.id,
            unit_id=(self.company.bobs_team if ours else self.company.charlies_team).id,
            campaign_id=(self.loans if ours else self.energy).id,
        )
        return str(attach_sound(session, call.id, wav(tone(1, 300 + call.id.int % 997))).id)


def drain() -> int:
    def score_nothing(_: ScoreCall) -> None:
        pass

    return run_waiting(FakeTranscriber(), score_nothing)


def states(*recording_ids: str) -> set[str]:
    return {reread(UUID(recording_id)).state for recording_id in recording_ids}


def listed(client: TestClient, **params: Any) -> list[str]:
    answer = client.get("/api/v1/hearing/recordings", params=params)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


def overview(client: TestClient) -> dict[str, Any]:
    answer = client.get("/api/v1/hearing")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def begin(recording_id: str, worker_id: UUID | None = None) -> None:
    with transaction() as session:
        assert tries.begin(session, UUID(recording_id)) is not None
        if worker_id is not None:
            engines = [OfferedEngine(name="default", model="tiny", device="cpu")]
            workers.beat(session, worker_id, "box:1", engines, UUID(recording_id))
