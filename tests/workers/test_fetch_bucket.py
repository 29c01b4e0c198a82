"""Links into a bucket: fetched where the settings list it, explained where they do not."""

from collections.abc import Iterator

import pytest
from sqlmodel import select

from services import jobs
from services.db import transaction
from services.dialers import RecordingLink
from services.dialers.fetching import remember
from services.settings import get_settings
from services.tables import FetchState, Recording, RecordingFetch
from tests.bucket import Bucket, storing_in_bucket
from tests.factories import make_source
from tests.sounds import two, wav
from workers.asr.fake import FakeTranscriber
from workers.drain import run_waiting

SOUND = wav(*two(2))


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch, database: None) -> Iterator[Bucket]:
    with storing_in_bucket(monkeypatch) as bucket:
        monkeypatch.setenv("EARSHOT_FETCH_BUCKETS", f"s3://{bucket.name}/rec")
        get_settings.cache_clear()
        yield bucket


def fetched(url: str) -> RecordingFetch:
    with transaction() as session:
        remember(session, make_source(session), [RecordingLink("c-1", url)])
    with transaction() as session:
        jobs.hurry(session)
    run_waiting(FakeTranscriber())
    with transaction() as session:
        return session.exec(select(RecordingFetch)).one()


def test_a_recording_in_a_listed_bucket_is_attached_to_its_call(bucket: Bucket) -> None:
    bucket.overwrite("rec/2026/a.wav", SOUND)

    fetch = fetched(f"s3://{bucket.name}/rec/2026/a.wav")

    assert (fetch.state, fetch.error_kind) == (FetchState.FETCHED, None)
    with transaction() as session:
        assert session.exec(select(Recording)).one().size_bytes == len(SOUND)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("other/a.wav", "bucket-not-allowed"),
        ("recordings/a.wav", "bucket-not-allowed"),
        ("rec/../other/a.wav", "url-unusable"),
    ],
)
def test_what_lies_elsewhere_is_not_read(bucket: Bucket, path: str, kind: str) -> None:
    bucket.overwrite("other/a.wav", SOUND)

    fetch = fetched(f"s3://{bucket.name}/{path}")

    assert (fetch.state, fetch.error_kind) == (FetchState.GIVEN_UP, kind)


def test_what_is_not_there_yet_is_asked_for_again(bucket: Bucket) -> None:
    fetch = fetched(f"s3://{bucket.name}/rec/a.wav")

    assert (fetch.state, fetch.error_kind) == (FetchState.WAITING, "recording-not-ready")
