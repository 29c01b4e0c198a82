"""Take recordings from folders and buckets that dialers write them into."""

import logging
import signal
import threading
from pathlib import Path
from typing import Annotated

import typer

from earshot.console import console, sentences
from earshot.watcher import Watcher
from services import running
from services.recordings.places import place_of
from services.settings import get_settings

app = typer.Typer()


@app.command()
def watch(
    source: Annotated[str | None, typer.Option(help="Name of the dialer.")] = None,
    folder: Annotated[
        Path | None, typer.Option(exists=True, file_okay=False, help="What it writes into.")
    ] = None,
    prefix: Annotated[str | None, typer.Option(help="Or a bucket, as s3://BUCKET/PREFIX.")] = None,
    once: Annotated[bool, typer.Option(help="Take what is there, and stop.")] = False,
) -> None:
    """Take recordings from a folder or bucket, or from all of EARSHOT_WATCH, until stopped.

    They are left where they are.
    """
    places = _places(source, folder, prefix)
    logging.getLogger("watchfiles").setLevel(logging.WARNING)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    with sentences(), running.connected():
        watchers = [Watcher(name, place_of(place), stopping) for name, place in places]
        if once:
            for watcher in watchers:
                watcher.run_once()
                console.print(watcher.tally.line(), markup=False, highlight=False)
            return
        threads = [threading.Thread(target=watcher.run) for watcher in watchers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def _places(source: str | None, folder: Path | None, prefix: str | None) -> list[tuple[str, str]]:
    """Source and place of each; those of the settings when nothing is said."""
    if source is None and folder is None and prefix is None:
        listed = [each.partition("=") for each in get_settings().watch]
        if not listed:
            raise typer.BadParameter("say --source and --folder or --prefix, or set EARSHOT_WATCH")
        return [(name.strip(), place.strip()) for name, _, place in listed]
    if source is None or (folder is None) == (prefix is None):
        raise typer.BadParameter("say --source, and either --folder or --prefix")
    return [(source, str(folder or prefix))]
