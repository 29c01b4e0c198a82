"""Caddy in front of the same APIs: what nginx does, it does too."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError

from tests.bench import centre
from tests.flows.viewers import sign_in
from tests.installation.audience import watching
from tests.installation.load import Load
from tests.installation.process import READY_WITHIN_S
from tests.installation.proof import assert_nothing_lost
from tests.installation.proxies import Caddy, Missing
from tests.installation.whole import Installation


@pytest.fixture
def caddy(whole: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Caddy]:
    try:
        caddy = Caddy(tmp_path, [api.port for api in whole.apis])
    except Missing:
        pytest.skip("Caddy is not here: run scripts/proxies.sh")
    assert whole.proxy
    caddy.start(wait=False)
    try:
        caddy.wait_ready(READY_WITHIN_S)
        both = tmp_path / "authorities.pem"
        both.write_bytes(whole.proxy.authority.read_bytes() + caddy.authority.read_bytes())
        monkeypatch.setenv("SSL_CERT_FILE", str(both))
        yield caddy
    finally:
        caddy.kill()


def test_boards_come_through_to_its_own_pages_only(whole: Installation, caddy: Caddy) -> None:
    async def join(origin: str) -> None:
        cookie = await sign_in(caddy.url, centre.LOGIN, centre.PASSWORD)
        url = f"wss://localhost:{caddy.port}/api/v1/boards/{whole.centre.company_id}/live"
        head = {"Cookie": cookie, "Origin": origin}
        async with connect(url, additional_headers=head, max_size=None) as socket:
            assert "snapshot" in str(await socket.recv())

    asyncio.run(join(caddy.url))
    with pytest.raises(ConnectionClosedError, match="origin not allowed"):
        asyncio.run(join("https://elsewhere.example"))


def test_a_rolling_restart_loses_no_event_and_boards_come_back(
    whole: Installation, caddy: Caddy
) -> None:
    with watching(whole, caddy.url, caddy.url) as audience, Load(whole, urls=[caddy.url]) as load:
        load.wait_for(100)
        for api in whole.apis:
            api.stop()
            load.wait_for(len(load.acknowledged) + 60)
            api.start()
            load.wait_for(len(load.acknowledged) + 60)
        load.finish()
        audience.wait_until_agreed(30)
        assert min(each.snapshots for each in audience.viewers) >= 2

    # Before 2.11.2 Caddy could not send a body to a second process: the dialer sends it again.
    assert set(load.refusals) <= {"502", "503"}, load.refusals
    assert_nothing_lost(whole, load.acknowledged)


def test_an_api_that_is_killed_costs_no_event(whole: Installation, caddy: Caddy) -> None:
    with watching(whole, caddy.url) as audience, Load(whole, urls=[caddy.url]) as load:
        load.wait_for(60)
        whole.apis[0].kill()
        load.wait_for(len(load.acknowledged) + 60)
        load.finish()
        audience.wait_until_agreed(30)

    assert_nothing_lost(whole, load.acknowledged)
