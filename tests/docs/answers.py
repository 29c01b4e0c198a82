"""Is what a command says shaped as the page shows it?"""

import json
import re
from typing import Any

_VARIES = re.compile(r"\.\.\.|…|^[\d:.TZ+\- ]+$|^[0-9a-f]{8}-[0-9a-f-]{27}$|^\d+:[0-9a-f]+$")
"""Shown strings that stand for others of their kind: left out in part, instants, ids, hashes."""


def unlike(shown: str, said: str, language: str) -> str | None:
    """Why `said` is not what a page shows as `language`; None when it is."""
    if language == "json":
        return _json_unlike(json.loads(shown), _last_json(said), "answer")
    return _lines_unlike(shown, said)


def _last_json(said: str) -> Any:
    """The last JSON value of an output; None when there is none."""
    decoder = json.JSONDecoder()
    found: Any = None
    place = 0
    while (begin := re.compile(r"[\[{]").search(said, place)) is not None:
        try:
            found, place = decoder.raw_decode(said, begin.start())
        except ValueError:
            place = begin.end()
    return found


def _json_unlike(shown: Any, said: Any, path: str) -> str | None:
    """Every shown key is there, and values are of one kind; words that do not vary are the same."""
    match shown, said:
        case dict(), dict():
            pairs = [(shown[key], said.get(key, KeyError), f"{path}.{key}") for key in shown]
        case list(), list():
            if len(said) < len(shown):
                return f"{path}: {len(said)} entries instead of {len(shown)}"
            pairs = [
                (a, b, f"{path}[{n}]") for n, (a, b) in enumerate(zip(shown, said, strict=False))
            ]
        case _:
            return None if _alike(shown, said) else f"{path}: {said!r} is not like {shown!r}"
    return next(filter(None, (_json_unlike(*pair) for pair in pairs)), None)


def _alike(shown: Any, said: Any) -> bool:
    if isinstance(shown, str) and isinstance(said, str):
        return shown == said or bool(_VARIES.search(shown))
    number = (int, float)
    if isinstance(shown, number) and isinstance(said, number):
        return isinstance(shown, bool) == isinstance(said, bool)
    return shown is said


def _lines_unlike(shown: str, said: str) -> str | None:
    """Shown lines come in their order; of rows of a table the first cell counts."""
    left = iter([_plain(line) for line in said.splitlines()])
    for line in filter(str.strip, shown.splitlines()):
        if line.strip() in ("...", "…"):
            continue
        pattern = _pattern(line)
        if not any(pattern.search(each) for each in left):
            return f"nothing said, in this order, is like {line.strip()!r}"
    return None


def _pattern(line: str) -> re.Pattern[str]:
    cells = re.split(r"\s{2,}", line.strip())
    rest = r"(\s{2,}.*)?" if len(cells) > 1 else ""
    parts = (re.escape(part) for part in re.split(r"\.\.\.|…", _digits(cells[0])))
    return re.compile(".*".join(parts) + rest)


def _plain(line: str) -> str:
    return _digits(line.strip())


def _digits(text: str) -> str:
    return re.sub(r"\d[\d,.]*", "0", text)
