"""Where in a call a phrase was said: characters of an utterance, and seconds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from services.scoring import text as spelling
from services.scoring.rules import Evidence
from services.tables import Channel
from services.transcripts import Utterance

TURN_END = "\n"
"""Stands between turns; no normalised phrase contains it."""

Span = tuple[int, int]
"""Start and end in the normalised text of a channel."""


@dataclass
class Heard:
    """All that was said on one channel, as one normalised text that remembers its origin.

    Utterances that follow each other without another speaker between them are one
    turn: speech recognition splits sentences, and a phrase may run over the split.
    """

    channel: Channel
    utterances: Sequence[Utterance]
    text: str = ""
    _places: list[tuple[int, int, int]] = field(default_factory=list)
    """Utterance, first and last character, of each character of `text`."""
    _found: dict[str, list[Span]] = field(default_factory=dict)
    _clocks: dict[int, "Clock"] = field(default_factory=dict)

    def find(self, phrases: Iterable[str]) -> list[Span]:
        """Every place where one of `phrases` stands, overlapping ones too, in order."""
        return sorted({span for phrase in phrases for span in self._find_one(phrase)})

    def locate(self, span: Span) -> Evidence:
        """The place of a span in the transcript; its first utterance's part if it has two."""
        number, char_start, _ = self._places[span[0]]
        char_end = max(end for which, _, end in self._places[span[0] : span[1]] if which == number)
        utterance = self.utterances[number]
        clock = self._clocks.get(number) or self._clocks.setdefault(number, Clock.of(utterance))
        start_s = clock.start_of(char_start)
        return Evidence(
            utterance=number,
            char_start=char_start,
            char_end=char_end,
            start_s=start_s,
            end_s=max(start_s, clock.end_of(char_end)),
            quote=utterance.text[char_start:char_end],
        )

    def _find_one(self, phrase: str) -> list[Span]:
        if phrase not in self._found:
            self._found[phrase] = self._search(spelling.normalize(phrase))
        return self._found[phrase]

    def _search(self, wanted: str) -> list[Span]:
        spans: list[Span] = []
        at = self.text.find(wanted) if wanted else -1
        while at >= 0:
            if self._is_whole(at, at + len(wanted)):
                spans.append((at, at + len(wanted)))
            at = self.text.find(wanted, at + 1)
        return spans

    def _is_whole(self, start: int, end: int) -> bool:
        """Whether no word of an alphabet, and no number, is cut at either edge."""
        edges = [(start - 1, start), (end - 1, end)]
        return not any(
            spelling.runs_on(self.text[before], self.text[after])
            for before, after in edges
            if before >= 0 and after < len(self.text)
        )


@dataclass(frozen=True)
class Clock:
    """When the characters of one utterance were spoken, from the times of its words."""

    utterance: Utterance
    words: Sequence[tuple[int, int, float, float]]
    """First and last character, first and last second."""

    @classmethod
    def of(cls, utterance: Utterance) -> "Clock":
        words: list[tuple[int, int, float, float]] = []
        reached = 0
        for word in utterance.words:
            wanted = word.text.strip()
            at = utterance.text.find(wanted, reached) if wanted else -1
            if at >= 0:
                reached = at + len(wanted)
                words.append((at, reached, word.start_s, word.end_s))
        return cls(utterance, words)

    def start_of(self, char: int) -> float:
        """Second at which the character begins; of the utterance when no word tells."""
        for start, end, start_s, end_s in self.words:
            if char < end:
                return _between(start, end, start_s, end_s, max(char, start))
        return self.words[-1][3] if self.words else self.utterance.start_s

    def end_of(self, char_end: int) -> float:
        """Second at which the character before `char_end` ends."""
        for start, end, start_s, end_s in reversed(self.words):
            if start < char_end:
                return _between(start, end, start_s, end_s, min(char_end, end))
        return self.words[0][2] if self.words else self.utterance.end_s


def hear(utterances: Sequence[Utterance]) -> dict[Channel, Heard]:
    """What was said on each channel that said anything. One pass serves every rule."""
    order = sorted(range(len(utterances)), key=lambda number: utterances[number].start_s)
    heard: dict[Channel, Heard] = {}
    for before, number in pairwise([None, *order]):
        assert number is not None
        channel = utterances[number].channel
        goes_on = before is not None and utterances[before].channel is channel
        _append(heard.setdefault(channel, Heard(channel, utterances)), number, goes_on)
    return heard


def _append(heard: Heard, number: int, goes_on: bool) -> None:
    text, starts, ends = spelling.fold(heard.utterances[number].text)
    if not text:
        return
    if heard.text:
        joint = _joint(heard.text[-1], text[0]) if goes_on else TURN_END
        heard.text += joint
        heard._places.extend([heard._places[-1]] * len(joint))
    heard.text += text
    heard._places.extend(zip([number] * len(text), starts, ends, strict=True))


def _joint(before: str, after: str) -> str:
    return spelling.SPACE if spelling.needs_space(before, after) else ""


def _between(start: int, end: int, start_s: float, end_s: float, char: int) -> float:
    return start_s + (end_s - start_s) * (char - start) / (end - start)
