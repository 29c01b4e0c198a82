"""How every command speaks."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console

from services.errors import ServiceError
from services.holding import AlreadyRunning
from services.settings import SettingsWrong

console = Console()


@contextmanager
def sentences() -> Iterator[None]:
    """Expected failures end the command with their sentence, not with a traceback."""
    try:
        yield
    except (ServiceError, SettingsWrong, AlreadyRunning) as error:
        console.print(str(error), style="red", markup=False, soft_wrap=True)
        raise typer.Exit(1) from error
