"""Words of an utterance: a model's own, or spread evenly where it has none."""

import re
from collections.abc import Iterator, Sequence

from services.transcripts import Word

# Chinese, Japanese and Thai write no spaces: there every character is timed on its own.
_WORD = re.compile(
    r"\s*(?:[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\s\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+)"
)


def spread_evenly(text: str, start_s: float, end_s: float, confidence: float) -> tuple[Word, ...]:
    """Share the time of `text` among its words by their length.

    Nothing is pretended: every word carries the confidence of the whole.
    """
    pieces = pieces_of(text)
    total = sum(len(piece) for piece in pieces)
    if not total:
        return ()
    per_character_s = (end_s - start_s) / total
    words, at = [], 0
    for piece in pieces:
        begins_s, at = start_s + at * per_character_s, at + len(piece)
        words.append(
            Word(
                start_s=round(begins_s, 3),
                end_s=round(start_s + at * per_character_s, 3),
                text=piece,
                confidence=confidence,
            )
        )
    return tuple(words)


def pieces_of(text: str) -> list[str]:
    """The words of `text` as they stand there, each with the space before it."""
    return _WORD.findall(text)


def as_written(text: str, words: Sequence[Word]) -> tuple[Word, ...] | None:
    """`words` such that they spell exactly `text`, None when they do not."""
    trimmed = tuple(_trimmed(words))
    return trimmed if "".join(word.text for word in trimmed) == text else None


def _trimmed(words: Sequence[Word]) -> Iterator[Word]:
    """Without the space before the first and after the last word."""
    last = len(words) - 1
    for index, word in enumerate(words):
        text = word.text.lstrip() if index == 0 else word.text
        yield word.model_copy(update={"text": text.rstrip() if index == last else text})
