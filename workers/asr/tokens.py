"""A model's tokens: words of any language, hot words that fit, and text with its times."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from faster_whisper.tokenizer import Tokenizer

from workers.asr.words import pieces_of

_TICK_S = 0.02
"""What one time token counts."""


class MixedTokenizer(Tokenizer):  # type: ignore[misc]
    """Words as `words.pieces_of` has them, whatever languages are mixed in a text.

    faster-whisper takes either every character or everything between spaces for a word.
    """

    def split_to_word_tokens(self, tokens: list[int]) -> tuple[list[str], list[list[int]]]:
        words: list[str] = []
        their_tokens: list[list[int]] = []
        for text, ids in zip(*self.split_tokens_on_unicode(tokens), strict=True):
            special = ids[0] >= self.eot
            if words and not special and len(pieces_of(words[-1] + text)) == 1:
                words[-1] += text
                their_tokens[-1] += ids
            else:
                words.append(text)
                their_tokens.append(ids)
        return words, their_tokens


def that_fit(
    hot_words: Sequence[str], encode: Callable[[str], list[int]], most: int
) -> tuple[str, ...]:
    """The first of them, as many as take at most `most` tokens as `prompt_of` puts them."""
    fitting: tuple[str, ...] = ()
    for word in hot_words:
        if len(encode(f" {prompt_of([*fitting, word])}")) > most:
            break
        fitting = (*fitting, word)
    return fitting


def prompt_of(hot_words: Sequence[str]) -> str:
    return ", ".join(hot_words)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens of text between two times, in seconds from the start of the window."""

    start_s: float
    end_s: float
    tokens: list[int]


def phrases(tokens: Sequence[int], *, first_time: int, duration_s: float) -> Iterator[Phrase]:
    """Text between time tokens; what a model did not bring to its end lasts to the window's."""
    begun_s, text = 0.0, list[int]()
    for token in tokens:
        if token < first_time:
            text.append(token)
            continue
        at_s = (token - first_time) * _TICK_S
        if text:
            yield Phrase(begun_s, at_s, text)
            text = []
        begun_s = at_s
    if text:
        yield Phrase(begun_s, max(begun_s, duration_s), text)
