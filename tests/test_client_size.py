"""How much of the built client a board and the sign-in wait for."""

import gzip
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

DIST = Path(__file__).parent.parent / "static" / "dist"
MANIFEST = DIST / ".vite" / "manifest.json"
INSIDE = "src/app/inside.tsx"
BOARD = "src/features/board/board-page.tsx"
SIGN_IN = "src/features/sign-in/sign-in-page.tsx"
WORDS = "src/app/i18n/{}/first.ts"
LIMIT_BYTES = 300_000
"""Of scripts, in gzip, before the chart."""
SIGN_IN_LIMIT_BYTES = 200_000
MOST_FILES = 10
"""Each is asked for by itself, and many a browser asks for six at a time."""

pytestmark = pytest.mark.skipif(not MANIFEST.exists(), reason="the client has not been built")


@cache
def chunks() -> dict[str, dict[str, object]]:
    loaded: dict[str, dict[str, object]] = json.loads(MANIFEST.read_text())
    return loaded


def coming_with(roots: Iterable[str]) -> dict[str, int]:
    """Bytes in gzip of every script without which none of `roots` runs, the biggest first."""
    wanted = list(roots)
    for name in wanted:
        imports = chunks()[name].get("imports", [])
        assert isinstance(imports, list)
        wanted += [one for one in imports if one not in wanted]
    files = {str(chunks()[name]["file"]) for name in wanted}
    sizes = {file: len(gzip.compress((DIST / file).read_bytes())) for file in files}
    return dict(sorted(sizes.items(), key=lambda size: -size[1]))


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_board_waits_for_no_more_script_than_promised(language: str) -> None:
    scripts = coming_with(["index.html", WORDS.format(language), INSIDE, BOARD])

    assert sum(scripts.values()) <= LIMIT_BYTES, scripts


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_sign_in_waits_for_nothing_that_only_those_within_need(language: str) -> None:
    scripts = coming_with(["index.html", WORDS.format(language), SIGN_IN])

    assert sum(scripts.values()) <= SIGN_IN_LIMIT_BYTES, scripts


def test_a_board_waits_for_few_files() -> None:
    scripts = coming_with(["index.html", INSIDE, BOARD])

    assert len(scripts) <= MOST_FILES, scripts


def test_what_a_board_waits_for_stands_on_nothing_that_waits() -> None:
    """The start waits for words at its top level; who imports it would wait with it, for ever."""
    scripts = coming_with([INSIDE, BOARD, WORDS.format("en"), WORDS.format("zh-CN")])

    assert chunks()["index.html"]["file"] not in scripts
