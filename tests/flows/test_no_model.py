"""A worker without a speech model: whoever looks is told what it said, until one runs."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from api.observed import OBSERVED
from services.db import transaction
from services.hearing import workers
from services.hearing.workers import OfferedEngine
from services.settings import get_asr_settings
from tests.cli.test_cli import doctor
from tests.doors import sign_in
from tests.factories import make_company
from workers.asr import ModelUnavailable
from workers.asr.choose import make_transcribers
from workers.runner import Worker


@pytest.fixture
def admin(client: TestClient) -> Iterator[TestClient]:
    with transaction() as session:
        make_company(session)
    sign_in(client, "dana")
    OBSERVED.forget()
    yield client
    OBSERVED.forget()


def ended(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What a worker says that ends for want of a model."""
    monkeypatch.setenv("EARSHOT_ASR_MODEL", str(folder))
    get_asr_settings.cache_clear()
    with pytest.raises(ModelUnavailable) as caught:
        asyncio.run(Worker(make_transcribers).run())
    monkeypatch.undo()
    get_asr_settings.cache_clear()
    return str(caught.value)


def test_its_last_sentence_is_shown_until_a_worker_runs(
    admin: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ended(tmp_path, monkeypatch)
    sentence = ended(tmp_path, monkeypatch)

    OBSERVED.forget()
    [seen] = admin.get("/api/v1/system").json()["workers"]["workers"]
    [hearer] = admin.get("/api/v1/hearing").json()["workers"]
    for worker in (seen, hearer):
        assert (worker["alive"], worker["trouble"]) == (False, sentence)
    found = doctor(1)["workers"]
    assert not found["ok"]
    assert sentence in str(found["finding"])

    name = f"{socket.gethostname()}:1"
    with transaction() as session:
        workers.beat(session, uuid4(), name, [OfferedEngine(name="default")], None)

    [worker] = admin.get("/api/v1/hearing").json()["workers"]
    assert (worker["alive"], worker["trouble"]) == (True, None)
    assert doctor(0)["workers"]["ok"]
