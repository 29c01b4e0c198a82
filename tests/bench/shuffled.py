"""Events shuffled, a tenth of them twice, over two API processes: the same rows as in order.

Both runs begin with copies of one centre, so that whatever differs is the order's doing.
The ratio is the share of rows that are the same; only all of them will do.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import httpx
import psycopg
import uvloop
from psycopg.rows import dict_row

from services import db
from services.calls.recount import recount
from services.db import get_engine, transaction
from services.settings import get_settings
from services.tables import Campaign
from tests.bench import centre, frame
from tests.bench.shift import CAMPAIGNS, events_of_a_shift

GOAL = 1.0
EVENTS = 100_000
_DUPLICATES = 0.1
_BATCH = 500
_COPY = "shuffled"
_TABLES = {
    "call": ("version", "updated_at", "created_at"),
    "counter": (),
    "agent_state_change": ("id",),
    "event": ("id", "received_at"),
}
"""What is compared, and what may differ: when and how often a row was written."""


def measure() -> frame.Result:
    return compare(EVENTS)


def compare(events: int) -> frame.Result:
    """Raises RuntimeError when an answer is no 2xx."""
    with frame.home() as folder:
        built = centre.build(teams=8, agents_each=8)
        with transaction() as session:
            # Those that events name first get an id by chance.
            session.add_all(Campaign(code=code, name=code) for code in CAMPAIGNS)
        told = list(events_of_a_shift(events, built.agents))
        shuffled = _shuffled(told)
        url = str(get_settings().database_url)
        with _copied(url) as copy:
            with _served(folder / "a", url) as door:
                ordered_s = _timed(_in_order(door, built.key, told))
            with _served(folder / "b", copy) as one, _served(folder / "c", copy) as other:
                shuffled_s = _timed(_at_once((one, other), built.key, shuffled))
            figures = _differences(url, copy)
            db.use(copy)
            with transaction() as session:
                figures["counters_off"] = len(recount(session))
            get_engine().dispose()
            db.use(url)
    figures |= {
        "events": len(told),
        "posts": len(shuffled),
        "connections": frame.CONNECTIONS,
        "in_order_s": round(ordered_s, 1),
        "shuffled_s": round(shuffled_s, 1),
    }
    rows = sum(figures["rows"].values())
    off = figures["rows_off"] + figures["counters_off"]
    return frame.Result("shuffled", (rows - off) / rows, GOAL, True, figures)


def _shuffled(told: Sequence[bytes]) -> list[bytes]:
    random = Random("shuffled")
    both = [*told, *random.sample(list(told), round(len(told) * _DUPLICATES))]
    random.shuffle(both)
    return both


@contextmanager
def _copied(url: str) -> Iterator[str]:
    """A second database on the same server, as the first is now."""
    # PostgreSQL copies no database that somebody is connected to.
    get_engine().dispose()
    with psycopg.connect(url, dbname="postgres", autocommit=True) as connection:
        [name] = (psycopg.conninfo.conninfo_to_dict(url)["dbname"],)
        connection.execute(f'CREATE DATABASE {_COPY} TEMPLATE "{name}"')
    yield url.replace(f"/{name}?", f"/{_COPY}?")


@contextmanager
def _served(home: Path, database_url: str) -> Iterator[int]:
    """`earshot serve --workers 0`; yields its port."""
    port = frame.free_port()
    environment = {
        **os.environ,
        "EARSHOT_HOME": str(home),
        "EARSHOT_DATABASE_URL": database_url,
        "EARSHOT_PORT": str(port),
        "EARSHOT_LOG_LEVEL": "warning",
    }
    command = [sys.executable, "-m", "earshot", "serve", "--workers", "0"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/readyz")
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise TimeoutError(url)


def _timed(work: Any) -> float:
    start = time.monotonic()
    uvloop.run(work)
    return time.monotonic() - start


async def _in_order(port: int, key: str, told: Sequence[bytes]) -> None:
    """By one sender, in batches."""
    batches = (told[n : n + _BATCH] for n in range(0, len(told), _BATCH))
    await _send(port, key, (b"\n".join(batch) for batch in batches), "application/x-ndjson")


async def _at_once(ports: Sequence[int], key: str, told: Sequence[bytes]) -> None:
    """One event per request, by many senders, each to one of the processes."""
    waiting = iter(told)
    async with asyncio.TaskGroup() as senders:
        for number in range(frame.CONNECTIONS):
            port = ports[number % len(ports)]
            senders.create_task(_send(port, key, waiting, "application/json"))


async def _send(port: int, key: str, bodies: Iterator[bytes], kind: str) -> None:
    """One after the other over one connection; what the server has no room for, again."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        f"POST /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n"
        f"Content-Type: {kind}\r\nContent-Length: "
    ).encode()
    for body in bodies:
        status = b"429"
        while status == b"429":
            writer.write(head + str(len(body)).encode() + b"\r\n\r\n" + body)
            status, answer = await _answer(reader)
            if status == b"429":
                await asyncio.sleep(0.05)
        if not status.startswith(b"2"):
            raise RuntimeError(answer.decode(errors="replace"))
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    return head.split(b" ", 2)[1], await reader.readexactly(length)


def _differences(ordered: str, shuffled: str) -> dict[str, Any]:
    counts: dict[str, int] = {}
    off: list[str] = []
    for table, ignored in _TABLES.items():
        left, right = (_rows(url, table, ignored) for url in (ordered, shuffled))
        counts[table] = len(left)
        off += [f"{table}: {row}" for row in sorted(left ^ right)]
    return {"rows": counts, "rows_off": len(off), "first_off": off[:4]}


def _rows(url: str, table: str, ignored: Sequence[str]) -> set[str]:
    with psycopg.connect(url, row_factory=dict_row) as connection:
        return {
            json.dumps(
                {name: _plain(value) for name, value in row.items() if name not in ignored},
                sort_keys=True,
            )
            for row in connection.execute(f'SELECT * FROM "{table}"')
            if table != "counter" or _counts(row)
        }


def _counts(row: Mapping[str, Any]) -> bool:
    """Whether there is anything in a counter: one that was emptied again is as good as none."""
    return any(value for value in row.values() if isinstance(value, (int, float)))


def _plain(value: Any) -> Any:
    """Sums of seconds depend on the order in their last digits."""
    if isinstance(value, float):
        return round(value, 3) + 0.0
    return value if isinstance(value, (int, dict, list, bool, type(None))) else str(value)


if __name__ == "__main__":
    result = compare(int(sys.argv[1]))
    print(json.dumps(result.as_dict()))  # noqa: T201
    sys.exit(not result.ok)
