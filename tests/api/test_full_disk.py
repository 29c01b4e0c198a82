"""Uploads while the disk has not a byte left: a real one, as small as disks get."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session

from services.settings import get_settings
from tests.api.calling import World
from tests.sounds import tone, wav


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Earshot's folder on a disk of 256 KiB."""
    mounted = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(tmp_path)]
    if os.geteuid() != 0 or subprocess.run(mounted, capture_output=True).returncode != 0:
        pytest.skip("only root may mount a disk so small that it can be filled")
    monkeypatch.setenv("EARSHOT_HOME", str(tmp_path))
    monkeypatch.setenv("EARSHOT_RECORDING_MIN_FREE_BYTES", "0")
    get_settings.cache_clear()
    try:
        yield tmp_path
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()
        subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)


@pytest.mark.parametrize("spool_is_there", [True, False])
def test_a_full_disk_refuses_uploads_with_a_sentence_and_takes_them_when_there_is_room(
    client: TestClient, session: Session, small_disk: Path, spool_is_there: bool
) -> None:
    world = World(session)
    session.commit()
    if spool_is_there:
        (small_disk / "spool").mkdir()
    ballast = _fill(small_disk)

    refused = _upload(client, world)
    ballast.unlink()
    taken = _upload(client, world)

    assert refused == (503, "/problems/disk-nearly-full")
    assert taken == (202, None)


def _fill(disk: Path) -> Path:
    ballast = disk / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    return ballast


def _upload(client: TestClient, world: World) -> tuple[int, str | None]:
    answer = client.post(
        "/api/v1/recordings",
        data={"call_id": "c-1"},
        files={"file": ("call.wav", wav(tone(0.5)))},
        headers=world.key,
    )
    return answer.status_code, answer.json().get("type")
