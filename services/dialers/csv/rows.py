"""Rows out of text: any delimiter, quoted breaks, and quotes that are never closed."""

import csv
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_DELIMITERS = ",\t;|，"
_LINES_MAX = 50
"""No cell has more lines: a quote was not closed."""
_SEPARATOR = "sep="


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands in the file."""

    line: int
    """Its first line, from 1."""
    cells: Sequence[str]
    fault: str | None = None
    """Why it cannot be read; then it has no cells."""

    @property
    def is_blank(self) -> bool:
        return self.fault is None and not any(cell.strip() for cell in self.cells)


class _QuoteOpen(Exception):
    """A row goes on for longer than any row should."""


class _Lines:
    """Lines for `csv.reader`, which can be given back when a quote swallowed them."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._back: deque[str] = deque()
        self._taken: list[str] = []
        self.line = 1
        """Number of the first line of the row at hand."""

    def begin(self) -> None:
        self.line += len(self._taken)
        self._taken = []

    def give_back(self) -> None:
        """All but the first line of the row at hand."""
        self._back.extendleft(reversed(self._taken[1:]))
        del self._taken[1:]

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self._taken) >= _LINES_MAX:
            raise _QuoteOpen
        line = self._back.popleft() if self._back else next(self._lines, None)
        if line is None:
            if self._taken:
                raise _QuoteOpen
            raise StopIteration
        # Databases write NUL where there is nothing; no text has it.
        self._taken.append(line.replace("\0", ""))
        return self._taken[-1]


def read_rows(lines: Iterable[str], delimiter: str) -> Iterator[Row]:
    """Rows in order, blank ones too. `lines` keep their ends.

    A row that cannot be read says why, and those after it are read all the same.
    """
    source = _Lines(lines)
    reader = csv.reader(source, delimiter=delimiter)
    while True:
        source.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _QuoteOpen:
            source.give_back()
            yield Row(source.line, (), "a quotation mark is opened here and never closed")
        except csv.Error as error:
            source.give_back()
            yield Row(source.line, (), str(error))
        else:
            yield Row(source.line, cells)


def find_delimiter(lines: Sequence[str]) -> str:
    """What `lines`, the first of a file, are separated by: most columns, in most lines."""
    first = lines[0].strip().strip('"') if lines else ""
    if first.lower().startswith(_SEPARATOR) and len(first) > len(_SEPARATOR):
        return first[len(_SEPARATOR)]
    return max(_DELIMITERS, key=lambda delimiter: _fit(lines, delimiter))


def is_separator_line(row: Row) -> bool:
    """Excel's `sep=;`, which says what separates and holds nothing."""
    return row.line == 1 and bool(row.cells) and row.cells[0].lower().startswith(_SEPARATOR)


def _fit(lines: Sequence[str], delimiter: str) -> int:
    widths = Counter(len(row.cells) for row in read_rows(lines, delimiter) if not row.is_blank)
    if not widths:
        return 0
    # Of widths that are equally frequent, the largest: titles stand above a heading.
    width, times = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
    return (width - 1) * times
