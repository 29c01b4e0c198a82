"""Making an empty place what it was when a set was taken."""

import shutil
import tempfile
from pathlib import Path

from services.backup import dumping
from services.backup.checking import check, followed, opened_dump
from services.backup.manifest import BackupSet
from services.backup.telling import Step, Told, nobody
from services.errors import Conflict
from services.migrations import migrate, newest
from services.recordings.storage import Storage, spool_folder


class BackupTooNew(Conflict):
    """This backup is of a newer Earshot. Restore it with that version."""


class StorageNotEmpty(Conflict):
    """There are recordings here already. A backup is restored into an empty place only."""


def restore(chosen: BackupSet, storage: Storage, *, told: Told = nobody) -> None:
    """Check all of it, put the contents back, then the database, and migrate it.

    The database comes last and whole: what stops before may be started again, and no
    Earshot takes the half for the whole. Raises DatabaseNotEmpty, StorageNotEmpty,
    BackupTooNew, BackupDamaged, DumpFailed, KeyUnavailable, StorageDown.
    """
    dumping.require_empty()
    _require_own(chosen, storage)
    if chosen.manifest.migration > newest():
        raise BackupTooNew(migration=chosen.manifest.migration, known=newest())
    check(chosen, told=told)
    for content in followed(chosen, "Putting recordings back", told):
        _put_back(content.place(chosen.folder), content.name, storage)
    told(Step("Putting the database back"))
    with opened_dump(chosen) as dump:
        dumping.restore(dump)
    migrate()


def _require_own(chosen: BackupSet, storage: Storage) -> None:
    """Contents of this set may lie there already, from a restore that was stopped."""
    own = {content.name for content in chosen.contents()}
    for batch in storage.contents():
        if any(sha256 not in own for sha256, _ in batch):
            raise StorageNotEmpty()


def _put_back(file: Path, name: str, storage: Storage) -> None:
    with tempfile.TemporaryDirectory(dir=spool_folder(), prefix="restore-") as own:
        copy = Path(own) / name
        shutil.copyfile(file, copy)
        storage.put_stored(copy, name)
