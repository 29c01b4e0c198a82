"""Database steps of a worker, off its event loop."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from services.db import transaction

Result = TypeVar("Result")


async def in_transaction(step: Callable[..., Result], *args: Any) -> Result:
    """Run `step(session, *args)` in a transaction of its own."""

    def run() -> Result:
        with transaction() as session:
            return step(session, *args)

    return await asyncio.to_thread(run)
