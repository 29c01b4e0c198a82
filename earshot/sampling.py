"""Samples: were they drawn as they say?"""

from typing import Annotated
from uuid import UUID

import typer

from earshot.console import console, sentences
from services import running as process
from services.db import transaction
from services.reviews.sampling import running
from services.tables import SampleDraw

app = typer.Typer(help=__doc__, no_args_is_help=True)


@app.command()
def verify(
    draw: Annotated[UUID, typer.Argument(help="The id of a draw, as the sampling page tells it.")],
) -> None:
    """Draw again of the stored seed, plan and calls. Exits with 1 where the outcome differs."""
    with sentences(), process.connected(), transaction() as session:
        kept = session.get(SampleDraw, draw)
        if kept is None:
            console.print(f"There is no draw {draw}.", style="red", soft_wrap=True)
            raise typer.Exit(1)
        identical, chosen = running.recomputed(kept)
    if not identical:
        console.print(f"Different: draw {draw} is not what was drawn.", style="red", soft_wrap=True)
        raise typer.Exit(1)
    told = f"Identical: {len(chosen)} of {kept.frame_size} calls, digest {kept.digest}."
    console.print(told, highlight=False, soft_wrap=True)
