"""A dialer under load: calls and their recordings, each sent again until it is acknowledged."""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from random import Random
from typing import Any
from uuid import UUID

import httpx
import numpy as np

from tests.chaos.ledger import Ledger, Sound
from tests.sounds import tone, wav

SENDERS = 6
BATCH_MAX = 24
EVENTS_PER_S = 40.0
SOUND_EVERY_S = 2.0
ANSWER_WITHIN_S = 10.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.2, 1.0
_REPEATED = 0.1
"""Share of requests that are sent once more although they were acknowledged."""

Answer = Callable[[httpx.Response], None]


class Dialer:
    """Reports what happens through one address, over several connections.

    Follows docs/dialers.md: after no answer, a timeout, 429 or 5xx the same is sent again, a
    little later each time; any other refusal is final and stands in the ledger.
    """

    def __init__(self, url: str, key: str, events: Iterator[bytes], ledger: Ledger) -> None:
        self.ledger = ledger
        self._url = url
        self._head = {"Authorization": f"Bearer {key}"}
        self._events = events
        self._random = Random("dialer")
        self._flows = asyncio.Event()
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._calls: list[str] = []
        self._sounds = 0

    async def run(self) -> None:
        """Until cancelled; sends nothing before `go_on`."""
        async with (
            httpx.AsyncClient(
                base_url=self._url, headers=self._head, timeout=ANSWER_WITHIN_S
            ) as client,
            asyncio.TaskGroup() as tasks,
        ):
            for _ in range(SENDERS):
                tasks.create_task(self._report_on(client))
            tasks.create_task(self._upload_on(client))

    def go_on(self) -> None:
        self._flows.set()

    async def rest(self, within_s: float) -> None:
        """Begin nothing new, and wait until all that was sent is acknowledged.

        Raises TimeoutError.
        """
        self._flows.clear()
        await asyncio.wait_for(self._idle.wait(), within_s)

    async def say(self, events: Iterable[bytes]) -> None:
        """Report these, too, until they are acknowledged."""
        async with httpx.AsyncClient(
            base_url=self._url, headers=self._head, timeout=ANSWER_WITHIN_S
        ) as client:
            await self._while_busy(self._report(client, {_id_of(each): each for each in events}))

    async def send(self, count: int) -> None:
        """Report so many events in one request, until they are acknowledged."""
        await self.say(list(islice(self._events, count)))

    async def _report_on(self, client: httpx.AsyncClient) -> None:
        pause_s = SENDERS * BATCH_MAX / 2 / EVENTS_PER_S
        while True:
            await self._flows.wait()
            count = self._random.randint(1, BATCH_MAX)
            events = {_id_of(event): event for event in (next(self._events) for _ in range(count))}
            await self._while_busy(self._report(client, events))
            await asyncio.sleep(self._random.uniform(0.5, 1.5) * pause_s)

    async def _report(self, client: httpx.AsyncClient, events: Mapping[str, bytes]) -> None:
        head = {"Content-Type": "application/x-ndjson"}
        body = b"\n".join(events.values())

        def acknowledged(answer: httpx.Response) -> None:
            results = answer.json()["results"]
            self.ledger.refused += [str(each) for each in results if each["status"] == "rejected"]
            kept = {each["id"] for each in results if each["status"] != "rejected"}
            self.ledger.keep_events({name: events[name] for name in events if name in kept})

        await self._deliver(client, "/api/v1/events", acknowledged, content=body, headers=head)
        self._calls += filter(None, map(_call_of, events.values()))
        if self._random.random() < _REPEATED:
            await self._deliver(client, "/api/v1/events", acknowledged, content=body, headers=head)

    async def _upload_on(self, client: httpx.AsyncClient) -> None:
        while True:
            await self._flows.wait()
            if self._calls:
                call = self._random.choice(self._calls[-200:])
                await self._while_busy(self._upload(client, call))
            await asyncio.sleep(SOUND_EVERY_S)

    async def _upload(self, client: httpx.AsyncClient, call: str) -> None:
        sound = self._sound()
        sha256 = hashlib.sha256(sound).hexdigest()

        def acknowledged(answer: httpx.Response) -> None:
            self.ledger.keep_sound(UUID(answer.json()["id"]), Sound(call, sha256))

        await self._deliver(
            client,
            "/api/v1/recordings",
            acknowledged,
            data={"call_id": call},
            files={"file": ("call.wav", sound)},
        )

    def _sound(self) -> bytes:
        """A second and a half that no other recording has."""
        self._sounds += 1
        sound = tone(1.5)
        sound[:100] = np.random.default_rng(self._sounds).integers(-99, 99, 100)
        return wav(sound)

    async def _deliver(
        self, client: httpx.AsyncClient, path: str, acknowledged: Answer, **request: Any
    ) -> None:
        pause_s = _FIRST_PAUSE_S
        while True:
            try:
                answer = await client.post(path, **request)
            except httpx.HTTPError as error:
                self.ledger.told[f"no answer ({type(error).__name__})"] += 1
            else:
                if answer.is_success:
                    acknowledged(answer)
                    return
                if not _worth_repeating(answer):
                    self.ledger.refused.append(f"{path}: {_words(answer)}")
                    return
                self.ledger.told[_words(answer)] += 1
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 1.5, _LONGEST_PAUSE_S)

    async def _while_busy(self, work: Awaitable[None]) -> None:
        self._under_way += 1
        self._idle.clear()
        try:
            await work
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()


def _worth_repeating(answer: httpx.Response) -> bool:
    return answer.status_code == 429 or answer.status_code >= 500


def _words(answer: httpx.Response) -> str:
    """The status and the name of the problem; a proxy in front knows the status only."""
    kind = ""
    with suppress(ValueError, TypeError, KeyError, AttributeError):
        kind = str(answer.json()["type"]).removeprefix("/problems/")
    return f"{answer.status_code} {kind}".strip()


def _id_of(event: bytes) -> str:
    name: str = json.loads(event)["id"]
    return name


def _call_of(event: bytes) -> str | None:
    call: str | None = json.loads(event)["data"].get("call_id")
    return call
