"""Where recordings lie: one object per content, named by its SHA-256 and nothing else."""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from services.recordings import sealed
from services.recordings.objects import (
    ContentDamaged,
    ContentMissing,
    DiskNearlyFull,
    StorageDown,
    chunks_of,
    first_line,
    move_into_place,
    name_of,
    translated,
)
from services.recordings.sealed import Header, SealBroken
from services.settings import get_settings

if TYPE_CHECKING:
    from obstore import GetOptions
    from obstore.store import RetryConfig

__all__ = [
    "ContentDamaged",
    "ContentMissing",
    "DiskNearlyFull",
    "Storage",
    "StorageDown",
    "get_storage",
    "require_room",
    "spool_folder",
]

_LISTED = 1_000
_RETRIES: "RetryConfig" = {"max_retries": 3, "retry_timeout": timedelta(seconds=10)}
"""Somebody may be waiting: what is down for longer is said to be down."""
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Storage:
    """Content-addressed storage over any store obstore knows.

    What is read whole is checked against its name, and never passed on wrong.
    """

    def __init__(self, store: ObjectStore, folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder
        """Set when the store is a folder of this machine."""

    def put(self, file: Path, sha256: str) -> None:
        """Take `file` in as `sha256`. Atomic; takes the place of content that is damaged.

        May move `file` away instead of copying it. Raises StorageDown.
        """
        try:
            with translated(sha256):
                if self._folder and sealed.is_whole(self._folder / name_of(sha256), sha256):
                    # As if it had been put now: `sweeping` takes what is old.
                    (self._folder / name_of(sha256)).touch()
                else:
                    with sealed.as_stored(file, spool_folder()) as stored:
                        self._place(stored, sha256)
        except ContentMissing as error:
            raise StorageDown(reason="there is no such bucket or folder") from error

    def size_bytes(self, sha256: str) -> int:
        """Of the content, sealed or not. Raises ContentMissing, StorageDown."""
        header = self._header(sha256)
        if header is not None:
            return header.size_bytes
        return self.stored_bytes(sha256)

    def seal(self, sha256: str) -> bool:
        """Seal what was stored while sealing was off; no when it is sealed already.

        Raises ContentMissing, ContentDamaged, StorageDown, KeyUnavailable.
        """
        if self._header(sha256) is not None:
            return False
        with self.local_copy(sha256) as file, sealed.as_stored(file, spool_folder()) as stored:
            self._place(stored, sha256)
        return True

    def _place(self, stored: Path, sha256: str) -> None:
        if self._folder is None:
            obstore.put(self._store, name_of(sha256), stored)
        else:
            move_into_place(stored, self._folder / name_of(sha256))

    def _header(self, sha256: str) -> Header | None:
        """None for what is stored as it is."""
        with translated(sha256):
            options: GetOptions = {"range": (0, sealed.HEADER_BYTES)}
            found = obstore.get(self._store, name_of(sha256), options=options)
            return sealed.read_header(bytes(found.bytes()))

    def _opened(self, sha256: str, header: Header, start: int, end: int) -> Iterator[bytes]:
        def read(first: int, last: int) -> bytes:
            return bytes(obstore.get_range(self._store, name_of(sha256), start=first, end=last))

        try:
            with translated(sha256):
                yield from sealed.opened(header, read, start, end)
        except SealBroken as error:
            raise ContentDamaged(sha256=sha256, found="a broken seal") from error

    def read(self, sha256: str, start: int, end: int) -> Iterator[bytes]:
        """Yield the bytes from `start` up to, not including, `end`.

        Raises ContentMissing or StorageDown at the call; while iterating StorageDown, and
        ContentDamaged before the last bytes of the whole.
        """
        if start >= end:
            return iter(())
        header = self._header(sha256)
        if header is not None:
            chunks = self._opened(sha256, header, start, end)
            return _checked(chunks, sha256) if start == 0 and end >= header.size_bytes else chunks
        with translated(sha256):
            found = obstore.get(self._store, name_of(sha256), options={"range": (start, end)})
        whole = start == 0 and end >= found.meta["size"]
        return _checked(chunks_of(found, sha256), sha256) if whole else chunks_of(found, sha256)

    @contextmanager
    def local_copy(self, sha256: str) -> Iterator[Path]:
        """A file with this content: the stored one itself, or a download removed after.

        Raises ContentMissing, ContentDamaged, StorageDown. Never write to it.
        """
        if self._folder is not None and self._header(sha256) is None:
            file = self._folder / name_of(sha256)
            with translated(sha256):
                _require_whole(_digest(file), sha256)
            yield file
            return
        size_bytes = self.size_bytes(sha256)
        with tempfile.NamedTemporaryFile(dir=spool_folder(), prefix="copy-") as copy:
            for chunk in self.read(sha256, 0, size_bytes):
                copy.write(chunk)
            copy.flush()
            yield Path(copy.name)

    def stored_bytes(self, sha256: str) -> int:
        """Of the object as it lies there, sealed or not. Raises ContentMissing, StorageDown."""
        with translated(sha256):
            return obstore.head(self._store, name_of(sha256))["size"]

    def read_stored(self, sha256: str) -> Iterator[bytes]:
        """The object as it lies there, sealed or not. Raises ContentMissing, StorageDown."""
        with translated(sha256):
            found = obstore.get(self._store, name_of(sha256))
        return chunks_of(found, sha256)

    def put_stored(self, file: Path, sha256: str) -> None:
        """Put back what `read_stored` gave; moves `file` away. Raises StorageDown."""
        with translated(sha256):
            self._place(file, sha256)

    def contents(self) -> Iterator[list[tuple[str, datetime]]]:
        """The SHA-256 of all that is stored, and since when, in batches. Raises StorageDown."""
        with translated(""):
            for batch in obstore.list(self._store, chunk_size=_LISTED):
                yield [
                    (sha256, meta["last_modified"])
                    for meta in batch
                    if _SHA256.fullmatch(sha256 := meta["path"].rpartition("/")[2])
                ]

    def since(self, sha256: str) -> datetime:
        """When it was put last. Raises ContentMissing, StorageDown."""
        with translated(sha256):
            return obstore.head(self._store, name_of(sha256))["last_modified"]

    def check_writable(self) -> None:
        """Write a few bytes, read them back, remove them. Raises StorageDown, OSError."""
        probe = b"earshot"
        sha256 = hashlib.sha256(probe).hexdigest()
        with tempfile.NamedTemporaryFile(dir=spool_folder(), delete=False) as file:
            file.write(probe)
        try:
            self.put(Path(file.name), sha256)
            b"".join(self.read(sha256, 0, len(probe)))
        finally:
            Path(file.name).unlink(missing_ok=True)
            self.delete(sha256)

    def delete(self, sha256: str) -> None:
        """Remove content. Safe to repeat."""
        try:
            with translated(sha256):
                obstore.delete(self._store, name_of(sha256))
        except ContentMissing:
            return


def get_storage() -> Storage:
    settings = get_settings()
    return _open(settings.storage_url, settings.home.absolute())


@cache
def _open(url: str | None, home: Path) -> Storage:
    if url is not None and not url.startswith("file:"):
        try:
            return Storage(from_url(url, retry_config=_RETRIES))
        except (BaseError, ValueError) as error:
            raise StorageDown(reason=f"EARSHOT_STORAGE_URL: {first_line(error)}") from error
    store = LocalStore(home / "recordings", mkdir=True) if url is None else LocalStore.from_url(url)
    return Storage(store, store.prefix)


def spool_folder() -> Path:
    """Where bytes lie until they are known to be a recording."""
    folder = get_settings().home.absolute() / "spool"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def require_room() -> None:
    """Raises DiskNearlyFull when less than `recording_min_free_bytes` is left."""
    free_bytes = shutil.disk_usage(spool_folder()).free
    if free_bytes < get_settings().recording_min_free_bytes:
        raise DiskNearlyFull(free_bytes=free_bytes)


def _checked(chunks: Iterator[bytes], sha256: str) -> Iterator[bytes]:
    """The same, one chunk late, so that the end is missing from what is not right."""
    digest = hashlib.sha256()
    held = b""
    for chunk in chunks:
        if held:
            yield held
        digest.update(chunk)
        held = chunk
    _require_whole(digest.hexdigest(), sha256)
    if held:
        yield held


def _require_whole(found: str, sha256: str) -> None:
    if found != sha256:
        raise ContentDamaged(sha256=sha256, found=found)


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
