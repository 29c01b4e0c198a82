"""How far a backup or a restore is, told to whoever waits for it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """What is being done, and how far that is. None where nobody knows how much it will be."""

    what: str
    files: int = 0
    of_files: int | None = None
    size_bytes: int = 0
    of_bytes: int | None = None


Told = Callable[[Step], None]


def nobody(step: Step) -> None:
    """To tell."""
