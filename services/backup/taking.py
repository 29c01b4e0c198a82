"""Taking a set while Earshot runs: one moment of the database, then what it speaks of."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from uuid import UUID

from psycopg import Connection
from psycopg.rows import TupleRow

from services import sealing
from services.backup import dumping
from services.backup.manifest import (
    CONTENTS,
    DUMP,
    LISTING,
    MANIFEST,
    NAME,
    BackupSet,
    BackupUnreadable,
    Content,
    Manifest,
    NoSuchBackup,
    find,
    part_of,
    unfinished,
)
from services.backup.telling import Step, Told, nobody
from services.clock import utc_now
from services.errors import Conflict, Unavailable
from services.recordings import sealed
from services.recordings.objects import ContentMissing
from services.recordings.storage import Storage
from services.sealing import DataKeyUse, WrappedKey

_NO_ID = UUID(int=0)
"""The key of a dump is in its manifest: no database knows it by an id."""

# Recordings, copies of them that are played, imported files, exports: whatever has a name.
_SPOKEN_OF = """
SELECT sha256 FROM recording
UNION SELECT sha256 FROM unmatched_recording
UNION SELECT waveform -> 'rendition' ->> 'sha256' FROM recording
    WHERE waveform -> 'rendition' ->> 'sha256' IS NOT NULL
UNION SELECT sha256 FROM beeped_sound
UNION SELECT sha256 FROM bulk_import
UNION SELECT sha256 FROM data_request WHERE sha256 IS NOT NULL
ORDER BY 1
"""


class BackupRunning(Conflict):
    """Another backup is being taken into this folder. Try again when it is done."""


class NoRoom(Unavailable):
    """The backup folder cannot be written: it is full, or nobody may."""


def take(folder: Path, storage: Storage, *, seal: bool, told: Told = nobody) -> BackupSet:
    """Add a set to `folder`. What stops half-way is removed, by the next one where it was killed.

    Raises NoRoom, BackupRunning, DumpFailed, KeyUnavailable, StorageDown.
    """
    taken_at = utc_now()
    own = folder / taken_at.strftime(NAME)
    with _writing(), alone(folder), _new(own):
        told(Step("Copying the database"))
        with dumping.moment() as (connection, moment_name):
            names = [row[0] for row in connection.execute(_SPOKEN_OF)]
            migration = _migration(connection)
            dumping.dump(own / DUMP, moment_name)
        key = _seal(own / DUMP) if seal else None
        copied = list(_copy(folder, storage, names, told))
        (own / LISTING).write_text("".join(each.line for each in copied), encoding="ascii")
        manifest = Manifest(
            taken_at=taken_at,
            earshot=version("earshot"),
            migration=migration,
            database=part_of(own / DUMP),
            key=key,
            listing=part_of(own / LISTING),
            contents=len(copied),
            contents_bytes=sum(each.stored_bytes for each in copied),
            missing=len(names) - len(copied),
        )
        _write_last(own / MANIFEST, manifest.model_dump_json(indent=2))
    return BackupSet(folder, own.name, manifest)


@contextmanager
def _new(own: Path) -> Iterator[None]:
    """Nothing of what failed is left: nights of it would fill the disk."""
    for each in unfinished(own.parent):
        shutil.rmtree(each)
    try:
        own.mkdir(mode=0o700)
    except FileExistsError:
        raise BackupRunning(set=own.name) from None
    try:
        yield
    except BaseException:
        shutil.rmtree(own, ignore_errors=True)
        raise


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder. The lock dies with the process. Raises BackupRunning."""
    (folder / CONTENTS).mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRunning(folder=str(folder)) from None
        yield


def _migration(connection: Connection[TupleRow]) -> str:
    [found] = connection.execute("SELECT version_num FROM alembic_version").fetchone() or ("",)
    return str(found)


def _seal(dump: Path) -> WrappedKey:
    key, wrapped = sealing.new_wrapped_key()
    target = dump.with_suffix(".sealed")
    sealed.seal_file(dump, target, DataKeyUse(_NO_ID, key))
    target.replace(dump)
    return wrapped


def _copy(folder: Path, storage: Storage, names: list[str], told: Told) -> Iterator[Content]:
    """What was deleted since the moment is gone: that is what deleting is for."""
    known, size_bytes = _known(folder), 0
    for done, name in enumerate(names, start=1):
        with suppress(ContentMissing):
            copied = _copied(folder, storage, name, known)
            size_bytes += copied.stored_bytes
            yield copied
        told(Step("Copying recordings", done, len(names), size_bytes))


def _known(folder: Path) -> Mapping[tuple[str, int], str]:
    """Checksums of what the newest set has: it need not be read again, unless that is damaged."""
    try:
        newest = find(folder, None)
        return {(c.name, c.stored_bytes): c.stored_sha256 for c in newest.contents()}
    except (NoSuchBackup, BackupUnreadable):
        return {}


def _copied(
    folder: Path, storage: Storage, name: str, known: Mapping[tuple[str, int], str]
) -> Content:
    size_bytes = storage.stored_bytes(name)
    there = Content(name, known.get((name, size_bytes), ""), size_bytes)
    place = there.place(folder)
    if there.stored_sha256 and place.exists() and place.stat().st_size == size_bytes:
        return there
    place.parent.mkdir(parents=True, exist_ok=True)
    digest, written = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=place.parent, suffix=".part", delete=False) as part:
        try:
            for chunk in storage.read_stored(name):
                digest.update(chunk)
                written += part.write(chunk)
            part.flush()
            os.fsync(part.fileno())
            copied = Content(name, digest.hexdigest(), written)
            Path(part.name).replace(copied.place(folder))
        finally:
            Path(part.name).unlink(missing_ok=True)
    return copied


def _write_last(manifest: Path, text: str) -> None:
    """Whole and on the disk, or not there."""
    with tempfile.NamedTemporaryFile("w", dir=manifest.parent, delete=False) as part:
        part.write(text)
        part.flush()
        os.fsync(part.fileno())
    Path(part.name).replace(manifest)


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NoRoom(reason=error.strerror or str(error)) from error
