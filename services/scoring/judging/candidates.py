"""Which turns may be like which lines of a script: a cheap look before the careful one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter

from services.scoring.judging.likeness import ReadyLine, pairs_of
from services.scoring.judging.texts import ChannelText, Span


@dataclass
class LineIndex:
    """Lines of a card's script by the pairs of characters that they have."""

    lines: list[ReadyLine] = field(default_factory=list)
    with_pair: dict[str, list[int]] = field(default_factory=dict)
    anywhere: list[int] = field(default_factory=list)
    """Lines too short, or wanted too little alike, for pairs to tell anything."""

    def add(self, line: ReadyLine) -> int:
        """The line's number."""
        number = len(self.lines)
        self.lines.append(line)
        for pair in line.pairs:
            self.with_pair.setdefault(pair, []).append(number)
        if line.shared == 0:
            self.anywhere.append(number)
        return number

    def look(self, said: ChannelText, text: str) -> "Candidates":
        """`text` is the channel's, spelled as the lines are."""
        turns = said.lengths()
        found: dict[int, list[Span]] = {number: turns for number in self.anywhere}
        nearest: dict[int, tuple[int, Span]] = {}
        for span in turns:
            pairs = self.with_pair.keys() & set(pairs_of(text[span[0] : span[1]]))
            shared = Counter(chain.from_iterable(map(self.with_pair.__getitem__, pairs)))
            for number, count in shared.items():
                if 0 < self.lines[number].shared <= count:
                    found.setdefault(number, []).append(span)
                if number not in nearest or nearest[number][0] < count:
                    nearest[number] = count, span
        return Candidates(found, nearest)


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
