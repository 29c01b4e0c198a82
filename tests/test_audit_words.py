"""The page of the audit log has words for every act, in both languages."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WORDS = ROOT / "static" / "src" / "app" / "i18n"
SAID = re.compile(r'"([a-z_]+)\.([a-z_]+)"')
NO_VERBS = {"id", "ndjson", "ogg", "xlsx", "zip", "to_decide", "asks_to_be_muted"}
"""What follows a thing and is none: columns, files, notices."""
ACT = re.compile(r'act=f?"([a-z_]+)\.([a-z_]+)"')


def sources() -> list[str]:
    rooms = (ROOT / room for room in ("services", "api", "workers", "earshot"))
    texts = [file.read_text("utf-8") for room in rooms for file in room.rglob("*.py")]
    return [text for text in texts if "audit" in text]


def words_of(language: str) -> tuple[set[str], set[str]]:
    text = (WORDS / language / "acts.ts").read_text("utf-8")
    things, verbs = text.split("  verbs: {")
    return _keys(things), _keys(verbs)


def _keys(part: str) -> set[str]:
    return set(re.findall(r"^ {4}([a-z_]+):", part, re.MULTILINE))


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_act_has_words(language: str) -> None:
    things, verbs = words_of(language)
    texts = sources()
    named = {act for text in texts for act in ACT.findall(text)}
    # Acts that a helper records are strings like any other: those of known things.
    passed_on = {act for text in texts for act in SAID.findall(text) if act[0] in things}

    assert {thing for thing, _ in named} - things == set()
    wanted = {each for each in named | passed_on if each[1] not in NO_VERBS}
    assert {".".join(each) for each in wanted if each[1] not in verbs} == set()
