"""Where recordings lie: a folder, or a bucket on a server that speaks S3."""

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from services.recordings import spool
from services.recordings.storage import (
    ContentDamaged,
    ContentMissing,
    Storage,
    StorageDown,
    get_storage,
    spool_folder,
)
from services.settings import get_settings
from tests.bucket import Bucket, storing_in_bucket

CONTENT = b"0123456789"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
KEY = f"{SHA256[:2]}/{SHA256[2:4]}/{SHA256}"
Damage = Callable[[bytes], None]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("EARSHOT_HOME", str(tmp_path))
        get_settings.cache_clear()
        yield
    get_settings.cache_clear()


@pytest.fixture
def bucket(own_home: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    with monkeypatch.context() as patch, storing_in_bucket(patch) as bucket:
        yield bucket


@pytest.fixture(params=["folder", "bucket"])
def damage(request: pytest.FixtureRequest, tmp_path: Path) -> Damage:
    """Puts other bytes in place of CONTENT. Runs a test with a folder, then with a bucket."""
    if request.param == "folder":
        return lambda content: _write(tmp_path / "recordings" / KEY, content)
    bucket: Bucket = request.getfixturevalue("bucket")
    return lambda content: bucket.overwrite(f"earshot/{KEY}", content)


def _write(file: Path, content: bytes) -> None:
    file.write_bytes(content)


def stored(content: bytes = CONTENT) -> Storage:
    storage = get_storage()
    with spool.received([content]) as upload:
        storage.put(upload.path, upload.sha256)
    return storage


def test_what_is_put_is_read_whole_in_part_and_as_a_file(damage: Damage) -> None:
    for _ in range(2):
        storage = stored()

    assert storage.size_bytes(SHA256) == 10
    assert b"".join(storage.read(SHA256, 2, 5)) == b"234"
    assert b"".join(storage.read(SHA256, 0, 10)) == CONTENT
    assert b"".join(storage.read(SHA256, 7, 100)) == b"789"
    with storage.local_copy(SHA256) as file:
        assert file.read_bytes() == CONTENT
    storage.delete(SHA256)
    storage.delete(SHA256)
    for read in (storage.size_bytes, lambda sha256: storage.read(sha256, 0, 1)):
        with pytest.raises(ContentMissing):
            read(SHA256)
    with pytest.raises(ContentMissing), storage.local_copy(SHA256):
        pass
    assert not list(spool_folder().iterdir())


@pytest.mark.parametrize("content", [b"012345678!", b"01234", CONTENT * 60_000])
def test_damaged_content_is_never_passed_on_whole(damage: Damage, content: bytes) -> None:
    storage = stored()
    damage(content)

    with pytest.raises(ContentDamaged), storage.local_copy(SHA256):
        pytest.fail("It was handed out.")
    read: list[bytes] = []
    with pytest.raises(ContentDamaged):
        read.extend(storage.read(SHA256, 0, len(content)))
    assert sum(len(chunk) for chunk in read) < len(content)
    assert not list(spool_folder().iterdir())


def test_sending_it_again_repairs_what_is_damaged(damage: Damage) -> None:
    stored()
    damage(b"else")

    storage = stored()

    with storage.local_copy(SHA256) as file:
        assert file.read_bytes() == CONTENT


def test_large_content_goes_to_a_bucket_in_parts(bucket: Bucket) -> None:
    content = os.urandom(11 * 1024 * 1024 + 7)

    storage = stored(content)

    sha256 = hashlib.sha256(content).hexdigest()
    [key] = bucket.keys()
    assert key == f"earshot/{sha256[:2]}/{sha256[2:4]}/{sha256}"
    assert bucket.parts_of(key) == 3
    with storage.local_copy(sha256) as file:
        assert file.read_bytes() == content
    edge = 5 * 1024 * 1024
    assert b"".join(storage.read(sha256, edge - 3, edge + 3)) == content[edge - 3 : edge + 3]


def test_a_bucket_that_is_away_is_said_to_be_and_comes_back(bucket: Bucket, tmp_path: Path) -> None:
    storage = stored()
    file = tmp_path / "another"
    file.write_bytes(b"another")
    bucket.stop()

    for ask in (
        lambda: storage.size_bytes(SHA256),
        lambda: storage.read(SHA256, 0, 10),
        lambda: storage.put(file, hashlib.sha256(b"another").hexdigest()),
        lambda: storage.delete(SHA256),
        storage.check_writable,
    ):
        with pytest.raises(StorageDown):
            ask()
    bucket.start()

    storage.check_writable()
    assert b"".join(storage.read(SHA256, 0, 10)) == CONTENT


def test_a_bucket_that_is_not_there_is_no_missing_sound(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Undone before the bucket's own settings are.
    with monkeypatch.context() as patch:
        patch.setenv("EARSHOT_STORAGE_URL", f"s3://{bucket.name}-not")
        get_settings.cache_clear()

        with pytest.raises(StorageDown):
            stored()


@pytest.mark.parametrize("url", ["s3:///nowhere", "nonsense", "ftp://somewhere/x"])
def test_an_address_that_means_nothing_is_said(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("EARSHOT_STORAGE_URL", url)
    get_settings.cache_clear()

    with pytest.raises(StorageDown) as caught:
        get_storage().check_writable()

    assert "EARSHOT_STORAGE_URL" in str(caught.value)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_storage_knows_no_other_names(name: str) -> None:
    with pytest.raises(ContentMissing):
        get_storage().size_bytes(name)
