"""Play a shift of the demo company against a running Earshot, through its public API alone.

`python -m demo.shift --url http://127.0.0.1:8800` with the key in EARSHOT_DEMO_KEY.
"""

import asyncio
import logging
import random
import signal
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import httpx
import typer

from demo.calls import RECORDINGS, read_manifest
from demo.company import TEAMS
from demo.plan import OPENINGS_S, Happening, Step, Upload, deliver, plan_past, plan_shift
from services.clock import utc_now

ORIGIN = "/demo-dialer"
HERE = ZoneInfo("Asia/Shanghai")
BATCH = 20
PAST_BATCH = 500
PAUSE_MAX_S = 10.0
NEWCOMER = "1031"
"""Dials, and nobody has entered who that is: the inbox of unknown names has something in it."""

log = logging.getLogger(__name__)


class KeyRefused(Exception):
    """Earshot does not accept the dialer's key. A newer demo may have replaced it."""


class Dialer:
    """A dialer that never gives up: what Earshot cannot take now is sent again until it can."""

    def __init__(self, client: httpx.AsyncClient, recordings: Path) -> None:
        self._client = client
        self._recordings = recordings
        self._events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._uploads: asyncio.Queue[Upload] = asyncio.Queue()
        self._open: dict[str, dict[str, Any]] = {}
        """Calls that have begun and not ended, by id."""

    def take(self, step: Step, origin_at: datetime, speed: float) -> None:
        """Send `step` as soon as possible. It happened `at_s / speed` after `origin_at`."""
        if isinstance(step, Upload):
            self._uploads.put_nowait(step)
            return
        self._note(step)
        self._events.put_nowait(as_cloud_event(step, origin_at, speed))

    async def send_events(self) -> None:
        """Send what was taken, one event or a few at a time, for ever."""
        while True:
            waiting = [await self._events.get()]
            while not self._events.empty() and len(waiting) < BATCH:
                waiting.append(self._events.get_nowait())
            await self.post_events(waiting)

    async def send_recordings(self) -> None:
        while True:
            await self.post_recording(await self._uploads.get())

    async def post_events(self, events: Sequence[dict[str, Any]], *, past: bool = False) -> None:
        body = events[0] if len(events) == 1 else list(events)
        kind = "cloudevents" if len(events) == 1 else "cloudevents-batch"
        answer = await self._post(
            "/api/v1/events",
            params={"past": "true"} if past else None,
            json=body,
            headers={"Content-Type": f"application/{kind}+json"},
        )
        if answer.is_error:
            log.warning("events refused: %s %s", answer.status_code, answer.text[:500])

    async def post_recording(self, upload: Upload) -> None:
        sound = (self._recordings / upload.file).read_bytes()
        answer = await self._post(
            "/api/v1/recordings",
            data={"call_id": upload.call_id},
            files={"file": (upload.file, sound, "audio/ogg")},
        )
        if answer.is_error:
            log.warning("recording refused: %s %s", answer.status_code, answer.text[:500])

    async def has_calls_since(self, instant: datetime) -> bool:
        answer = await self._insist(
            "GET", "/api/v1/calls", params={"started_from": instant.isoformat(), "limit": 1}
        )
        return answer.is_success and bool(answer.json()["items"])

    async def go_home(self, codes: Sequence[str]) -> None:
        """End open calls and sign all agents off, if Earshot still listens."""
        now = utc_now()
        ended = [
            _envelope(f"{told['call_id']}-cut", "call.ended", now, {**told, "hangup_by": "system"})
            for told in self._open.values()
        ]
        signed_off = [
            _envelope(
                f"{now:%Y%m%d%H%M%S}-{code}-offline",
                "agent.state",
                now + timedelta(milliseconds=1),
                {"agent": code, "state": "offline"},
            )
            for code in codes
        ]
        with suppress(httpx.HTTPError):
            await self._client.post("/api/v1/events", json=[*ended, *signed_off], timeout=2)

    def _note(self, step: Happening) -> None:
        match step.type:
            case "call.dialed":
                call_id = step.payload["call_id"]
                self._open[call_id] = {"call_id": call_id, "agent": step.payload["agent"]}
            case "call.ended":
                self._open.pop(step.payload["call_id"], None)

    async def _post(self, path: str, **request: Any) -> httpx.Response:
        return await self._insist("POST", path, **request)

    async def _insist(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Ask until Earshot answers with anything but "try again". Raises KeyRefused."""
        pause_s = 0.5
        while True:
            with suppress(httpx.TransportError):
                answer = await self._client.request(method, path, **request)
                if answer.status_code == httpx.codes.UNAUTHORIZED:
                    raise KeyRefused(KeyRefused.__doc__)
                if answer.status_code != httpx.codes.TOO_MANY_REQUESTS and answer.status_code < 500:
                    return answer
            await asyncio.sleep(pause_s * random.uniform(0.7, 1.3))
            pause_s = min(PAUSE_MAX_S, pause_s * 2)


async def run(
    base_url: str,
    key: str,
    *,
    speed: float,
    stop: asyncio.Event,
    recordings: Path = RECORDINGS,
    past: timedelta = timedelta(hours=2),
    seed: int | None = None,
) -> None:
    """Play the shift until `stop` is set. Raises KeyRefused, alone or in a group.

    Where Earshot has seen no call in the last `past`, what happened then comes first.
    Needs a key with events:write, recordings:write and calls:read.
    """
    headers = {"Authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(base_url=base_url, headers=headers, timeout=30) as client:
        shift = _Shift(Dialer(client, recordings), recordings, speed, seed)
        playing = asyncio.create_task(shift.play(past))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait([playing, stopping], return_when=asyncio.FIRST_COMPLETED)
        await shift.end()
        for task in (playing, stopping):
            task.cancel()
        with suppress(asyncio.CancelledError):
            await playing


class _Shift:
    def __init__(self, dialer: Dialer, recordings: Path, speed: float, seed: int | None) -> None:
        self._dialer = dialer
        self._calls = read_manifest(recordings).calls
        self._speed = speed
        self._seed = seed if seed is not None else random.getrandbits(32)

    async def play(self, past: timedelta) -> None:
        await self._catch_up(past)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._dialer.send_events())
            tasks.create_task(self._dialer.send_recordings())
            tasks.create_task(self._live())

    async def end(self) -> None:
        await self._dialer.go_home(sorted(_codes()))

    async def _live(self) -> None:
        began_at = utc_now()
        plan = plan_shift(self._calls, seed=self._seed, prefix=_prefix(began_at))
        for delivery in deliver(plan, seed=self._seed):
            due_at = began_at + timedelta(seconds=delivery.send_s / self._speed)
            await asyncio.sleep(max(0.0, (due_at - utc_now()).total_seconds()))
            self._dialer.take(delivery.step, began_at, self._speed)

    async def _catch_up(self, past: timedelta) -> None:
        """Tell Earshot what happened today before the shift, unless it knows of any call.

        Just after midnight that begins yesterday: some calls are there at every hour.
        """
        now = utc_now()
        midnight = now.astimezone(HERE).replace(hour=0, minute=0, second=0, microsecond=0)
        since = max(now - past, min(midnight, now - timedelta(seconds=OPENINGS_S)))
        if past <= timedelta(0) or await self._dialer.has_calls_since(since):
            return
        steps = plan_past(
            self._calls,
            seed=self._seed,
            prefix=f"{_prefix(now)}e",
            duration_s=(now - since).total_seconds(),
        )
        told = [as_cloud_event(step, since, 1) for step in steps if isinstance(step, Happening)]
        told += newcomers_call(now - timedelta(minutes=5))
        for batch in _batches(told):
            await self._dialer.post_events(batch, past=True)
        for step in steps:
            if isinstance(step, Upload):
                await self._dialer.post_recording(step)


def as_cloud_event(step: Happening, origin_at: datetime, speed: float) -> dict[str, Any]:
    """CloudEvents 1.0, JSON format."""
    at = origin_at + timedelta(seconds=step.at_s / speed)
    return _envelope(step.name, step.type, at, step.payload)


def newcomers_call(dialed_at: datetime) -> list[dict[str, Any]]:
    """A call that nobody answered, of an agent whom Earshot does not know."""
    call_id = f"{_prefix(dialed_at)}-{NEWCOMER}-1"
    whose = {"call_id": call_id, "agent": NEWCOMER}
    dialed = {**whose, "campaign": "wealth", "direction": "outbound"}
    ended_at = dialed_at + timedelta(seconds=20)
    return [
        _envelope(f"{call_id}-dialed", "call.dialed", dialed_at, dialed),
        _envelope(f"{call_id}-ended", "call.ended", ended_at, {**whose, "hangup_by": "system"}),
    ]


def _envelope(name: str, kind: str, at: datetime, payload: dict[str, Any]) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": name,
        "source": ORIGIN,
        "type": kind,
        "time": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "data": payload,
    }


def _batches(events: Sequence[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    for start in range(0, len(events), PAST_BATCH):
        yield events[start : start + PAST_BATCH]


def _codes() -> set[str]:
    return {worker.code for team in TEAMS for worker in team.workers}


def _prefix(instant: datetime) -> str:
    return f"{instant:%Y%m%d%H%M%S}"


def main(
    url: Annotated[str, typer.Option(help="Where Earshot listens.")] = "http://127.0.0.1:8800",
    key: Annotated[str, typer.Option(envvar="EARSHOT_DEMO_KEY", help="The dialer's key.")] = "",
    speed: Annotated[float, typer.Option(min=0.1, help="How fast the shift passes.")] = 1.0,
    recordings: Annotated[Path, typer.Option(help="Folder with a manifest.")] = RECORDINGS,
    past_hours: Annotated[float, typer.Option(min=0, help="Hours before the shift.")] = 2.0,
    seed: Annotated[int | None, typer.Option(help="The same seed plays the same shift.")] = None,
) -> None:
    """Play a shift of the demo company against a running Earshot."""
    if not key:
        raise typer.BadParameter("give --key or set EARSHOT_DEMO_KEY")
    refused = False
    try:
        asyncio.run(
            _until_signalled(url, key, speed, recordings, timedelta(hours=past_hours), seed)
        )
    except* KeyRefused:
        refused = True
    if refused:
        typer.echo(KeyRefused.__doc__, err=True)
        raise typer.Exit(1)


async def _until_signalled(
    url: str, key: str, speed: float, recordings: Path, past: timedelta, seed: int | None
) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await run(url, key, speed=speed, stop=stop, recordings=recordings, past=past, seed=seed)


if __name__ == "__main__":
    typer.run(main)
