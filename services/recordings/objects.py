"""Objects in storage: what they are called, how they get there whole, what can go wrong."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from obstore.exceptions import BaseError, NotFoundError

from services.errors import NotFound, Unavailable

if TYPE_CHECKING:
    from obstore import GetResult

CHUNK_BYTES = 256 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")


class ContentMissing(NotFound):
    """The sound of this recording is no longer in storage."""


class ContentDamaged(NotFound):
    """The stored sound of this recording is damaged: it is not what was received. Send it again."""


class DiskNearlyFull(Unavailable):
    """The disk for recordings is nearly full. Free some space, then send it again."""


class StorageDown(Unavailable):
    """The storage for recordings does not answer. Please try again."""


def name_of(sha256: str) -> str:
    """Fan out, so that no folder holds millions of files."""
    if not _SHA256.fullmatch(sha256):
        raise ContentMissing(sha256=sha256)
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def move_into_place(file: Path, target: Path) -> None:
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
def translated(sha256: str) -> Iterator[None]:
    """Say of what goes wrong whether the content is missing or the storage is down."""
    try:
        yield
    except (FileNotFoundError, NotFoundError) as error:
        raise ContentMissing(sha256=sha256) from error
    except (BaseError, OSError) as error:
        raise StorageDown(reason=first_line(error)) from error


def first_line(error: Exception) -> str:
    """obstore goes on with all it knows of the request."""
    return str(error).partition("\n")[0]


def chunks_of(found: "GetResult", sha256: str) -> Iterator[bytes]:
    """What is found, in pieces. Raises StorageDown."""
    with translated(sha256):
        for chunk in found.stream(min_chunk_size=CHUNK_BYTES):
            yield bytes(chunk)
