"""Browsers that follow the boards of an installation, while a test does other things."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from anyio.from_thread import BlockingPortal, start_blocking_portal

from tests.bench import centre
from tests.flows.viewers import Viewer, differences, sign_in, told
from tests.installation.whole import Installation

LOOK_EVERY_S = 0.3


class Audience:
    """`viewers` of the whole company: the n-th came by the n-th address."""

    def __init__(self, portal: BlockingPortal, whole: Installation, viewers: Sequence[Viewer]):
        self.viewers = viewers
        self._portal = portal
        self._whole = whole

    def wait_until_agreed(self, within_s: float) -> float:
        """Wait until every viewer shows what a fresh snapshot has; says after how many seconds.

        Raises AssertionError.
        """
        began = time.monotonic()
        while off := [each for each in self.viewers if self._differs(each)]:
            assert time.monotonic() < began + within_s, told(off)
            time.sleep(LOOK_EVERY_S)
        return time.monotonic() - began

    def _differs(self, viewer: Viewer) -> bool:
        return not viewer.snapshots or bool(self._portal.call(differences, self._whole.url, viewer))


@contextmanager
def watching(whole: Installation, *urls: str) -> Iterator[Audience]:
    """One viewer by each address, or by the proxy's where none is given; all have a snapshot."""
    with start_blocking_portal() as portal:
        cookie = portal.call(sign_in, whole.url, centre.LOGIN, centre.PASSWORD)
        company = whole.centre.company_id
        viewers = [Viewer(url, company, centre.LOGIN, cookie) for url in urls or (whole.url,)]
        following = portal.call(_begin, viewers)
        try:
            yield Audience(portal, whole, viewers)
        finally:
            portal.call(_end, following)


async def _begin(viewers: Sequence[Viewer]) -> list[asyncio.Task[None]]:
    return [asyncio.create_task(each.watch()) for each in viewers]


async def _end(following: Sequence[asyncio.Task[None]]) -> None:
    """Wait until their sockets are closed, too."""
    for each in following:
        each.cancel()
    await asyncio.gather(*following, return_exceptions=True)
