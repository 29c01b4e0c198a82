"""Guides speak with the words of the screens, in both languages."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs import pages

GUIDES = sorted((pages.ROOT / "docs" / "guides").glob("*.md"))
WORDS = pages.ROOT / "static" / "src" / "app" / "i18n"
ROLES = {"agent", "lead", "inspector", "qa-lead", "manager", "admin"}
EMPHASIS = re.compile(r"[.。]$|^\?$|^(bold|加粗)$")
"""Bold that is no word of a screen: the first words of a step, a key, the word itself."""


def language_of(path: Path) -> str:
    return "zh-CN" if path.name.endswith(".zh-CN.md") else "en"


def shown(language: str) -> set[str]:
    """All words of the client."""
    text = "\n".join(path.read_text() for path in (WORDS / language).glob("*.ts"))
    return set(re.findall(r':\s*"((?:[^"\\]|\\.)*)"', text))


def quoted(path: Path) -> Iterator[str]:
    for words in re.findall(r"\*\*([^*]+)\*\*", pages.prose(path)):
        if not EMPHASIS.search(words):
            yield words


def test_every_role_has_a_guide_in_both_languages() -> None:
    found = {(path.name.split(".")[0], language_of(path)) for path in GUIDES}
    assert found == {(role, language) for role in ROLES for language in ("en", "zh-CN")}


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: str(path.name))
def test_bold_words_stand_on_the_screens(path: Path) -> None:
    words = shown(language_of(path))
    assert [each for each in quoted(path) if each not in words] == []
