"""Where recordings lie: one object per content, named by its SHA-256 and nothing else."""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import obstore
from obstore.exceptions import GenericError
from obstore.store import LocalStore, ObjectStore, from_url

from services.errors import NotFound, Unavailable
from services.settings import get_settings

_CHUNK_BYTES = 256 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")


class ContentMissing(NotFound):
    """The sound of this recording is no longer in storage."""


class DiskNearlyFull(Unavailable):
    """The disk for recordings is nearly full. Free some space, then send it again."""


class StorageDown(Unavailable):
    """The storage for recordings does not answer. Please try again."""


class Storage:
    """Content-addressed storage over any store obstore knows."""

    def __init__(self, store: ObjectStore, folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder
        """Set when the store is a folder of this machine."""

    def put(self, file: Path, sha256: str) -> None:
        """Take `file` in as `sha256`. Atomic, and a no-op for content already here.

        May move `file` away instead of copying it. Raises StorageDown.
        """
        if self.has(sha256):
            return
        if self._folder is not None:
            _move_into_place(file, self._folder / _name(sha256))
            return
        with _translated(sha256):
            obstore.put(self._store, _name(sha256), file)

    def has(self, sha256: str) -> bool:
        try:
            self.size_bytes(sha256)
        except ContentMissing:
            return False
        return True

    def size_bytes(self, sha256: str) -> int:
        """Raises ContentMissing, StorageDown."""
        with _translated(sha256):
            return obstore.head(self._store, _name(sha256))["size"]

    def read(self, sha256: str, start: int, end: int) -> Iterator[bytes]:
        """Yield the bytes from `start` up to, not including, `end`.

        Raises ContentMissing or StorageDown at the call, not while iterating.
        """
        if start >= end:
            return iter(())
        with _translated(sha256):
            found = obstore.get(self._store, _name(sha256), options={"range": (start, end)})
        return (bytes(chunk) for chunk in found.stream(min_chunk_size=_CHUNK_BYTES))

    @contextmanager
    def local_copy(self, sha256: str) -> Iterator[Path]:
        """A file with this content: the stored one itself, or a download removed after.

        Raises ContentMissing, StorageDown. Never write to it.
        """
        if self._folder is not None:
            if not self.has(sha256):
                raise ContentMissing(sha256=sha256)
            yield self._folder / _name(sha256)
            return
        size_bytes = self.size_bytes(sha256)
        with tempfile.NamedTemporaryFile(dir=spool_folder(), prefix="copy-") as file:
            for chunk in self.read(sha256, 0, size_bytes):
                file.write(chunk)
            file.flush()
            yield Path(file.name)

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
            with _translated(sha256):
                obstore.delete(self._store, _name(sha256))
        except ContentMissing:
            return


def get_storage() -> Storage:
    settings = get_settings()
    return _open(settings.storage_url, settings.home.absolute())


@cache
def _open(url: str | None, home: Path) -> Storage:
    if url is not None and not url.startswith("file:"):
        return Storage(from_url(url))
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


def _name(sha256: str) -> str:
    """Fan out, so that no folder holds millions of files."""
    if not _SHA256.fullmatch(sha256):
        raise ContentMissing(sha256=sha256)
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _move_into_place(file: Path, target: Path) -> None:
    """Make `target` appear whole and survive a power cut."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{os.getpid()}.{file.name}.part")
    try:
        shutil.move(file, part)
        _flush(part)
        part.replace(target)
        _flush(target.parent)
    finally:
        part.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _translated(sha256: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise ContentMissing(sha256=sha256) from error
    except (GenericError, OSError) as error:
        raise StorageDown(reason=str(error)) from error
