"""The product as people meet it: the API with the built client, and a browser before it."""

import shutil
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Page, expect, sync_playwright

from api.app import create_app
from api.frames import FramesProtocol
from api.pages import DIST

_PATIENCE_MS = 20_000
"""A busy machine is slow to draw; what does not come at all does not come later either."""

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)


@pytest.fixture
def served(database: None, unused_port: int) -> Iterator[str]:
    """The API and the built client, on a port of their own; yields the address."""
    assert (DIST / "index.html").exists(), "build the client first: make setup"
    config = uvicorn.Config(
        create_app(), port=unused_port, log_level="error", ws=FramesProtocol, lifespan="on"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{unused_port}"
    server.should_exit = True
    thread.join(30)


@pytest.fixture
def page(served: str) -> Iterator[Page]:
    expect.set_options(timeout=_PATIENCE_MS)
    assert BROWSER, "the browser story needs Chromium: make browser"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=BROWSER,
            args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
        )
        context = browser.new_context(base_url=served, locale="en-US")
        yield context.new_page()
        browser.close()
