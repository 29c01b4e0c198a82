"""When the characters of an utterance were spoken, and how surely, from its words."""

from collections.abc import Sequence
from typing import NamedTuple

from services.transcripts import Utterance


class Aligned(NamedTuple):
    """Characters `start:end` of the utterance, which are one word."""

    start: int
    end: int
    start_s: float
    end_s: float
    confidence: float


class Alignment(NamedTuple):
    """The words of one utterance, by the characters they stand for."""

    utterance: Utterance
    words: Sequence[Aligned]

    @classmethod
    def of(cls, utterance: Utterance) -> "Alignment":
        words: list[Aligned] = []
        reached = 0
        for word in utterance.words:
            wanted = word.text.strip()
            at = utterance.text.find(wanted, reached) if wanted else -1
            if at >= 0:
                reached = at + len(wanted)
                words.append(Aligned(at, reached, word.start_s, word.end_s, word.confidence))
        return cls(utterance, words)

    def start_of(self, char: int) -> float:
        """Second at which the character begins; of the utterance when no word tells."""
        for word in self.words:
            if char < word.end:
                return _second(word, max(char, word.start))
        return self.words[-1].end_s if self.words else self.utterance.start_s

    def end_of(self, char_end: int) -> float:
        """Second at which the character before `char_end` ends."""
        for word in reversed(self.words):
            if word.start < char_end:
                return _second(word, min(char_end, word.end))
        return self.words[0].start_s if self.words else self.utterance.end_s

    def confidences(self, char_start: int, char_end: int) -> list[float]:
        """One for each character that belongs to a word; the utterance's when none does."""
        found = [
            word.confidence
            for word in self.words
            for _ in range(max(char_start, word.start), min(char_end, word.end))
        ]
        return found or [self.utterance.confidence] * (char_end - char_start)


def _second(word: Aligned, char: int) -> float:
    return word.start_s + (word.end_s - word.start_s) * (char - word.start) / (
        word.end - word.start
    )
