"""Links and pictures lead somewhere, and every page can be reached."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs import pages
from tests.docs.pages import ROOT, WRITTEN, name_of

BEGINNINGS = (ROOT / "README.md", ROOT / "README.zh-CN.md")
MOST_BYTES = 200_000
"""Of a picture, so that a page is there at once."""


def local_links(path: Path) -> Iterator[tuple[str, Path, str]]:
    """What is written, the file that it leads to, and the place in it."""
    for link in pages.links(path):
        if not link.startswith(("http://", "https://", "mailto:")):
            target, _, anchor = link.partition("#")
            yield link, (path.parent / target).resolve() if target else path, anchor


@pytest.mark.parametrize("path", WRITTEN, ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    dead = [
        link
        for link, file, anchor in local_links(path)
        if not file.exists() or (anchor and anchor not in pages.anchors(file))
    ]
    assert dead == []


def test_every_page_and_picture_can_be_reached() -> None:
    reached: set[Path] = set()
    waiting = [path for path in BEGINNINGS if path.exists()]
    while waiting:
        path = waiting.pop()
        reached.add(path)
        if path.suffix == ".md":
            found = {file for _, file, _ in local_links(path) if file.is_file()}
            waiting += found - reached
    pictures = (ROOT / "docs" / "images").glob("*")
    # Decisions are listed by their folder, which README leads to.
    decisions = set((ROOT / "docs" / "adr").glob("*.md"))
    assert {name_of(each) for each in {*WRITTEN, *pictures} - reached - decisions} == set()


def test_pictures_are_small() -> None:
    pictures = (ROOT / "docs" / "images").glob("*")
    assert [name_of(each) for each in pictures if each.stat().st_size > MOST_BYTES] == []
