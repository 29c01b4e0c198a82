"""What somebody may have meant who wrote a name that nobody knows."""

import difflib
from collections.abc import Iterable


def nearest(unknown: str, known: Iterable[str]) -> str | None:
    """The known name that is most like it; None where none is like it."""
    return next(iter(difflib.get_close_matches(unknown, list(known), n=1)), None)


def hint(meant: str | None) -> str:
    """To follow a sentence: " Did you mean call.answered?", or nothing."""
    return f" Did you mean {meant}?" if meant else ""
