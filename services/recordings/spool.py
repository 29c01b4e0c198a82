"""Bytes on their way in: hashed and counted while they are written, gone if anything fails."""

import errno
import hashlib
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO

from services.errors import TooLarge
from services.recordings.storage import DiskNearlyFull, require_room, spool_folder
from services.settings import get_settings


class RecordingTooLarge(TooLarge):
    """The recording is larger than this installation accepts."""


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes that are in storage."""

    sha256: str
    size_bytes: int


class Upload:
    """What has been received so far."""

    def __init__(
        self, file: IO[bytes], path: Path, *, max_bytes: int, too_large: type[TooLarge]
    ) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self._max_bytes = max_bytes
        self._too_large = too_large
        self.path = path
        self.size_bytes = 0

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def expect(self, size_bytes: int | None) -> None:
        """Refuse now what will be too large. A size that is not known yet passes.

        Raises RecordingTooLarge, or what `receiving` was told.
        """
        if size_bytes is not None and size_bytes > self._max_bytes:
            raise self._too_large(field="file", max_bytes=self._max_bytes)

    def write(self, chunk: bytes | memoryview) -> None:
        """Raises DiskNearlyFull, and RecordingTooLarge or what `receiving` was told."""
        self.size_bytes += len(chunk)
        self.expect(self.size_bytes)
        self._hash.update(chunk)
        try:
            self._file.write(chunk)
        except OSError as error:
            raise disk_full(error) from error

    def finish(self) -> None:
        """Everything has been written. Raises DiskNearlyFull."""
        try:
            self._file.flush()
        except OSError as error:
            raise disk_full(error) from error


@contextmanager
def receiving(
    max_bytes: int | None = None, too_large: type[TooLarge] = RecordingTooLarge
) -> Iterator[Upload]:
    """A place to write an upload to. Whatever is still there at the end is removed.

    `max_bytes` is what recordings may have unless it is given. Raises DiskNearlyFull.
    """
    limit = get_settings().recording_max_bytes if max_bytes is None else max_bytes
    with _spooled() as (file, path):
        yield Upload(file, path, max_bytes=limit, too_large=too_large)


@contextmanager
def _spooled() -> Iterator[tuple[IO[bytes], Path]]:
    """A file in the spool, gone at the end. Raises DiskNearlyFull.

    A full disk may also show when the folder is made, and once more when the file is closed.
    """
    try:
        require_room()
        with tempfile.NamedTemporaryFile(dir=spool_folder(), prefix="in-", delete=False) as file:
            path = Path(file.name)
            try:
                yield file, path
            finally:
                path.unlink(missing_ok=True)
    except OSError as error:
        if is_full(error):
            raise disk_full(error) from error
        raise


@contextmanager
def received(chunks: Iterable[bytes]) -> Iterator[Upload]:
    """All of `chunks`, spooled. Raises RecordingTooLarge, DiskNearlyFull."""
    with receiving() as upload:
        for chunk in chunks:
            upload.write(chunk)
        upload.finish()
        yield upload


def refuse_larger_than(max_bytes: int, size_bytes: int | None) -> None:
    """Raises RecordingTooLarge. A size that is not known yet passes."""
    if size_bytes is not None and size_bytes > max_bytes:
        raise RecordingTooLarge(field="file", max_bytes=max_bytes)


def sweep(older_than: timedelta = timedelta(days=1)) -> int:
    """Remove what killed processes left behind; returns how many files and folders."""
    limit = time.time() - older_than.total_seconds()
    left = [path for path in spool_folder().iterdir() if path.stat().st_mtime < limit]
    for path in left:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(left)


def disk_full(error: OSError) -> OSError | DiskNearlyFull:
    """A full disk is our sentence; any other failing disk stays what it is."""
    return DiskNearlyFull(reason=str(error)) if is_full(error) else error


def is_full(error: OSError) -> bool:
    return error.errno in (errno.ENOSPC, errno.EDQUOT)
