"""What was said on a channel as one text, and what stands where in it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from services.scoring import text as spelling
from services.scoring.alignment import Alignment
from services.scoring.rules import Evidence
from services.tables import Channel
from services.transcripts import Utterance

TURN_END = "\n"
"""Stands between turns; no normalised phrase contains it."""

Span = tuple[int, int]
"""Start and end in the normalised text of a channel."""


@dataclass
class ChannelText:
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
    _alignments: dict[int, Alignment] = field(default_factory=dict)

    def find(self, phrases: Iterable[str]) -> list[Span]:
        """Every place where one of `phrases` stands, overlapping ones too, in order."""
        return sorted({span for phrase in phrases for span in self._find_one(phrase)})

    def locate(self, span: Span) -> Evidence:
        """The place of a span in the transcript; its first utterance's part if it has two."""
        number, char_start, char_end = next(self._parts(span))
        alignment = self._alignment(number)
        start_s = alignment.start_of(char_start)
        return Evidence(
            utterance=number,
            char_start=char_start,
            char_end=char_end,
            start_s=start_s,
            end_s=max(start_s, alignment.end_of(char_end)),
            quote=self.utterances[number].text[char_start:char_end],
        )

    def has_doubts(self, span: Span) -> bool:
        """Whether any utterance that the span touches has."""
        return any(self.utterances[number].doubts for number, _, _ in self._parts(span))

    def confidence(self, span: Span) -> float:
        """Mean over the characters of the span, 0 to 1."""
        found = [
            confidence
            for number, char_start, char_end in self._parts(span)
            for confidence in self._alignment(number).confidences(char_start, char_end)
        ]
        return sum(found) / len(found)

    def append(self, number: int, *, goes_on: bool) -> None:
        """Add an utterance; it goes on with the turn of the one before, or begins another."""
        text, starts, ends = spelling.fold(self.utterances[number].text)
        if not text:
            return
        if self.text:
            joint = _joint(self.text[-1], text[0]) if goes_on else TURN_END
            self.text += joint
            self._places.extend([self._places[-1]] * len(joint))
        self.text += text
        self._places.extend(zip([number] * len(text), starts, ends, strict=True))

    def _parts(self, span: Span) -> Iterator[tuple[int, int, int]]:
        """Each utterance that the span touches, and its characters there."""
        for number, places in groupby(self._places[span[0] : span[1]], key=lambda place: place[0]):
            chars = list(places)
            yield number, chars[0][1], max(end for _, _, end in chars)

    def _alignment(self, number: int) -> Alignment:
        if number not in self._alignments:
            self._alignments[number] = Alignment.of(self.utterances[number])
        return self._alignments[number]

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


def texts_of(utterances: Sequence[Utterance]) -> dict[Channel, ChannelText]:
    """What was said on each channel that said anything. One pass serves every rule."""
    order = sorted(range(len(utterances)), key=lambda number: utterances[number].start_s)
    texts: dict[Channel, ChannelText] = {}
    for before, number in pairwise([None, *order]):
        assert number is not None
        channel = utterances[number].channel
        goes_on = before is not None and utterances[before].channel is channel
        text = texts.setdefault(channel, ChannelText(channel, utterances))
        text.append(number, goes_on=goes_on)
    return texts


def _joint(before: str, after: str) -> str:
    return spelling.SPACE if spelling.needs_space(before, after) else ""
