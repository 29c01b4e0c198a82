"""Whether a set is what it was when it was taken, and which are no longer wanted."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services import sealing
from services.backup.manifest import CONTENTS, MANIFEST, BackupSet, Part, part_of, sets
from services.backup.taking import Told, alone
from services.errors import Rejected
from services.recordings import sealed
from services.recordings.sealed import SealBroken


class BackupDamaged(Rejected):
    """Something in this backup is not what it was when it was taken."""


def check(chosen: BackupSet, *, told: Told = lambda done, of: None) -> None:
    """Read all of it and compare checksums. Raises BackupDamaged, KeyUnavailable."""
    _require(chosen.dump, chosen.manifest.database)
    _require(chosen.listing, chosen.manifest.listing)
    with opened_dump(chosen):
        pass
    for done, content in enumerate(chosen.contents(), start=1):
        wanted = Part(size_bytes=content.stored_bytes, sha256=content.stored_sha256)
        _require(content.place(chosen.folder), wanted)
        told(done, chosen.manifest.contents)


@contextmanager
def opened_dump(chosen: BackupSet) -> Iterator[Path]:
    """The dump as PostgreSQL reads it. Raises KeyUnavailable, BackupDamaged."""
    header = sealed.header_of_file(chosen.dump)
    if chosen.manifest.key is None or header is None:
        yield chosen.dump
        return
    key = sealing.unwrapped(chosen.manifest.key)
    with tempfile.NamedTemporaryFile(prefix="earshot-", suffix=".dump") as plain:
        try:
            for chunk in sealed.open_file(chosen.dump, header, key):
                plain.write(chunk)
        except SealBroken as error:
            raise BackupDamaged(file=str(chosen.dump)) from error
        plain.flush()
        yield Path(plain.name)


def forget(folder: Path, keep: int) -> tuple[int, int]:
    """Remove all sets but the newest `keep`, what never became one, and contents of none.

    Returns how many sets and how many contents went. Raises BackupRunning.
    """
    with alone(folder):
        return _forget(folder, keep)


def _forget(folder: Path, keep: int) -> tuple[int, int]:
    whole = sets(folder)
    for each in whole[:-keep]:
        _remove_set(folder / each.name)
    kept = {each.name for each in whole[-keep:]}
    for other in folder.iterdir():
        if other.is_dir() and other.name not in kept and other.name != CONTENTS:
            _remove_set(other)
    wanted = {c.place(folder) for each in whole[-keep:] for c in each.contents()}
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
