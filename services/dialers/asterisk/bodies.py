"""What a body is: text, which kind of file it comes from, and its rows with their names."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from io import StringIO
from typing import Literal, get_args

from services.dialers import Payload, PayloadUnreadable

Kind = Literal["queue_log", "cdr", "cel", "ami"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_LINE_MAX_CHARACTERS = 64 * 1024
_HEADINGS: dict[Kind, frozenset[str]] = {
    "cel": frozenset({"eventtype", "eventtime"}),
    "cdr": frozenset({"disposition", "channel"}),
    "queue_log": frozenset({"event", "agent"}),
}
_CEL_TYPES = (
    *("CHAN_", "ANSWER", "HANGUP", "APP_", "BRIDGE_", "LINKEDID_END", "MIXMONITOR_", "DTMF"),
    *("BLINDTRANSFER", "ATTENDEDTRANSFER", "PARK_", "PICKUP", "FORWARD", "LOCAL_OPTIMIZE"),
    *("STREAM_", "USER_DEFINED", "CONF_", "3WAY_"),
)
_QUEUE_FIELDS_MIN = 5
_CDR_FIELDS_MIN = 16


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a CSV file by the names of its columns, all in lower case."""

    number: int
    """Of its line in the body, from 1."""
    fields: dict[str, str]

    def get(self, *names: str) -> str:
        """The first of `names` that is there; they are called differently by different writers."""
        return next((self.fields[name] for name in names if self.fields.get(name)), "").strip()


def text_of(payload: Payload) -> str:
    """With `\\n` at the end of lines, and no other breaks or NULs.

    Bytes that are no UTF-8 are replaced: names suffer, times and ids do not.
    """
    text = payload.body.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    return text.replace("\r", " ").replace("\0", "")


def lines_of(text: str) -> list[str]:
    """Only `\\n` ends a line: a name may hold whatever else Unicode calls a break."""
    return text.removesuffix("\n").split("\n")


def kind_of(payload: Payload, text: str) -> Kind:
    """As the address says (`?kind=`), else by what it looks like. Raises PayloadUnreadable."""
    asked = payload.parameters().get("kind")
    if asked is not None:
        for kind in KINDS:
            if asked == kind:
                return kind
        sentence = f"kind: {asked!r} is none of {', '.join(KINDS)}"
        raise PayloadUnreadable(field="kind", detail=sentence)
    first = next((line for line in lines_of(text) if line.strip()), "")
    seen = _looks_like(first)
    if seen is None:
        sentence = "body: neither queue_log, CDR, CEL nor AMI; say which in ?kind="
        raise PayloadUnreadable(field="body", detail=sentence)
    return seen


def _looks_like(line: str) -> Kind | None:
    if line.startswith(("Event: ", "Response: ")):
        return "ami"
    parts = line.split("|")
    if len(parts) >= _QUEUE_FIELDS_MIN and parts[0].replace(".", "", 1).isdigit():
        return "queue_log"
    cells = _cells(line)
    for kind in _HEADINGS:
        if has_heading(line, kind):
            return kind
    if cells and cells[0].startswith(_CEL_TYPES):
        return "cel"
    return "cdr" if len(cells) >= _CDR_FIELDS_MIN else None


def has_heading(text: str, kind: Kind) -> bool:
    """Whether the first line names the columns of such a file."""
    first = text.lstrip().partition("\n")[0]
    return _HEADINGS[kind] <= {cell.lower() for cell in _cells(first)}


def _cells(line: str) -> list[str]:
    """Of one line of CSV; none when it is longer than any line should be."""
    if len(line) > _LINE_MAX_CHARACTERS:
        return []
    return [cell.strip() for cell in next(iter(csv.reader([line])), [])]


def rows(text: str, kind: Kind, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a CSV body; `columns` are used when it has no heading. Quoted breaks are kept.

    Raises PayloadUnreadable.
    """
    headed = has_heading(text, kind)
    names = [name.lower() for name in columns]
    reader = csv.reader(StringIO(text.lstrip()))
    try:
        for number, cells in enumerate(reader, start=1):
            if headed and number == 1:
                names = [cell.strip().lower() for cell in cells]
            elif any(cell.strip() for cell in cells):
                yield Row(number, dict(zip(names, cells, strict=False)))
    except csv.Error as error:
        raise PayloadUnreadable(field="body", detail=f"line {reader.line_num}: {error}") from error


def numbered(keys: Iterable[str]) -> Iterator[str]:
    """Ids of things that say the same: `abc`, then `abc.1`, `abc.2` for those after it."""
    seen: dict[str, int] = {}
    for key in keys:
        times = seen.get(key, 0)
        seen[key] = times + 1
        yield f"{key}.{times}" if times else key


def digest(*parts: str) -> str:
    """A short name for what may be long."""
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=9).hexdigest()
