"""Bringing whole files of calls in."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from earshot.console import console, sentences
from services import jobs, running
from services.db import transaction
from services.dialers.replaying import source_named
from services.hearing.workers import is_alive, list_workers
from services.imports import bringing, keeping
from services.imports.bringing import Asked
from services.imports.progress import Shown
from services.jobs import RunImport
from services.people.access import Caller, Permission, Scope
from services.tables import ImportState
from workers.jobs.bring import run_import

app = typer.Typer()

_LOOK_EVERY_S = 0.3
_PIECE_BYTES = 1024 * 1024
_GOING = (ImportState.QUEUED, ImportState.RUNNING)
_SYSTEM = Caller(
    kind="user",
    name="system",
    actor="system",
    permissions=frozenset(Permission),
    scope=Scope(),
)


@app.command()
def bring(
    file: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help="CSV, xlsx, NDJSON, or of the dialer."),
    ],
    source: Annotated[str, typer.Option(help="Name of the dialer whose calls these are.")],
    mapping: Annotated[
        str | None, typer.Option(help="A saved mapping of its columns; guessed when left out.")
    ] = None,
    wait: Annotated[bool, typer.Option(help="Show how far it is until it is done.")] = True,
) -> None:
    """Bring a file of calls or events in. The same file again changes nothing.

    A worker does it, or this command where none runs. It goes on when you stop watching.
    """
    with sentences(), running.connected():
        import_id = _send(file, source, mapping)
        if not wait:
            console.print(f"Queued as {import_id}.")
            return
        with _somebody_at_work(import_id):
            done = _follow(import_id)
    _report(done)


def _send(file: Path, source: str, mapping: str | None) -> UUID:
    with transaction() as session:
        asked = Asked(source_named(session, source).id, file.name, mapping, start=True)
        source_id = bringing.check(session, _SYSTEM, asked)
    with bringing.receiving() as upload, file.open("rb") as content:
        upload.expect(file.stat().st_size)
        for piece in iter(lambda: content.read(_PIECE_BYTES), b""):
            upload.write(piece)
        upload.finish()
        looked = bringing.look(source_id, asked, upload)
        with transaction() as session:
            return bringing.keep(session, _SYSTEM, source_id, asked, looked).id


@contextmanager
def _somebody_at_work(import_id: UUID) -> Iterator[None]:
    """Do it here when no worker runs; its job stays queued until then, for the next worker."""
    with transaction() as session:
        a_worker_runs = any(is_alive(worker) for worker in list_workers(session))
    if a_worker_runs:
        yield
        return
    args, stopping = RunImport(import_id=import_id), threading.Event()
    here = threading.Thread(target=run_import, args=(args, stopping))
    here.start()
    try:
        yield
    finally:
        stopping.set()
        here.join()
        with transaction() as session:
            if _look(import_id).kept.state not in _GOING:
                jobs.withdraw(session, args)


def _follow(import_id: UUID) -> Shown:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[rows]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Waiting", total=None, rows="")
        while (shown := _look(import_id)).kept.state in _GOING:
            kept = shown.kept
            progress.update(
                task,
                description="Bringing in" if kept.state is ImportState.RUNNING else "Waiting",
                total=kept.rows_total,
                completed=kept.rows_read,
                rows=f"{kept.rows_read:,} rows",
            )
            time.sleep(_LOOK_EVERY_S)
    return shown


def _look(import_id: UUID) -> Shown:
    with transaction() as session:
        return keeping.with_source(session, keeping.get_import(session, import_id, None))


def _report(done: Shown) -> None:
    kept = done.kept
    console.print(
        f"{kept.rows_read:,} rows read, {kept.rows_refused:,} of them refused; "
        f"{kept.events_stored:,} new events of {kept.calls_touched:,} calls, "
        f"{kept.events_duplicate:,} known already.",
        soft_wrap=True,
    )
    if kept.rows_refused:
        console.print(f"What was refused: /api/v1/imports/{kept.id}/errors", soft_wrap=True)
    if kept.state is not ImportState.DONE:
        console.print(f"{kept.state}: {kept.error or ''}", style="red", markup=False)
        raise typer.Exit(1)
