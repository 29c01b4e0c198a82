"""Copies of everything, and the way back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress
from rich.table import Table

from earshot.console import console, sentences
from services import running, sealing
from services.backup import checking, manifest, restoring, taking
from services.backup.manifest import BackupSet
from services.backup.taking import Told
from services.db import transaction
from services.people import audit
from services.recordings.storage import get_storage

app = typer.Typer()

Folder = Annotated[Path, typer.Argument(help="A folder for backups alone, better on another disk.")]
Chosen = Annotated[str | None, typer.Option("--set", help="Which one; the newest unless said.")]


@app.command()
def backup(
    folder: Folder,
    keep: Annotated[int | None, typer.Option(min=1, help="Remove all but the newest.")] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Leave the dump open though there is a master key.")
    ] = False,
) -> None:
    """Copy the database and all recordings. Works while Earshot runs.

    Recordings that a former backup in the folder has are not copied again. With a master key
    (EARSHOT_KEY_FILE or EARSHOT_KEY_COMMAND) the dump is sealed; keep that key elsewhere.
    """
    with sentences(), running.connected():
        with _progress("Copying recordings") as told:
            done = taking.take(folder, get_storage(), seal=sealing.is_on() and not plain, told=told)
        removed = checking.forget(folder, keep) if keep else (0, 0)
        with transaction() as session:
            audit.record(
                session,
                actor="system",
                act="backup.taken",
                subject=done.name,
                contents=done.manifest.contents,
                missing=done.manifest.missing,
                removed=removed[0],
            )
    _say(done)
    if keep:
        console.print(f"{removed[0]} older backups and {removed[1]} contents removed.")


@app.command()
def backups(folder: Folder) -> None:
    """What is in a folder of backups, the oldest first."""
    with sentences():
        found = manifest.sets(folder)
    table = Table("set", "version", "migration", "database", "recordings", "sealed", box=None)
    for each in found:
        of = each.manifest
        sound = f"{of.contents:,} ({of.contents_bytes / 1e6:,.0f} MB)"
        database = f"{of.database.size_bytes / 1e6:,.1f} MB"
        sealed = "yes" if of.key else "no"
        table.add_row(each.name, of.earshot, of.migration, database, sound, sealed)
    console.print(table if found else "No backup here.")


@app.command()
def restore(
    folder: Folder,
    chosen: Chosen = None,
    check: Annotated[bool, typer.Option("--check", help="Only read it and compare.")] = False,
) -> None:
    """Make an empty place what it was when a backup was taken. Stop Earshot first.

    Refused where the database has tables or the storage has other recordings. Everything is
    compared with its checksum before anything is written.
    """
    with sentences():
        found = manifest.find(folder, chosen)
        if check:
            with _progress("Checking") as told:
                checking.check(found, told=told)
            console.print(f"{found.name} is whole.")
            return
        with running.connected(migrated=False):
            with _progress("Putting recordings back") as told:
                restoring.restore(found, get_storage(), told=told)
            with transaction() as session:
                audit.record(session, actor="system", act="backup.restored", subject=found.name)
    console.print(f"{found.name} is restored. Run: earshot audit verify; earshot doctor --recount")


def _say(done: BackupSet) -> None:
    of = done.manifest
    console.print(
        f"{done.name}: database {of.database.size_bytes / 1e6:,.1f} MB, "
        f"{of.contents:,} recordings and other files, {of.contents_bytes / 1e6:,.0f} MB."
    )
    if of.missing:
        console.print(f"{of.missing} that the database speaks of are not in storage.")


@contextmanager
def _progress(what: str) -> Iterator[Told]:
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)
