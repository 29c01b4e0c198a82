"""Storage that refuses in the middle of a deletion or an export, and works again later."""

import errno
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from services.db import transaction
from services.jobs import AnswerRequest, KeepRetention
from services.recordings.spool import disk_full
from services.recordings.storage import DiskNearlyFull, spool_folder
from services.settings import get_settings
from services.tables import AuditEntry, Call, Recording
from tests.doors import sign_in
from tests.retaining import NUMBER, RULES, Told, delete_due, everything, save_rules, stored
from workers.jobs.retention import answer_request, keep_retention


@pytest.fixture
def told(database: None, client: TestClient) -> Told:
    with transaction() as session:
        world = Told(session)
    world.call()
    with transaction() as session:
        world.hear(session)
    sign_in(client, "dana")
    return world


@contextmanager
def stubborn() -> Iterator[None]:
    """What is stored cannot be removed: a folder stands where each sound was."""
    folder = get_settings().home.absolute() / "recordings"
    files = [folder / sha256[:2] / sha256[2:4] / sha256 for sha256 in stored()]
    for file in files:
        file.rename(file.with_suffix(".kept"))
        (file / "in the way").mkdir(parents=True)
    try:
        yield
    finally:
        for file in files:
            (file / "in the way").rmdir()
            file.rmdir()
            file.with_suffix(".kept").rename(file)


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process grows beyond 2,000 bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def acts() -> list[str]:
    with transaction() as session:
        return list(session.exec(select(AuditEntry.act)))


def test_sound_that_storage_keeps_is_told_and_removed_later(client: TestClient, told: Told) -> None:
    save_rules(client, RULES)
    sounds = stored()
    with stubborn():
        certificate = delete_due(client)["certificate"]
        keep_retention(KeepRetention())

    assert certificate["failed"] == 1
    assert "sounds" not in certificate["deleted"]
    assert sum(certificate["calls"].values()) == 1, "the other call, which has no sound"
    assert stored() == sounds
    with transaction() as session:
        assert session.exec(select(Recording)).all() == []
        assert session.get_one(Call, told.call_id).audio_deleted_at is not None

    keep_retention(KeepRetention())
    assert stored() == set()
    assert acts().count("retention.sound_removed") == 1
    keep_retention(KeepRetention())
    assert acts().count("retention.sound_removed") == 1


def test_an_erasure_that_left_sound_behind_is_not_called_done(
    client: TestClient, told: Told
) -> None:
    with stubborn():
        answered = ask(client, "erase")
    assert (answered["state"], "1" in answered["error"]) == ("failed", True)

    keep_retention(KeepRetention())
    assert stored() == set()
    assert ask(client, "erase")["state"] == "done"
    assert NUMBER not in everything()


def test_an_export_that_finds_no_room_leaves_nothing_and_can_be_asked_again(
    client: TestClient, told: Told
) -> None:
    sounds = stored()
    with full_disk():
        answered = ask(client, "export")

    assert answered["state"] == "failed"
    assert stored() == sounds
    assert list(spool_folder().glob("export-*")) == []
    assert ask(client, "export")["state"] == "done"
    assert len(stored()) == len(sounds) + 1


def test_a_full_disk_has_a_sentence_of_its_own() -> None:
    assert isinstance(disk_full(OSError(errno.ENOSPC, "No space left")), DiskNearlyFull)
    assert isinstance(disk_full(OSError(errno.EDQUOT, "Quota")), DiskNearlyFull)
    broken = OSError(errno.EIO, "Broken")
    assert disk_full(broken) is broken


def ask(client: TestClient, kind: str) -> dict[str, Any]:
    asked = {"kind": kind, "about": "customer", "subject": NUMBER, "confirmed": NUMBER}
    response = client.post("/api/v1/data-requests", json=asked)
    assert response.status_code == 202, response.text
    answer_request(AnswerRequest(request_id=response.json()["id"]))
    found: dict[str, Any] = client.get(f"/api/v1/data-requests/{response.json()['id']}").json()
    return found
