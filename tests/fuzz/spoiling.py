"""Requests with something wrong in them, the same ones for the same dialer and number."""

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlencode

from tests.fuzz.shots import FORM, Shot, shots_of

Way = tuple[str | int, ...]

WHOLE_EVERY = 20
_NOISE = "".join(Random("noise").choices("0123456789abcdefghijklmnopqrstuvwxyz", k=9_000))
"""Long, and not to be compressed: no index takes it."""
_PIECES = (
    *(b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\r", b"\n\n", b"|", b",", b'"'),
    *(b"\\u0000", b"\\ud800", b"\\u202e", b"NaN", b"Infinity", b"-1", b"1e999", b"null", b"{}"),
    *(b"[]", b"[" * 5000, b'{"a":' * 3000, b"9" * 400, b"%00", b"%ed%a0%80", b"&&==", b"]]>"),
    *(b"<!DOCTYPE a [<!ENTITY b 'c'>]>&b;", b"x" * 70_000, b"1969-12-31 23:59:59", b"\xe4\xbd"),
    _NOISE.encode(),
)
_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2**31, 2**63, -(2**63), 10**400, 0.1, -0.0, 1e308, 5e-324),
    *("", " ", "0", "-1", "null", "NaN", "1e999", "9" * 400, "a\0b", "\ud800", "‮", "𠀀" * 300),
    *("0000-00-00 00:00:00", "1970-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z"),
    *("9999-12-31T23:59:59-12:00", "2026-02-30", "2026-03-02 09:00:00", "2026-03-29T02:30:00"),
    *("1772413200", 1772413200000, 1772413200.5, 253402300799, 253402300800, -62135596801),
    *([], {}, [[]], [None], {"": ""}, {"a": {"b": []}}, ["x"] * 2000, "file:///etc/passwd"),
    *("http://169.254.169.254/", "javascript:alert(1)", "http://[::1", "=1+1", "x" * 100_000),
    *(_NOISE, _NOISE[:300], _NOISE[:4000], "call.ended"),
)
_ENCODINGS = ("utf-16", "utf-16-le", "utf-8-sig", "gb18030", "latin-1", "utf-32", "cp037", "big5")
_TYPES = (
    *("application/json", FORM, "text/csv", "text/plain", "application/xml", "multipart/form-data"),
    *("application/json; charset=utf-16", "application/vcon+gzip", "", "a" * 3000, "\xff/\xfe"),
)
_DEEPEST = 900


def spoilt(dialer: str, number: int) -> Shot:
    """One to three things are wrong with it; with every twentieth nothing is."""
    # A string seeds the same numbers everywhere; a tuple would not.
    random = Random(f"{dialer} {number}")
    if number % WHOLE_EVERY == 0:
        return random.choice([shot for shot in shots_of(dialer) if shot.whole])
    shot = random.choice(shots_of(dialer))
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        shot = random.choice(_WAYS)(random, shot)
    return shot


def _bytes_flipped(random: Random, shot: Shot) -> Shot:
    body = bytearray(shot.body)
    for _ in range(random.randint(1, 8) if body else 0):
        body[random.randrange(len(body))] ^= 1 << random.randrange(8)
    return replace(shot, body=bytes(body))


def _cut(random: Random, shot: Shot) -> Shot:
    start, end = sorted(random.randint(0, len(shot.body)) for _ in range(2))
    kept = random.choice((shot.body[:start], shot.body[:start] + shot.body[end:], shot.body[end:]))
    return replace(shot, body=kept)


def _put_in(random: Random, shot: Shot) -> Shot:
    at = random.randint(0, len(shot.body))
    return replace(shot, body=shot.body[:at] + random.choice(_PIECES) + shot.body[at:])


def _twice(random: Random, shot: Shot) -> Shot:
    start, end = sorted(random.randint(0, len(shot.body)) for _ in range(2))
    return replace(shot, body=shot.body[:end] + shot.body[start:end] + shot.body[end:])


def _lines_moved(random: Random, shot: Shot) -> Shot:
    lines = shot.body.split(b"\n")
    random.shuffle(lines)
    return replace(shot, body=b"\n".join(lines[: random.randint(1, len(lines))]))


def _encoded(random: Random, shot: Shot) -> Shot:
    text = shot.body.decode("utf-8", "replace")
    return replace(shot, body=text.encode(random.choice(_ENCODINGS), "replace"))


def _packed(random: Random, shot: Shot) -> Shot:
    body = gzip.compress(shot.body * random.choice((1, 1, 50)), mtime=0)
    if random.random() < 0.4:
        body = body[: random.randint(0, len(body))]
    said = {"content-encoding": "gzip"} if random.random() < 0.5 else {}
    return replace(shot, body=body, headers={**shot.headers, **said})


