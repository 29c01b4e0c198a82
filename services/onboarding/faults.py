"""Where in a centre's file the places are that its faults name."""

import re
from collections.abc import Iterable, Iterator

from services.scoring.exchange import Lines, Path, YamlWrong, load

_PLACE = re.compile(r"\w+(?:\.\w+|\[\d+\])*(?=: )")
_STEP = re.compile(r"\[(\d+)\]|(\w+)")


def with_lines(faults: Iterable[str], text: bytes, name: str) -> Iterator[str]:
    """`agents[3].unit: ...` as `NAME:12: agents[3].unit: ...`, as far as lines are known."""
    try:
        _, lines = load(text)
    except YamlWrong:
        # Too large to be looked through, or no JSON either.
        lines = Lines()
    for fault in faults:
        place = _PLACE.match(fault)
        line = lines.of(_path(place[0])) if place else None
        yield fault if line is None else f"{name}:{line}: {fault}"


def _path(place: str) -> Path:
    return tuple(int(number) if number else name for number, name in _STEP.findall(place))
