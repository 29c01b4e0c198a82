"""Payloads in which something has another shape than it should: for dialers' adapters."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from tests.dialing import PAYLOADS

Way = tuple[str | int, ...]

_SHAPES = st.one_of(
    st.none() | st.booleans() | st.integers(-5, 10**12) | st.floats() | st.text(max_size=6),
    st.sampled_from(["0001-01-01T00:00:00+14:00", "2199-12-31T23:59:59-12:00", "2026-03-02"]),
    st.lists(st.integers(-1, 3), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


def misshapen(vendor: str) -> st.SearchStrategy[bytes]:
    """JSON payloads of a vendor with one value, anywhere in them, replaced by another."""
    payloads = [json.loads(path.read_text()) for path in sorted((PAYLOADS / vendor).iterdir())]
    places = [(payload, way) for payload in payloads for way in _ways(payload)]
    return st.builds(
        lambda place, shape: json.dumps(_put(place[0], place[1], shape)).encode(),
        st.sampled_from(places),
        _SHAPES,
    )


def _ways(value: Any, way: Way = ()) -> Iterator[Way]:
    yield way
    if not isinstance(value, (dict, list)):
        return
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for name, each in inner:
        yield from _ways(each, (*way, name))


def _put(value: Any, way: Way, shape: Any) -> Any:
    if not way:
        return shape
    copy = value.copy()
    copy[way[0]] = _put(value[way[0]], way[1:], shape)
    return copy
