"""Copies of everything, and the way back."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from earshot.console import console, sentences
from services import running, sealing
from services.backup import checking, manifest, restoring, taking
from services.backup.manifest import BackupSet
from services.backup.telling import Step, Told
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
        with _progress() as told:
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
            with _progress() as told:
                checking.check(found, told=told)
            console.print(f"{found.name} is whole.")
            return
        with running.connected(migrated=False):
            with _progress() as told:
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
def _progress() -> Iterator[Told]:
    """A line for each step. Nothing of it stays, or goes where there is no screen."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[sum]}"))
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as progress:
        yield partial(_show, progress, {})


def _show(progress: Progress, begun: dict[str, TaskID], step: Step) -> None:
    if step.what not in begun:
        for former in progress.tasks:
            progress.update(former.id, visible=former.total is not None)
        begun[step.what] = progress.add_task(step.what, total=None, sum="")
    task = begun[step.what]
    progress.update(task, completed=step.files, total=step.of_files, sum=_sum(step))


def _sum(step: Step) -> str:
    """`3 of 200 files, 12 of 340 MB`"""
    if step.of_files is None:
        return ""
    of = "" if step.of_bytes is None else f" of {step.of_bytes / 1e6:,.0f}"
    return f"{step.files:,} of {step.of_files:,} files, {step.size_bytes / 1e6:,.0f}{of} MB"
