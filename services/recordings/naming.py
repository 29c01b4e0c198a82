"""What the names of files say of the calls that are recorded in them.

A pattern is a name with fields in braces: `{started_at:%Y%m%d-%H%M%S}_{customer_number}`.
What stands outside of braces is meant literally. The last part of a name after a dot, such
as `.wav`, belongs to no pattern. A pattern with slashes is compared with as many folders.
It becomes an expression for RE2, which takes time in proportion to the name's length.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import re2

from services.errors import Rejected

NAME_MAX = 1024
PATTERN_MAX = 200
PATTERNS_MAX = 20
_FIELDS = {
    "any": r"[^/]*?",
    "call_id": r"[^/]{1,200}?",
    "agent": r"[^/]{1,200}?",
    "customer_number": r"\+?[0-9]{3,20}?",
}
_STARTED_AT = "started_at"
_DIGITS = {"Y": 4, "y": 2, "m": 2, "d": 2, "H": 2, "M": 2, "S": 2}
_EXTENSION = re.compile(r"\.(?=[^./]*[A-Za-z])[A-Za-z0-9]{1,5}$")
_TOKEN = re.compile(r"\{([^{}]*)\}|([^{}]+)|([{}])")
_TIME_TOKEN = re.compile(r"%(.)|([^%]+)|(%)$")

PRESETS: Mapping[str, tuple[str, ...]] = {
    "freepbx": (
        "out-{customer_number}-{agent}-{started_at:%Y%m%d-%H%M%S}-{call_id}",
        "force-{customer_number}-{agent}-{started_at:%Y%m%d-%H%M%S}-{call_id}",
        "external-{agent}-{customer_number}-{started_at:%Y%m%d-%H%M%S}-{call_id}",
        "in-{any}-{customer_number}-{started_at:%Y%m%d-%H%M%S}-{call_id}",
        "q-{any}-{customer_number}-{started_at:%Y%m%d-%H%M%S}-{call_id}",
        "rg-{any}-{customer_number}-{started_at:%Y%m%d-%H%M%S}-{call_id}",
        "{any}-{started_at:%Y%m%d-%H%M%S}-{call_id}",
    ),
    "vicidial": (
        "{started_at:%Y%m%d-%H%M%S}_{customer_number}-all",
        "{started_at:%Y%m%d-%H%M%S}_{customer_number}",
        "{started_at:%Y%m%d-%H%M%S}_{customer_number}_{agent}-all",
        "{started_at:%Y%m%d-%H%M%S}_{customer_number}_{agent}",
    ),
    "amazon_connect": ("{call_id}_{started_at:%Y%m%dT%H:%M_%Z}",),
    "mixmonitor": ("{call_id}",),
}
"""Names as these systems write them unless told otherwise."""


class FilePatternWrong(Rejected):
    """This is no pattern for names of files."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a name says."""

    call_id: str | None = None
    agent: str | None = None
    customer_number: str | None = None
    started_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A name, the first pattern that fits it, and why those before do not."""

    name: str
    pattern: str | None = None
    named: Named | None = None
    misfits: tuple[tuple[str, str], ...] = ()
    """Each with its reason."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a pattern: as written, and as an expression with one group or none."""

    written: str
    expression: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class _Pattern:
    written: str
    parts: tuple[_Part, ...]
    directives: str = ""
    folders: int = 0


class _Misfit(Exception):
    """Why a name does not fit."""


def require_patterns(patterns: Sequence[str]) -> None:
    """Raises FilePatternWrong, saying what is wrong with which."""
    if len(patterns) > PATTERNS_MAX:
        raise FilePatternWrong(field="patterns", detail=f"At most {PATTERNS_MAX} patterns.")
    for pattern in patterns:
        if pattern not in PRESETS:
            _parse(pattern)


def read_name(name: str, patterns: Sequence[str], zone: ZoneInfo | None) -> Reading:
    """What `name`, slashes and all, says by the first of `patterns` that fits.

    A pattern may be the name of a preset. Local times are of `zone`. Raises FilePatternWrong.
    """
    misfits: list[tuple[str, str]] = []
    each = [one for pattern in patterns for one in PRESETS.get(pattern, (pattern,))]
    for written in each:
        try:
            named = _read(_parse(written), name, zone)
        except _Misfit as misfit:
            misfits.append((written, str(misfit)))
            continue
        return Reading(name, written, named, tuple(misfits))
    return Reading(name, misfits=tuple(misfits))


