"""Whether a set is what it was when it was taken, and which are no longer wanted."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services import sealing
from services.backup.manifest import (
    CONTENTS,
    MANIFEST,
    BackupSet,
    Content,
    Part,
    part_of,
    sets,
)
from services.backup.taking import alone
from services.backup.telling import Step, Told, nobody
from services.errors import Rejected
from services.recordings import sealed
from services.recordings.sealed import SealBroken
from services.recordings.storage import spool_folder


class BackupDamaged(Rejected):
    """Something in this backup is not what it was when it was taken."""


def check(chosen: BackupSet, *, told: Told = nobody) -> None:
    """Read all of it and compare checksums. Raises BackupDamaged, KeyUnavailable."""
    told(Step("Comparing the database"))
    _require(chosen.dump, chosen.manifest.database)
    _require(chosen.listing, chosen.manifest.listing)
    for _ in _opened(chosen):
        pass
    for content in followed(chosen, "Comparing recordings", told):
        wanted = Part(size_bytes=content.stored_bytes, sha256=content.stored_sha256)
        _require(content.place(chosen.folder), wanted)


def followed(chosen: BackupSet, what: str, told: Told) -> Iterator[Content]:
    """Contents of a set, one after the other, telling of each that is done."""
    of, size_bytes = chosen.manifest, 0
    for done, content in enumerate(chosen.contents(), start=1):
        yield content
        size_bytes += content.stored_bytes
        told(Step(what, done, of.contents, size_bytes, of.contents_bytes))


@contextmanager
def opened_dump(chosen: BackupSet) -> Iterator[Path]:
    """The dump as PostgreSQL reads it. Raises KeyUnavailable, BackupDamaged."""
    if chosen.manifest.key is None:
        yield chosen.dump
        return
    # Beside the recordings there is room for it; /tmp may be memory.
    with tempfile.NamedTemporaryFile(dir=spool_folder(), suffix=".dump") as plain:
        for chunk in _opened(chosen):
            plain.write(chunk)
        plain.flush()
        yield Path(plain.name)


def _opened(chosen: BackupSet) -> Iterator[bytes]:
    """What is sealed of a dump, in the clear."""
    header = sealed.header_of_file(chosen.dump)
    if chosen.manifest.key is None or header is None:
        return
    try:
        yield from sealed.open_file(chosen.dump, header, sealing.unwrapped(chosen.manifest.key))
    except SealBroken as error:
        raise BackupDamaged(file=str(chosen.dump)) from error


def forget(folder: Path, keep: int) -> tuple[int, int]:
    """Remove all sets but the newest `keep`, and contents of none.

    Returns how many sets and how many contents went. Raises BackupRunning, BackupUnreadable.
    """
    with alone(folder):
        return _forget(folder, keep)


def _forget(folder: Path, keep: int) -> tuple[int, int]:
    whole = sets(folder)
    wanted = {c.place(folder) for each in whole[-keep:] for c in each.contents()}
    for each in whole[:-keep]:
        _remove_set(folder / each.name)
    gone = [each for each in _files(folder / CONTENTS) if each not in wanted]
    for file in gone:
        file.unlink()
    return len(whole[:-keep]), len(gone)


def _remove_set(own: Path) -> None:
    """The manifest first: what is half removed is no set."""
    (own / MANIFEST).unlink(missing_ok=True)
    shutil.rmtree(own)


def _files(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()]


def _require(file: Path, wanted: Part) -> None:
    if not file.exists():
        raise BackupDamaged(file=str(file), found="nothing")
    if part_of(file) != wanted:
        raise BackupDamaged(file=str(file), found="other bytes")
