"""One watched folder or bucket: what is new is taken once it is complete."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import watchfiles
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from services.db import transaction
from services.dialers.replaying import source_named
from services.errors import Rejected, ServiceError, Unavailable
from services.recordings import unmatched, watching
from services.recordings.attach import store
from services.recordings.places import FileGone, Folder, Place, Seen
from services.recordings.spool import received
from services.recordings.unmatched import Found
from services.settings import get_settings
from services.tables import Source

log = logging.getLogger(__name__)

_LOOK_S = 1.0
_STILL_S = 10.0


@dataclass
class Tally:
    """What came of looking."""

    attached: int = 0
    unmatched: int = 0
    refused: int = 0
    left: int = 0
    """Still growing, or not to be had just now."""

    def line(self) -> str:
        return (
            f"{self.attached} attached to their calls, {self.unmatched} without a known call,"
            f" {self.refused} refused, {self.left} left for later"
        )


class Watcher:
    """Looks through all of its place now and then, which is what counts, and at once at what
    the system says has changed, which is only sooner.

    A file that grows is left until nothing of it has changed for `still_s`. One that
    changes after it was taken is taken again: it is another one.
    """

    def __init__(
        self,
        source_name: str,
        place: Place,
        stopping: threading.Event,
        *,
        still_s: float = _STILL_S,
    ) -> None:
        self._source_name = source_name
        self._place = place
        self._stopping = stopping
        self._still_s = still_s
        self._pending: dict[str, tuple[Seen, float]] = {}
        self._trouble: str | None = None
        self.tally = Tally()

    def run(self) -> None:
        """Until `stopping` is set."""
        next_sweep = 0.0
        for changed in self._changes():
            if time.monotonic() >= next_sweep:
                self._patiently(self.sweep)
                next_sweep = time.monotonic() + get_settings().watch_interval.total_seconds()
            for name in changed:
                self._consider(self._place.look_at(name))
            self._patiently(self._take_what_is_still)

    def run_once(self) -> None:
        """Take all that is there. Raises PlaceAway; what does not keep still is left."""
        self.sweep()
        while self._pending and not self._stopping.wait(min(_LOOK_S, self._still_s)):
            self._take_what_is_still()

    def sweep(self) -> None:
        """Look through all of it. Raises PlaceAway, OperationalError."""
        gone = set(self._pending)
        for batch in self._place.look():
            if self._stopping.is_set():
                return
            with transaction() as session:
                new = watching.untaken(session, self._source(session).id, batch)
            gone -= {seen.name for seen in new}
            for seen in new:
                self._consider(seen)
                if self._is_complete(seen):
                    self._take(seen)
        for name in gone:
            self._pending.pop(name, None)
        with transaction() as session:
            self.tally.attached += unmatched.try_again(session, self._source(session))

    def _consider(self, seen: Seen | None) -> None:
        if seen is None:
            return
        known = self._pending.get(seen.name)
        if known is None or known[0].mark != seen.mark:
            self._pending[seen.name] = (seen, time.monotonic())

    def _is_complete(self, seen: Seen) -> bool:
        """Whether nothing will come after it: not seen to change, or old enough."""
        if not self._place.grows:
            return True
        _, since = self._pending[seen.name]
        still_s = max(time.monotonic() - since, time.time() - seen.changed_at_s - self._still_s)
        return still_s >= self._still_s

    def _take_what_is_still(self) -> None:
        for name, (seen, _) in list(self._pending.items()):
            now = self._place.look_at(name) if self._is_complete(seen) else seen
            if now is None:
                self._pending.pop(name, None)
            elif now.mark != seen.mark:
                self._consider(now)
            elif self._is_complete(seen) and not self._stopping.is_set():
                self._take_if_new(seen)

    def _take_if_new(self, seen: Seen) -> None:
        with transaction() as session:
            new = watching.untaken(session, self._source(session).id, [seen])
        if new:
            self._take(seen)
        else:
            self._pending.pop(seen.name, None)

    def _take(self, seen: Seen) -> None:
        """Read it, look into it, file it away; each file by itself."""
        self._pending.pop(seen.name, None)
        try:
            self._keep(seen)
        except Rejected as error:
            self.tally.refused += 1
            log.warning("%s: %s", seen.place, error)
            with transaction() as session:
                watching.refuse(session, self._source(session), seen, error)
        except FileGone:
            self.tally.left += 1
        except Unavailable as error:
            self.tally.left += 1
            self._tell(error)

    def _keep(self, seen: Seen) -> None:
        with received(self._place.read(seen)) as upload:
            if upload.size_bytes != seen.size_bytes:
                raise FileGone(place=seen.place)
            found = Found(upload, store(upload), seen.name)
            with transaction() as session:
                recording = watching.keep(session, self._source(session), seen, found)
        if recording is None:
            self.tally.unmatched += 1
        else:
            self.tally.attached += 1

    def _source(self, session: Session) -> Source:
        return source_named(session, self._source_name)

    def _changes(self) -> Iterator[Sequence[str]]:
        """Names of files that changed, at least once a second."""
        while not self._stopping.is_set():
            if isinstance(self._place, Folder) and self._place.folder.is_dir():
                yield from self._notices(self._place.folder)
            else:
                yield ()
            self._stopping.wait(_LOOK_S)

    def _notices(self, folder: Path) -> Iterator[Sequence[str]]:
        """As the system tells, until it no longer does: network folders never do."""
        try:
            for changes in watchfiles.watch(
                folder,
                watch_filter=None,
                stop_event=self._stopping,
                rust_timeout=round(_LOOK_S * 1000),
                yield_on_timeout=True,
                raise_interrupt=False,
                ignore_permission_denied=True,
            ):
                yield [
                    str(Path(path).relative_to(folder))
                    for _, path in changes
                    if Path(path).is_relative_to(folder)
                ]
                if not folder.is_dir():
                    return
        except (OSError, RuntimeError) as error:
            self._tell(error)

    def _patiently(self, step: Callable[[], None]) -> None:
        """What is away now may be there at the next look."""
        try:
            step()
        except (ServiceError, OperationalError) as error:
            self._tell(error)
        else:
            self._trouble = None

    def _tell(self, error: Exception) -> None:
        """Once, until it goes away or becomes another."""
        trouble = str(error).partition("\n")[0]
        if trouble != self._trouble:
            log.warning("watching for %s: %s", self._source_name, trouble)
        self._trouble = trouble
