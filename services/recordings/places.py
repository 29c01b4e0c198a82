"""Places that dialers write recordings into: a folder of this machine, or a bucket.

They are looked at and read, and nothing in them is changed.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import ObjectStore, from_url

from services.errors import Unavailable

_KINDS = "wav mp3 ogg opus oga flac m4a mp4 aac amr webm mka au aiff 3gp gsm"
SUFFIXES = frozenset(f".{kind}" for kind in _KINDS.split(" "))
"""What is taken for a recording, in any case of letters."""
_BATCH = 500
_CHUNK_BYTES = 256 * 1024


class PlaceAway(Unavailable):
    """The watched folder or bucket cannot be read."""


class FileGone(Unavailable):
    """The file was there a moment ago and no longer is, or is another."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was when one looked."""

    name: str
    """Below the place, with slashes."""
    place: str
    """Where it lies, whole."""
    size_bytes: int
    stamp: str
    """Time of change, or a bucket's tag of the content."""
    changed_at_s: float = 0
    """By the clock of that place, since 1970; 0 where files appear whole."""
    path: Path | None = None
    """As the file system has it, whose names need not be text."""

    @property
    def mark(self) -> str:
        """The same for the same content at the same place, whoever looks."""
        told = f"{self.place}\0{self.size_bytes}\0{self.stamp}"
        return hashlib.sha256(told.encode()).hexdigest()


class Place(Protocol):
    @property
    def grows(self) -> bool:
        """Whether files are there before they are complete."""
        ...

    def look(self) -> Iterator[list[Seen]]:
        """All recordings, in batches. Raises PlaceAway."""
        ...

    def look_at(self, name: str) -> Seen | None:
        """One of them; None when it is gone, or no recording."""
        ...

    def read(self, seen: Seen) -> Iterator[bytes]:
        """Raises FileGone, PlaceAway."""
        ...


class Folder:
    """A folder and all below it. Links are not followed, hidden files not looked at."""

    grows = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()

    def look(self) -> Iterator[list[Seen]]:
        batch: list[Seen] = []
        for name in self._names():
            seen = self.look_at(name)
            if seen is not None:
                batch.append(seen)
            if len(batch) == _BATCH:
                yield batch
                batch = []
        yield batch

    def look_at(self, name: str) -> Seen | None:
        if not is_recording(name):
            return None
        path = self.folder / name
        try:
            found = path.lstat()
        except OSError:
            return None
        if not stat.S_ISREG(found.st_mode):
            return None
        return Seen(
            _text(name),
            _text(str(path)),
            found.st_size,
            str(found.st_mtime_ns),
            found.st_mtime,
            path,
        )

    def read(self, seen: Seen) -> Iterator[bytes]:
        try:
            with (seen.path or Path(seen.place)).open("rb") as file:
                while chunk := file.read(_CHUNK_BYTES):
                    yield chunk
        except FileNotFoundError as error:
            raise FileGone(place=seen.place) from error
        except OSError as error:
            raise PlaceAway(place=seen.place, reason=str(error)) from error

    def _names(self) -> Iterator[str]:
        def fail(error: OSError) -> None:
            if error.filename == str(self.folder):
                raise PlaceAway(place=str(self.folder), reason=error.strerror) from error

        for folder, folders, files in os.walk(self.folder, onerror=fail):
            folders[:] = sorted(each for each in folders if not each.startswith("."))
            for file in sorted(files):
                yield str(Path(folder, file).relative_to(self.folder))


class Bucket:
    """What lies below a prefix of a bucket; objects appear there whole."""

    grows = False

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._opened: ObjectStore | None = None

    def look(self) -> Iterator[list[Seen]]:
        with _translated(self._url):
            for batch in obstore.list(self._store, chunk_size=_BATCH):
                yield [
                    self._seen(meta["path"], meta["size"], meta["e_tag"] or "")
                    for meta in batch
                    if is_recording(meta["path"])
                ]

    def look_at(self, name: str) -> Seen | None:
        with _translated(self._url):
            try:
                meta = obstore.head(self._store, name)
            except (FileNotFoundError, NotFoundError):
                return None
        return self._seen(name, meta["size"], meta["e_tag"] or "")

    def read(self, seen: Seen) -> Iterator[bytes]:
        with _translated(seen.place):
            for chunk in obstore.get(self._store, seen.name).stream(min_chunk_size=_CHUNK_BYTES):
                yield bytes(chunk)

    @property
    def _store(self) -> ObjectStore:
        if self._opened is None:
            self._opened = from_url(self._url)
        return self._opened

    def _seen(self, name: str, size_bytes: int, tag: str) -> Seen:
        return Seen(name, f"{self._url}/{name}", size_bytes, tag)


def place_of(written: str) -> Place:
    """A folder, or a bucket where there is a scheme."""
    return Bucket(written) if "://" in written else Folder(Path(written).expanduser())


def is_recording(name: str) -> bool:
    last = name.rpartition("/")[2]
    return not last.startswith(".") and Path(last).suffix.lower() in SUFFIXES


def _text(name: str) -> str:
    """Names of files are bytes; what is not UTF-8 in them is shown, not kept."""
    return os.fsencode(name).decode("utf-8", "replace")


@contextmanager
def _translated(place: str) -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, NotFoundError) as error:
        raise FileGone(place=place) from error
    except (BaseError, OSError, ValueError) as error:
        raise PlaceAway(place=place, reason=str(error).partition("\n")[0]) from error
