"""What was said on a channel as one text, and what stands where in it."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from services.scoring.alignment import Alignment
from services.scoring.judging.folding import normalized, origins
from services.scoring.results import Evidence
from services.scoring.unchecked import unchecked
from services.tables import Channel
from services.transcripts import Utterance, spelling

_evidence = unchecked(Evidence)
TURN_END = "\n"
"""Stands between turns; no normalised phrase contains it."""
_MIXED = Channel.MIXED

Span = tuple[int, int]
"""Start and end in the normalised text of a channel."""


Moment: TypeAlias = tuple[float, int, int]
"""By what places are in order: second, number of the utterance, character."""


class Part(NamedTuple):
    """Characters of one utterance, as it was written down."""

    utterance: int
    char_start: int
    char_end: int


class Turn(NamedTuple):
    """What one speaker says until the other speaks."""

    number: int
    """Counted over both speakers."""
    channel: Channel
    utterances: tuple[int, ...]
    """Those with words, by time."""


class Spoken:
    """The utterances of a call by time, their turns, and the seconds of their characters."""

    def __init__(self, utterances: Sequence[Utterance]) -> None:
        self.utterances = utterances
        self.turns = tuple(_turns(utterances, self.letters))
        self._alignments: dict[int, Alignment] = {}
        self._origins: dict[int, tuple[list[int], list[int]]] = {}

    @cached_property
    def letters(self) -> Sequence[str]:
        """Each utterance in the one spelling."""
        return normalized([utterance.text for utterance in self.utterances])

    @cached_property
    def channels(self) -> Set[Channel]:
        """On which anything is said."""
        return {turn.channel for turn in self.turns}

    @cached_property
    def _doubted(self) -> Set[int]:
        return {number for number, each in enumerate(self.utterances) if each.doubts}

    @cached_property
    def turn_of(self) -> Mapping[int, int | None]:
        """By utterance. None on a channel that more than one may speak on."""
        return {
            utterance: None if turn.channel is _MIXED else turn.number
            for turn in self.turns
            for utterance in turn.utterances
        }

    def evidence(self, part: Part, detail: str = "") -> Evidence:
        alignment = self.alignment(part.utterance)
        start_s = alignment.start_of(part.char_start)
        return _evidence(
            utterance=part.utterance,
            char_start=part.char_start,
            char_end=part.char_end,
            start_s=start_s,
            end_s=max(start_s, alignment.end_of(part.char_end)),
            quote=self.utterances[part.utterance].text[part.char_start : part.char_end],
            call_id=None,
            detail=detail,
        )

    def moment(self, part: Part) -> Moment:
        """When and where it begins."""
        start_s = self.alignment(part.utterance).start_of(part.char_start)
        return start_s, part.utterance, part.char_start

    def has_doubts(self, parts: Sequence[Part]) -> bool:
        return bool(self._doubted) and any(part.utterance in self._doubted for part in parts)

    def confidence(self, parts: Sequence[Part]) -> float:
        """Mean over the characters, 0 to 1."""
        found = [
            confidence
            for part in parts
            for confidence in self.alignment(part.utterance).confidences(
                part.char_start, part.char_end
            )
        ]
        return sum(found) / len(found) if found else 1

    def alignment(self, utterance: int) -> Alignment:
        if utterance not in self._alignments:
            self._alignments[utterance] = Alignment.of(self.utterances[utterance])
        return self._alignments[utterance]

    def origin(self, utterance: int, start: int, end: int) -> Part:
        """Where characters of the normalised utterance come from."""
        if utterance not in self._origins:
            text = self.utterances[utterance].text
            self._origins[utterance] = origins(text, self.letters[utterance])
        starts, ends = self._origins[utterance]
        return Part(utterance, starts[start], max(ends[start:end]))


@dataclass
class ChannelText:
    """All that was said on one channel, as one normalised text that remembers its origin.

    Utterances that follow each other without another speaker between them are one
    turn: speech recognition splits sentences, and a phrase may run over the split.
    """

    channel: Channel
    spoken: Spoken
    text: str = ""
    numbers: list[int] = field(default_factory=list)
    """Utterances, in the order of the text."""
    starts: list[int] = field(default_factory=list)
    """Where each begins."""
    turn_spans: list[tuple[Span, Turn]] = field(default_factory=list)

    @classmethod
    def of(cls, channel: Channel, spoken: Spoken) -> "ChannelText":
        made = cls(channel, spoken)
        pieces: list[str] = []
        length = 0
        for turn in spoken.turns:
            if turn.channel is channel:
                length = made._append(turn, pieces, length)
        made.text = "".join(pieces)
        return made

    def parts(self, span: Span) -> Iterator[Part]:
        """Each utterance that the span touches, and its characters there."""
        at = bisect_right(self.starts, span[0]) - 1
        while at < len(self.starts) and self.starts[at] < span[1]:
            offset = self.starts[at]
            length = len(self.spoken.letters[self.numbers[at]])
            start, end = max(0, span[0] - offset), min(length, span[1] - offset)
            if start < end:
                yield self.spoken.origin(self.numbers[at], start, end)
            at += 1

    def utterance_spans(self) -> list[Span]:
        return [
            (start, start + len(self.spoken.letters[number]))
            for start, number in zip(self.starts, self.numbers, strict=True)
        ]

    def lengths(self) -> list[Span]:
        """Turns; on one channel for both, where nobody knows them, each two utterances."""
        if self.channel is not Channel.MIXED:
            return [span for span, _ in self.turn_spans]
        spans = self.utterance_spans()
        following = [*spans[1:], spans[-1]] if spans else []
        return [(one[0], other[1]) for one, other in zip(spans, following, strict=True)]

    def turn_at(self, at: int) -> Turn:
        """The turn in which the character stands."""
        return self.turn_spans[bisect_right(self._turn_starts, at) - 1][1]

    @cached_property
    def _turn_starts(self) -> list[int]:
        return [start for (start, _), _ in self.turn_spans]

    def is_whole(self, start: int, end: int) -> bool:
        """Whether no word of an alphabet, and no number, is cut at either edge."""
        return not any(
            spelling.runs_on(self.text[at - 1], self.text[at])
            for at in (start, end)
            if 0 < at < len(self.text)
        )

    def _append(self, turn: Turn, pieces: list[str], length: int) -> int:
        begins = length + 1 if pieces else 0
        for number in turn.utterances:
            letters = self.spoken.letters[number]
            if pieces:
                joint = _joint(pieces[-1][-1], letters[0]) if length > begins else TURN_END
                if joint:
                    pieces.append(joint)
                    length += len(joint)
            self.numbers.append(number)
            self.starts.append(length)
            pieces.append(letters)
            length += len(letters)
        self.turn_spans.append(((begins, length), turn))
        return length


def _turns(utterances: Sequence[Utterance], letters: Sequence[str]) -> Iterator[Turn]:
    starts_s = [each.start_s for each in utterances]
    order = sorted(
        (number for number, spelled in enumerate(letters) if spelled), key=starts_s.__getitem__
    )
    channels = [utterances[number].channel for number in order]
    changes = pairwise(channels)
    begins = [0] if order else []
    begins += [at for at, (one, other) in enumerate(changes, 1) if one is not other]
    for number, (start, end) in enumerate(pairwise([*begins, len(order)])):
        yield Turn(number, channels[start], tuple(order[start:end]))


def _joint(before: str, after: str) -> str:
    return spelling.SPACE if spelling.needs_space(before, after) else ""
