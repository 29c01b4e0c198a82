"""All phrases of a scorecard, looked for in one pass over a text."""

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar, cast

import ahocorasick

from services.scoring.judging.alike import Sounds, sounds_of
from services.scoring.judging.texts import ChannelText, Span
from services.transcripts import spelling

T = TypeVar("T")


class Automaton(Protocol[T]):
    """What `ahocorasick` does not tell of itself."""

    def add_word(self, key: str, value: T) -> bool: ...
    def make_automaton(self) -> None: ...
    def iter(self, text: str) -> Iterable[tuple[int, T]]: ...


class Lexicon:
    """Normalised phrases by number. Add all, then find: one pass, however many there are.

    Aho and Corasick: "Efficient string matching", 1975.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._automaton: Automaton[int] | None = None
        self._letters: tuple[str, ...] = ()
        self._may_be_cut: tuple[bool, ...] = ()

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, letters: str) -> int:
        """The number of a normalised phrase."""
        return self._numbers.setdefault(letters, len(self._numbers))

    def close(self) -> None:
        """Build the automaton. No phrase can be added any more."""
        automaton = cast(Automaton[int], ahocorasick.Automaton())
        for letters, number in self._numbers.items():
            automaton.add_word(letters, number)
        automaton.make_automaton()
        self._automaton = automaton if self._numbers else None
        self._letters = tuple(self._numbers)
        self._may_be_cut = tuple(
            not (spelling.is_ideographic(letters[0]) and spelling.is_ideographic(letters[-1]))
            for letters in self._letters
        )

    def find(self, said: ChannelText) -> Mapping[int, list[Span]]:
        """By number: every place where the phrase stands as a whole, in order."""
        found: dict[int, list[Span]] = {}
        if self._automaton is None or not said.text:
            return found
        for last, number in self._automaton.iter(said.text):
            end = last + 1
            start = end - len(self._letters[number])
            if not self._may_be_cut[number] or said.is_whole(start, end):
                found.setdefault(number, []).append((start, end))
        return found

    def number_of(self, letters: str) -> int | None:
        return self._numbers.get(letters)

    def sounds(self, number: int) -> Sounds:
        return sounds_of(self._letters[number])
