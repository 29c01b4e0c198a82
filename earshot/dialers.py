"""Looking after dialers."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.progress import Progress
from rich.table import Table

from earshot.console import console, sentences
from services import running
from services.db import rehearsal, transaction
from services.dialers import replaying
from services.dialers.contradicting import StoredOtherwise
from services.dialers.replaying import Place, Replayed, Selection, Wanted
from services.tables import Source

app = typer.Typer()


@app.command()
def replay(
    source: Annotated[str, typer.Option(help="Name of the dialer.")],
    since: Annotated[str | None, typer.Option(help="What came then or later, ISO 8601.")] = None,
    until: Annotated[str | None, typer.Option(help="What came before, ISO 8601.")] = None,
    state: Annotated[Wanted, typer.Option(help="What became of it so far.")] = Wanted.REFUSED,
    dry_run: Annotated[bool, typer.Option(help="Say what would become of it.")] = False,
) -> None:
    """Translate kept deliveries again, with the adapter and the settings of today."""
    with sentences(), running.connected():
        with transaction() as session:
            dialer = replaying.source_named(session, source)
            selection = Selection(
                dialer.id,
                state,
                _instant(since, dialer, "--since"),
                _instant(until, dialer, "--until"),
            )
            total = replaying.count(session, selection)
        done = Summary()
        left = 0
        with Progress(console=console, transient=True) as progress:
            task = progress.add_task("Replaying", total=total)
            for replayed in _replayed(selection, dry_run=dry_run):
                if replayed is None:
                    left += 1
                else:
                    done.add(replayed)
                progress.advance(task)
    if done.kinds or not left:
        console.print(done.table() if done.kinds else "There is nothing to replay.")
    if left:
        console.print(f"Left as they are: {left:,}. {StoredOtherwise.message()}")
    if dry_run:
        console.print("Nothing was stored.")


class Summary:
    """What became of deliveries, by what they were."""

    def __init__(self) -> None:
        self.kinds: Counter[tuple[str, str]] = Counter()
        self._events: Counter[tuple[str, str]] = Counter()
        self._new: Counter[tuple[str, str]] = Counter()

    def add(self, replayed: Replayed) -> None:
        kind = (replayed.before.value, replayed.after.value)
        self.kinds[kind] += 1
        self._events[kind] += replayed.events
        self._new[kind] += replayed.events - replayed.duplicates

    def table(self) -> Table:
        table = Table("was", "is now", "deliveries", "events", "new", box=None)
        for kind, count in sorted(self.kinds.items()):
            numbers = (count, self._events[kind], self._new[kind])
            table.add_row(*kind, *(f"{number:,}" for number in numbers))
        return table


def _instant(text: str | None, source: Source, option: str) -> datetime | None:
    """Without an offset it is the local time of the dialer, where that is known."""
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text} is not ISO 8601", param_hint=option) from error
    if at.tzinfo is None and source.timezone is None:
        raise typer.BadParameter(
            f"{text} has no offset, nor has its source a time zone", param_hint=option
        )
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(source.timezone or ""))


def _replayed(selection: Selection, *, dry_run: bool) -> Iterator[Replayed | None]:
    """Each delivery in a transaction of its own; None for those that were left as they are."""
    place: Place | None = None
    while True:
        with transaction() as session:
            batch = replaying.next_of(session, selection, place)
        if not batch:
            return
        for place in batch:
            try:
                with rehearsal() if dry_run else transaction() as session:
                    replayed = replaying.replay(session, place.delivery_id)
            except StoredOtherwise:
                yield None
                continue
            if replayed is not None:
                yield replayed