def _values_changed(random: Random, shot: Shot) -> Shot:
    """In JSON or in a form; other bodies have a piece put in."""
    if shot.headers.get("content-type") == FORM:
        fields = tuple(parse_qsl(shot.body.decode("utf-8", "replace"), keep_blank_values=True))
        return replace(shot, body=_form(_fields_changed(random, fields)))
    try:
        said = json.loads(shot.body)
    except (ValueError, RecursionError):
        return _put_in(random, shot)
    for _ in range(random.randint(1, 3)):
        said = _changed(random, said)
    try:
        body = json.dumps(said, ensure_ascii=random.random() < 0.5).encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError):
        return _put_in(random, shot)
    return replace(shot, body=body)


def _changed(random: Random, said: Any) -> Any:
    way = random.choice(list(_ways(said)))
    return _at(said, way, random.choice(_CHANGES), random)


def _ways(value: Any, way: Way = ()) -> Iterator[Way]:
    yield way
    if len(way) > 12 or not isinstance(value, (dict, list)):
        return
    for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield from _ways(inner, (*way, name))


Change = Callable[[Random, Any, Any], Any]


def _at(value: Any, way: Way, change: Change, random: Random) -> Any:
    if len(way) > 1:
        copy = value.copy()
        copy[way[0]] = _at(value[way[0]], way[1:], change, random)
        return copy
    return change(random, value, way[0] if way else None)


def _other_value(random: Random, holder: Any, name: Any) -> Any:
    return _with(holder, name, random.choice(_VALUES))


def _missing(random: Random, holder: Any, name: Any) -> Any:
    if name is None:
        return None
    if isinstance(holder, list):
        return [each for n, each in enumerate(holder) if n != name]
    return {key: each for key, each in holder.items() if key != name}


def _renamed(random: Random, holder: Any, name: Any) -> Any:
    if name is None or isinstance(holder, list):
        return [holder, holder]
    other = random.choice((name.upper(), name.lower(), f"{name} ", f"{name}2", "id", "data"))
    return {other if key == name else key: each for key, each in holder.items()}


def _deeper(random: Random, holder: Any, name: Any) -> Any:
    inner = holder if name is None else holder[name]
    for _ in range(random.choice((1, 2, 70, _DEEPEST))):
        inner = [inner] if random.random() < 0.5 else {"a": inner}
    return _with(holder, name, inner)


def _swapped(random: Random, holder: Any, name: Any) -> Any:
    """Two values in each other's place."""
    if name is None or len(holder) < 2:
        return holder
    other = random.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
    return _with(_with(holder, name, holder[other]), other, holder[name])


def _with(holder: Any, name: Any, value: Any) -> Any:
    if name is None:
        return value
    copy = holder.copy()
    copy[name] = value
    return copy


_CHANGES: tuple[Change, ...] = (
    *(_other_value, _other_value, _other_value, _missing, _renamed, _deeper, _swapped),
)


def _query_changed(random: Random, shot: Shot) -> Shot:
    return replace(shot, query=_fields_changed(random, shot.query or (("kind", "cdr"),)))


def _fields_changed(random: Random, fields: tuple[tuple[str, str], ...]) -> Any:
    changed = list(fields)
    for _ in range(random.randint(1, 3) if changed else 0):
        at = random.randrange(len(changed))
        name, _value = changed[at]
        match random.randrange(4):
            case 0:
                changed[at] = (name, str(random.choice(_VALUES))[:3000])
            case 1:
                changed.append((name, str(random.choice(_VALUES))[:3000]))
            case 2 if len(changed) > 1:
                del changed[at]
            case _:
                changed[at] = (name.swapcase(), random.choice(fields)[1])
    return tuple(changed)


def _form(fields: tuple[tuple[str, str], ...]) -> bytes:
    return urlencode(fields, errors="surrogatepass").encode()


def _headers_changed(random: Random, shot: Shot) -> Shot:
    odd: dict[str, str | bytes] = {
        "content-type": random.choice(_TYPES).encode("latin-1"),
        "x-tccc-push-uuid": random.choice((b"p-2", b"\xff" * 9, _NOISE.encode(), b"")),
        "x-amz-firehose-request-id": random.choice((b"r-1", b"\xe4\xbd", _NOISE.encode())),
        "webhook-id": random.choice((b"msg_2", b"\xff", _NOISE.encode())),
    }
    name = random.choice(list(odd))
    return replace(shot, headers={**shot.headers, name: odd[name]})


def _otherwise_sent(random: Random, shot: Shot) -> Shot:
    """What was in the body stands in the address, or the other way round."""
    if shot.method == "GET":
        return replace(shot, body=_form(shot.query), query=(), method="POST")
    fields = tuple(parse_qsl(shot.body.decode("utf-8", "replace")[:4000], keep_blank_values=True))
    return replace(shot, body=b"", query=fields, method="GET")


_WAYS = (
    *(_bytes_flipped, _cut, _put_in, _twice, _lines_moved, _encoded, _packed, _headers_changed),
    *(_query_changed, _query_changed, _otherwise_sent),
    *(_values_changed,) * 7,
)
