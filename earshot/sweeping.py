"""Clear the storage of what no recording speaks of."""

from typing import Annotated

import typer

from earshot.console import console, sentences
from services import running
from services.db import transaction
from services.recordings import sweeping
from services.recordings.storage import get_storage

app = typer.Typer()


@app.command()
def sweep(
    dry_run: Annotated[bool, typer.Option(help="Count it and remove nothing.")] = False,
) -> None:
    """Remove sound from storage that no recording has: left by what failed half-way.

    What is younger than a day is left alone. Works while Earshot runs.
    """
    looked_at = found = 0
    with sentences(), running.connected():
        storage = get_storage()
        with transaction() as session:
            played = sweeping.renditions(session)
        for batch in sweeping.old_contents(storage):
            looked_at += len(batch)
            with transaction() as session:
                left = [each for each in sweeping.unspoken_of(session, batch) if each not in played]
            found += sum(dry_run or sweeping.remove(storage, sha256) for sha256 in left)
    done = "would be removed" if dry_run else "removed"
    console.print(f"{looked_at} files older than a day, {found} {done}.")
