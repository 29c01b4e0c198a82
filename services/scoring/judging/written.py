"""What was said on a channel as it was written down, in bytes, for regular expressions."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from services.scoring.judging.texts import ChannelText, Part
from services.tables import Channel
from services.transcripts import spelling

TURN_END = b"\n"


class WrittenText:
    """Turns one after the other, a line each; the utterances of a turn run on.

    On one channel for both nobody knows the turns: there each utterance is a line.
    """

    def __init__(self, said: ChannelText) -> None:
        self._spoken = said.spoken
        self._turns = [turn.utterances for _, turn in said.turn_spans]
        if said.channel is Channel.MIXED:
            self._turns = [(number,) for number in said.numbers]
        self.numbers: list[int] = []
        self.starts: list[int] = []
        """Byte at which each utterance begins."""

    @cached_property
    def text(self) -> bytes:
        return TURN_END.join(self._lines())

    def parts(self, start: int, end: int) -> Iterator[Part]:
        """Each utterance that bytes `start:end` touch, and its characters there."""
        at = bisect_right(self.starts, start) - 1
        while at < len(self.starts) and self.starts[at] < end:
            number, offset = self.numbers[at], self.starts[at]
            written = self._spoken.utterances[number].text
            data = _one_line(written)
            first, last = max(0, start - offset), min(len(data), end - offset)
            if first < last:
                skipped = len(written) - len(written.lstrip())
                char_start = skipped + len(data[:first].decode())
                yield Part(number, char_start, char_start + len(data[first:last].decode()))
            at += 1

    def _lines(self) -> Iterator[bytes]:
        length = 0
        for turn in self._turns:
            pieces: list[bytes] = []
            before = ""
            for number in turn:
                text = self._spoken.utterances[number].text.strip()
                if pieces and spelling.needs_space(before, text[0]):
                    pieces.append(b" ")
                    length += 1
                data = _encoded(text)
                self.numbers.append(number)
                self.starts.append(length)
                pieces.append(data)
                length += len(data)
                before = text[-1]
            yield b"".join(pieces)
            length += len(TURN_END)


def _one_line(text: str) -> bytes:
    return _encoded(text.strip())


def _encoded(text: str) -> bytes:
    return text.replace("\n", " ").encode("utf-8", "replace")
