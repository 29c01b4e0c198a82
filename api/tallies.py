"""What came in vain, counted in memory and written down now and then: no event waits for it."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from uuid import UUID

from fastapi.concurrency import run_in_threadpool
from sqlalchemy.exc import SQLAlchemyError

from services.clock import utc_now
from services.db import transaction
from services.dialers import tallies
from services.dialers.tallies import Tally

log = logging.getLogger(__name__)

_EVERY_S = 5.0
"""What was counted since is lost when the process is killed."""


Write = Callable[[Mapping[UUID, Tally]], None]


def write(counted: Mapping[UUID, Tally]) -> None:
    with transaction() as session:
        tallies.add(session, counted, utc_now())


class Tallies:
    """Counts of this process that are not written down yet."""

    def __init__(self, write: Write = write) -> None:
        self._write = write
        self._counted: dict[UUID, Tally] = {}

    def add(self, source_id: UUID, *, duplicates: int = 0, refused: int = 0) -> None:
        if duplicates or refused:
            before = self._counted.get(source_id, Tally())
            self._counted[source_id] = before + Tally(duplicates, refused)

    async def run(self) -> None:
        """Write down until cancelled, and once more then."""
        try:
            while True:
                await asyncio.sleep(_EVERY_S)
                await run_in_threadpool(self.write_down)
        finally:
            self.write_down()

    def write_down(self) -> None:
        """What cannot be written stays counted, for the next time."""
        counted, self._counted = self._counted, {}
        if not counted:
            return
        try:
            self._write(counted)
        except SQLAlchemyError as error:
            log.warning("tallies not written", extra={"error": str(error)})
            for source_id, tally in counted.items():
                self.add(source_id, duplicates=tally.duplicates, refused=tally.refused)
