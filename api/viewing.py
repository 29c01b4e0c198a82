"""Somebody's look at a board, however they came by it."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from services.activity.board import Audience
from services.activity.cards import Snapshot
from services.errors import NotFound, ServiceError, SignInNeeded

START_AGAIN, SIGNED_OUT, NOT_ALLOWED, NO_SUCH_BOARD = 4000, 4401, 4403, 4404
"""Codes that live websockets are closed with; docs/api.md tells what clients do."""


@dataclass(frozen=True, slots=True)
class Viewing:
    """`look` and `read` run in threads and open transactions."""

    board: Hashable
    """What they look at: viewers of one board whose audience is the same share snapshots."""
    who: Hashable
    """Whom `look` asks about: those with the same `board` and `who` are asked about once."""
    look: Callable[[], Audience]
    """What they may see now. Raises a ServiceError when that is nothing: the board closes."""
    read: Callable[[Audience], Snapshot]


def close_code(error: ServiceError) -> int:
    """What the websocket closes with when `look` raised `error`."""
    if isinstance(error, SignInNeeded):
        return SIGNED_OUT
    return NO_SUCH_BOARD if isinstance(error, NotFound) else NOT_ALLOWED