def _read(pattern: _Pattern, name: str, zone: ZoneInfo | None) -> Named:
    if len(name) > NAME_MAX:
        raise _Misfit(f"The name is longer than {NAME_MAX} characters.")
    last = _EXTENSION.sub("", name)
    compared = "/".join(last.split("/")[-1 - pattern.folders :])
    found = _compiled("".join(part.expression for part in pattern.parts)).fullmatch(compared)
    if found is None:
        raise _Misfit(_where(pattern, compared))
    groups: dict[str, str | None] = found.groupdict()
    started_at = groups.pop(_STARTED_AT, None)
    return Named(
        started_at=_instant(started_at, pattern.directives, zone) if started_at else None,
        **{key: value for key, value in groups.items() if key in Named.__dataclass_fields__},
    )


def _where(pattern: _Pattern, compared: str) -> str:
    """How far the name goes along with the pattern."""
    for count in range(len(pattern.parts), -1, -1):
        prefix = "".join(part.expression for part in pattern.parts[:count])
        if _compiled(prefix).match(compared):
            break
    fits = "".join(part.written for part in pattern.parts[:count])
    if count == len(pattern.parts):
        return f'"{compared}" goes on after what the pattern ends with.'
    missing = pattern.parts[count].written
    if not fits:
        return f"It does not begin with {missing}."
    return f'"{compared}" has no {missing} after {fits}.'


def _instant(text: str, directives: str, zone: ZoneInfo | None) -> datetime:
    try:
        at = _time(text, directives)
        if at.tzinfo is None and zone is not None:
            at = at.replace(tzinfo=zone)
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _Misfit(f'"{text}" is no time.') from error
    raise _Misfit(f'"{text}" is local time, and it is not known of which zone.')


def _time(text: str, directives: str) -> datetime:
    """Without a zone where the text has none. Raises ValueError."""
    if directives == "%s":
        return datetime.fromtimestamp(int(text), UTC)
    at = datetime.strptime(text, directives.replace("%Z", "UTC"))  # noqa: DTZ007
    return at.replace(tzinfo=UTC) if "%Z" in directives else at


@lru_cache(maxsize=500)
def _compiled(expression: str) -> "re2._Regexp[str]":
    options = re2.Options()
    options.log_errors = False
    return re2.compile(f"(?s){expression}", options)


@lru_cache(maxsize=500)
def _parse(written: str) -> _Pattern:
    if not 1 <= len(written) <= PATTERN_MAX:
        raise _wrong(written, f"it has 1 to {PATTERN_MAX} characters")
    parts = tuple(_part(written, *match.groups()) for match in _TOKEN.finditer(written))
    names = [part.name for part in parts if part.name is not None]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise _wrong(written, f"it has {{{twice[0]}}} twice")
    if not names:
        raise _wrong(written, "it has no field that says anything of a call")
    times = [part.written for part in parts if part.name == _STARTED_AT]
    directives = times[0][len(_STARTED_AT) + 2 : -1] if times else ""
    return _Pattern(written, parts, directives, written.count("/"))


def _part(written: str, named: str | None, literal: str | None, brace: str | None) -> _Part:
    if brace is not None:
        raise _wrong(written, f'there is a "{brace}" without its counterpart')
    if literal is not None:
        return _Part(literal, re2.escape(literal))
    name, _, directives = str(named).partition(":")
    if name == _STARTED_AT:
        expression = _time_expression(written, directives)
        return _Part(f"{{{named}}}", f"(?P<{name}>{expression})", name)
    if name not in _FIELDS or directives:
        raise _wrong(written, f"there is no field {{{named}}}")
    if name == "any":
        return _Part("{any}", _FIELDS[name])
    return _Part(f"{{{name}}}", f"(?P<{name}>{_FIELDS[name]})", name)


def _time_expression(written: str, directives: str) -> str:
    if directives == "%s":
        return "[0-9]{9,11}"
    if "%Y" not in directives and "%y" not in directives:
        raise _wrong(written, "{started_at:...} needs a year, as in {started_at:%Y%m%d-%H%M%S}")
    return "".join(
        _directive(written, *match.groups()) for match in _TIME_TOKEN.finditer(directives)
    )


def _directive(written: str, letter: str | None, literal: str | None, lone: str | None) -> str:
    if literal is not None:
        return str(re2.escape(literal))
    if letter == "z":
        return r"[+-][0-9]{2}:?[0-9]{2}"
    if letter == "Z":
        return "UTC"
    if letter not in _DIGITS:
        raise _wrong(written, f"%{letter or lone or ''} is not known in a time")
    return f"[0-9]{{{_DIGITS[letter]}}}"


def _wrong(written: str, why: str) -> FilePatternWrong:
    return FilePatternWrong(field="patterns", detail=f"{written[:PATTERN_MAX]}: {why}.")
