"""A dialer that keeps posting to an installation, by the rule of docs/dialers.md.

"After no answer, a timeout, 429 or 5xx, send the same again, a little later each time." It
remembers what was acknowledged: that is what must be there in the end.
"""

import asyncio
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from tests.installation.process import wait_until
from tests.installation.whole import Installation
from tests.sounds import CALLS

FIRST_WAIT_S = 0.1
LONGEST_WAIT_S = 2.0
PATIENCE_S = 120.0
ANSWER_S = 30.0
"""How long an answer is waited for: a machine that is busy with other work is no fault."""
NO_ANSWER = "no answer"


class Load:
    """Events one by one over several connections, on a thread of its own.

    It ends with the block, once everything that was begun is acknowledged; an error shows then.
    """

    def __init__(
        self,
        whole: Installation,
        *,
        per_s: float = 60.0,
        lanes: int = 8,
        urls: Sequence[str] = (),
    ) -> None:
        """`urls` instead of the proxy's address, in turn."""
        self.acknowledged: set[str] = set()
        self.refusals: Counter[str] = Counter()
        """Answers that were none of 2xx, by status, and those that never came."""
        self.longest_s = 0.0
        """From the first try at an event to its acknowledgement."""
        self._urls = urls or [whole.url]
        self._key = whole.centre.key
        self._events = whole.shift
        self.lanes, self._pause_s = lanes, lanes / per_s
        self._over = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="load")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._stop()
        if self._failure and error is None:
            raise self._failure

    def finish(self) -> None:
        """Begin nothing more, and wait until all that was begun is acknowledged."""
        self._stop()
        if self._failure:
            raise self._failure

    def _stop(self) -> None:
        self._over.set()
        self._thread.join(2 * PATIENCE_S)

    @property
    def refused(self) -> int:
        return self.refusals.total()

    def wait_for(self, acknowledged: int) -> None:
        """Wait until so many events are acknowledged. Raises TimeoutError, and what went wrong."""
        wait_until(
            lambda: self._failure is not None or len(self.acknowledged) >= acknowledged,
            PATIENCE_S,
            lambda: f"{len(self.acknowledged)} acknowledged, refused: {self.refusals}",
        )
        if self._failure:
            raise self._failure

    def _run(self) -> None:
        try:
            asyncio.run(self._post())
        except BaseException as error:  # noqa: BLE001  (told to whoever ends the block)
            self._failure = error

    async def _post(self) -> None:
        async with asyncio.TaskGroup() as lanes:
            for number in range(self.lanes):
                lanes.create_task(self._lane(self._urls[number % len(self._urls)]))

    async def _lane(self, url: str) -> None:
        head = {"Authorization": f"Bearer {self._key}"}
        async with httpx.AsyncClient(base_url=url, headers=head, timeout=ANSWER_S) as client:
            while not self._over.is_set():
                began = time.monotonic()
                await self._deliver(client, next(self._events))
                await asyncio.sleep(max(0.0, began + self._pause_s - time.monotonic()))

    async def _deliver(self, client: httpx.AsyncClient, event: bytes) -> None:
        began = time.monotonic()
        for wait_s in waits():
            said = await _try(client, event)
            if said == "202":
                self.acknowledged.add(json.loads(event)["id"])
                self.longest_s = max(self.longest_s, time.monotonic() - began)
                return
            self.refusals[said] += 1
            await asyncio.sleep(wait_s)


async def _try(client: httpx.AsyncClient, event: bytes) -> str:
    """The status, or that there was none. Raises when sending again is useless."""
    try:
        answer = await client.post("/api/v1/events", content=event)
    except httpx.HTTPError:
        return NO_ANSWER
    if is_final(answer):
        raise AssertionError(answer.text)
    return str(answer.status_code)


def is_final(answer: httpx.Response) -> bool:
    return 400 <= answer.status_code < 500 and answer.status_code != 429


def waits() -> Iterator[float]:
    """How long to wait before each further try. Raises TimeoutError in the end."""
    began, wait_s = time.monotonic(), FIRST_WAIT_S
    while time.monotonic() < began + PATIENCE_S:
        yield wait_s
        wait_s = min(LONGEST_WAIT_S, wait_s * 1.5)
    raise TimeoutError("nobody took it")


def upload(whole: Installation, call: str, sound: Path = CALLS / "zh-clean.ogg") -> None:
    """Send a recording, by the same rule."""
    head = {"Authorization": f"Bearer {whole.centre.key}"}
    with httpx.Client(base_url=whole.url, headers=head, timeout=60) as client:
        for wait_s in waits():
            try:
                answer = client.post(
                    "/api/v1/recordings",
                    data={"call_id": call},
                    files={"file": (sound.name, sound.read_bytes())},
                )
            except httpx.HTTPError:
                answer = None
            if answer is not None and answer.status_code == 202:
                return
            assert answer is None or not is_final(answer), answer.text
            time.sleep(wait_s)
