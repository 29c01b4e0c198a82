"""Which turns may be like which lines of a script: a cheap look before the careful one."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import inf
from operator import itemgetter
from typing import cast

import ahocorasick

from services.scoring.judging.lexicon import Automaton
from services.scoring.judging.likeness import ReadyLine
from services.scoring.judging.texts import ChannelText, Span


class LineIndex:
    """Lines of a card's script by the pairs of characters that they have. Add all, then look."""

    def __init__(self) -> None:
        self.lines: list[ReadyLine] = []
        self._with_pair: dict[str, list[int]] = {}
        self._anywhere: list[int] = []
        """Lines too short, or wanted too little alike, for pairs to tell anything."""
        self._enough: list[float] = []
        """By line how many shared pairs make a turn worth comparing."""
        self._lines_with: list[Sequence[int]] = []
        """By number of the pair: numbers cost less to tell apart than letters."""
        self._automaton: Automaton[int] | None = None

    def add(self, line: ReadyLine) -> int:
        """The line's number."""
        number = len(self.lines)
        self.lines.append(line)
        for pair in line.pairs:
            self._with_pair.setdefault(pair, []).append(number)
        self._enough.append(line.shared or inf)
        if line.shared == 0:
            self._anywhere.append(number)
        return number

    def close(self) -> None:
        """Build the automaton. No line can be added any more."""
        if self._with_pair:
            self._lines_with = list(self._with_pair.values())
            self._automaton = cast(Automaton[int], ahocorasick.Automaton())
            for number, pair in enumerate(self._with_pair):
                self._automaton.add_word(pair, number)
            self._automaton.make_automaton()

    def look(self, said: ChannelText, text: str) -> "Candidates":
        """`text` is the channel's, spelled as the lines are."""
        turns = said.lengths()
        found: dict[int, list[Span]] = {number: turns for number in self._anywhere}
        most: dict[int, int] = {}
        nearest: dict[int, Span] = {}
        enough, lines_with = self._enough, self._lines_with
        lasts, pairs = self._pairs_in(text)
        for span in turns:
            first, end = bisect_left(lasts, span[0] + 1), bisect_left(lasts, span[1])
            lines = [lines_with[pair] for pair in set(pairs[first:end])]
            shared: dict[int, int] = {}
            for number in chain.from_iterable(lines):
                shared[number] = shared.get(number, 0) + 1
            for number, count in shared.items():
                if enough[number] <= count:
                    found.setdefault(number, []).append(span)
                if most.get(number, 0) < count:
                    most[number] = count
                    nearest[number] = span
        return Candidates(found, {each: (most[each], nearest[each]) for each in most})

    def _pairs_in(self, text: str) -> tuple[Sequence[int], Sequence[int]]:
        """The last characters of pairs, in order, and the numbers of these pairs."""
        found = list(self._automaton.iter(text)) if self._automaton and text else []
        return [last for last, _ in found], [pair for _, pair in found]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Turns of one channel by number of the line."""

    turns: Mapping[int, Sequence[Span]]
    """Which may be alike enough."""
    nearest: Mapping[int, tuple[int, Span]]
    """Which shares most with it, and how many pairs that is."""

    def nearest_of(self, numbers: Sequence[int]) -> tuple[int, int, Span] | None:
        """How many pairs are shared, the line, and the turn."""
        known = [(*self.nearest[each], each) for each in numbers if each in self.nearest]
        best = max(known, key=itemgetter(0), default=None)
        return None if best is None else (best[0], best[2], best[1])
