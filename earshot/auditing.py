"""The audit log: is it whole?"""

from collections import deque
from collections.abc import Iterator
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from earshot.console import console, sentences
from services import running
from services.db import transaction
from services.people import audit
from services.people.audit_chain import START, Broken, Head, follow

app = typer.Typer(help=__doc__, no_args_is_help=True)


def _noted(text: str | None) -> Head | None:
    try:
        return None if text is None else Head.parse(text)
    except ValueError as error:
        raise typer.BadParameter(
            "a head looks like 1042:9f86d0…, as `audit head` says it"
        ) from error


@app.command()
def head() -> None:
    """Say where the chain ends. Note it elsewhere: then its end cannot be cut off unseen."""
    with sentences(), running.connected(), transaction() as session:
        print(audit.head(session))  # noqa: T201


@app.command()
def verify(
    noted: Annotated[
        str | None, typer.Option("--head", help="A head that was noted earlier.")
    ] = None,
) -> None:
    """Follow the whole chain. Exits with 1 and names the first broken entry if there is one."""
    wanted = _noted(noted)
    with sentences(), running.connected(), transaction() as session:
        total = audit.count_links(session)
        [last] = deque(_shown(follow(audit.chain(session), wanted), total), maxlen=1) or [
            Head(0, START)
        ]
        stray = audit.unchained(session)
    if isinstance(last, Broken):
        console.print(f"Broken at entry {last.seq}: {last.reason}.", style="red", soft_wrap=True)
        raise typer.Exit(1)
    if stray is not None:
        console.print(f"Entry with id {stray} is not in the chain: it was put in.", style="red")
        raise typer.Exit(1)
    console.print(f"Whole: {last.seq} entries. Its head:")
    console.print(str(last), highlight=False, soft_wrap=True)


def _shown(steps: Iterator[Head | Broken], total: int) -> Iterator[Head | Broken]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as progress:
        task = progress.add_task("Following the chain", total=total)
        for step in steps:
            progress.advance(task)
            yield step
