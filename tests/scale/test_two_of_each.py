"""Two APIs and two workers on one database are one installation."""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import httpx
import psutil
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError

from tests.bench import centre
from tests.flows.viewers import sign_in
from tests.installation.audience import watching
from tests.installation.load import Load, upload
from tests.installation.process import Process
from tests.installation.proof import (
    assert_nothing_lost,
    heard_more_than_once,
    wait_until_heard,
)
from tests.installation.whole import Installation

CONNECTIONS_EACH = 26
"""Of one API process or worker, as docs/deploy.md reckons."""


@pytest.mark.parametrize(("posted_to", "watched_at"), [(0, 1), (1, 0)])
def test_what_one_api_is_told_the_other_shows(
    whole: Installation, posted_to: int, watched_at: int
) -> None:
    with watching(whole, whole.api_url(watched_at)) as audience:
        audience.wait_until_agreed(20)
        before = audience.viewers[0].shown()
        with Load(whole, urls=[whole.api_url(posted_to)]) as load:
            load.wait_for(100)
        audience.wait_until_agreed(20)
        assert audience.viewers[0].shown() != before
        assert audience.viewers[0].snapshots == 1

    assert_nothing_lost(whole, load.acknowledged)


def test_boards_come_through_the_proxy_to_its_own_pages_only(whole: Installation) -> None:
    async def join(origin: str) -> None:
        cookie = await sign_in(whole.url, centre.LOGIN, centre.PASSWORD)
        board = f"/api/v1/boards/{whole.centre.company_id}/live"
        head = {"Cookie": cookie, "Origin": origin}
        url = whole.url.replace("https", "wss") + board
        async with connect(url, additional_headers=head, max_size=None) as socket:
            assert "snapshot" in str(await socket.recv())

    asyncio.run(join(whole.url))
    with pytest.raises(ConnectionClosedError, match="origin not allowed"):
        asyncio.run(join("https://elsewhere.example"))


def test_a_session_lasts_at_either_api_and_goes_over_tls_only(whole: Installation) -> None:
    body = {"login": centre.LOGIN, "password": centre.PASSWORD}
    with httpx.Client(base_url=whole.url) as browser:
        signed_in = browser.post("/api/v1/session", json=body, headers={"Origin": whole.url})
        assert {"secure", "httponly"} <= _traits(signed_in.headers["set-cookie"])
        cookie = signed_in.headers["set-cookie"].partition(";")[0]
        seen = [
            httpx.get(f"{whole.api_url(n)}/api/v1/session", headers={"Cookie": cookie})
            for n in range(2)
        ]
        assert [answer.json()["login"] for answer in seen] == [centre.LOGIN] * 2
        refused = browser.post("/api/v1/session", json=body, headers={"Origin": "https://a.b"})
        assert refused.status_code == 403


def test_workers_share_the_queue_and_hear_everything_once(whole: Installation) -> None:
    for number in range(10):
        upload(whole, f"shared-{number}")

    seen = wait_until_heard(whole)

    assert len(seen) == 2, seen
    assert heard_more_than_once(whole) == []
    assert whole.store
    assert whole.store.keys()


def test_connections_stay_within_what_is_documented(
    whole: Installation, record_testsuite_property: Callable[[str, object], None]
) -> None:
    peaks: Counter[str] = Counter()
    upload(whole, "while connections are counted")
    with watching(whole, *(whole.api_url(n) for n in (0, 1) * 3)), Load(whole, lanes=40) as load:
        while len(load.acknowledged) < 400:
            for each in (*whole.apis, *whole.workers):
                peaks[each.name] = max(peaks[each.name], _connections(each, whole.database.port))
            load.wait_for(len(load.acknowledged) + 20)
    wait_until_heard(whole)

    record_testsuite_property("connections", dict(peaks))
    assert len(peaks) == 4
    assert 0 < min(peaks.values()) <= max(peaks.values()) <= CONNECTIONS_EACH, peaks
    assert "too many clients" not in whole.database.log.read_text()


def _connections(part: Process, port: int) -> int:
    """To the database, of it and of all that it started."""
    found = 0
    for pid in part.family_ids():
        with suppress(psutil.NoSuchProcess):
            open_now = psutil.Process(pid).net_connections("tcp")
            found += sum(bool(each.raddr) and each.raddr.port == port for each in open_now)
    return found


def _traits(cookie: str) -> set[str]:
    return {part.strip().lower() for part in cookie.split(";")}
