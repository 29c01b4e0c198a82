"""Take the screenshots of docs/images from a running demo, in both languages.

Start `make demo`, wait two minutes for the quality desk to fill, then run
`python scripts/screenshots.py`. Light, 1280 x 800; the names in them are the demo's.
"""

import argparse
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from demo.company import PASSWORD

IMAGES = Path(__file__).parent.parent / "docs" / "images"
LANGUAGES = ("en", "zh-CN")
SIZE: ViewportSize = {"width": 1280, "height": 800}
MOST_BYTES = 200_000
PATIENCE_MS = 30_000
START = re.compile("Start the review|开始质检")


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: who looks, and how they get there from the page they sign in to."""

    name: str
    login: str
    go: Callable[[Page], None]


def _open(path: str) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        page.goto(path)

    return go


def _id(page: Page, path: str) -> str:
    """The id of the first of a list of the API, as whoever is signed in."""
    [first, *_] = page.request.get(f"/api/v1/{path}").json()["items"]
    return str(first["id"])


def _fatal_call(page: Page) -> None:
    page.goto(f"/calls/{_id(page, 'calls?fatal=true&limit=1')}")


def _review(page: Page) -> None:
    [first, *_] = page.request.get("/api/v1/reviews/tasks").json()["items"]
    page.goto(f"/reviews/calls/{first['call']['id']}")
    page.locator("main button.ant-btn-primary").first.wait_for()
    if page.get_by_role("button", name=START).count():
        page.keyboard.press("Enter")


def _scorecard(page: Page) -> None:
    page.goto(f"/scorecards/{_id(page, 'scorecards')}")


SHOTS = (
    Shot("board", "lead-a", _open("/boards")),
    Shot("call", "lead-a", _fatal_call),
    Shot("me", "1001", _open("/me")),
    Shot("review", "inspector", _review),
    Shot("scorecard", "qa-lead", _scorecard),
    Shot("company", "manager", _open("/boards")),
)


@contextmanager
def _signed_in(browser: Browser, url: str, login: str, language: str) -> Iterator[Page]:
    context = browser.new_context(
        base_url=url, locale=language, viewport=SIZE, color_scheme="light", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    answer = page.request.post("/api/v1/session", data={"login": login, "password": PASSWORD})
    assert answer.ok, answer.text()
    yield page
    context.close()


def take(browser: Browser, url: str, shot: Shot, language: str) -> Path:
    path = IMAGES / f"{shot.name}.{language}.png"
    with _signed_in(browser, url, shot.login, language) as page:
        shot.go(page)
        page.wait_for_load_state("load")
        page.locator("main").wait_for()
        # Charts and waveforms draw themselves after their data has come.
        page.wait_for_timeout(4000)
        page.screenshot(path=path)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8800", help="of the demo")
    parser.add_argument("--only", nargs="*", help="names of pictures")
    asked = parser.parse_args()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        shots = [shot for shot in SHOTS if not asked.only or shot.name in asked.only]
        taken = [take(browser, asked.url, shot, each) for shot in shots for each in LANGUAGES]
        browser.close()
    large = [path.name for path in taken if path.stat().st_size > MOST_BYTES]
    if large:
        sys.exit(f"larger than {MOST_BYTES} bytes: {', '.join(large)}")


if __name__ == "__main__":
    main()
