"""What is fetched must be what the dialer announced, where it said by which hash."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from hashlib import sha256, sha512

import pytest
from sqlmodel import select

from services import jobs
from services.db import transaction
from services.dialers import RecordingLink
from services.dialers.fetching import remember
from services.settings import get_settings
from services.tables import FetchState, Recording, RecordingFetch
from tests.dialer_server import Dialer, dialer_server
from tests.factories import make_source
from tests.sounds import tone, wav
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting

SOUND = wav(tone(1))
SHA512 = "sha512-" + urlsafe_b64encode(sha512(SOUND).digest()).decode()
SHA256 = "sha256-" + urlsafe_b64encode(sha256(SOUND).digest()).decode().rstrip("=")
OTHER = "sha512-" + urlsafe_b64encode(sha512(b"another").digest()).decode()


@pytest.fixture
def dialer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Dialer]:
    monkeypatch.setenv("EARSHOT_FETCH_PRIVATE", "127.0.0.0/8")
    get_settings.cache_clear()
    with dialer_server() as dialer:
        yield dialer
    monkeypatch.undo()
    get_settings.cache_clear()


def fetched(url: str, *hashes: str) -> tuple[FetchState, str | None, int]:
    link = RecordingLink("c-1", url, content_hashes=hashes)
    with transaction() as session:
        remember(session, make_source(session), [link])
        jobs.hurry(session)
    run_waiting(FakeTranscriber())
    with transaction() as session:
        fetch = session.exec(select(RecordingFetch)).one()
        return fetch.state, fetch.error_kind, len(session.exec(select(Recording)).all())


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("hashes", [(SHA512,), (SHA512, SHA256), ("crc32-1234", SHA256), ()])
def test_what_was_announced_is_attached(dialer: Dialer, hashes: tuple[str, ...]) -> None:
    assert fetched(dialer.serve("/1.wav", SOUND), *hashes) == (FetchState.FETCHED, None, 1)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("hashes", [(OTHER,), (SHA256, OTHER), ("sha512-",)])
def test_anything_else_is_given_up_and_attached_to_nothing(
    dialer: Dialer, hashes: tuple[str, ...]
) -> None:
    found = fetched(dialer.serve("/1.wav", SOUND), *hashes)

    assert found == (FetchState.GIVEN_UP, "recording-altered", 0)
