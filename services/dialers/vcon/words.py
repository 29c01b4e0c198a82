"""Words with times, as recognisers write them, put together to what was said."""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any

from services.tables import Channel
from services.transcripts import Utterance, Word

_PAUSE_S = 0.8
_SENTENCE_ENDS = tuple(".?!。？！…")
_LATEST_S = 86_400.0
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")


@dataclass(frozen=True, slots=True)
class Heard:
    """Something said in one go. Seconds from the start of the recording."""

    text: str
    start_s: float
    end_s: float
    confidence: float = 1
    words: tuple[Word, ...] = ()
    speaker: Any = None

    @classmethod
    def of(
        cls,
        *,
        text: str,
        start_s: float,
        end_s: float,
        confidence: float | None,
        words: Sequence["Heard"],
    ) -> "Heard | None":
        """None for what lies outside any recording. Words count only if they make the text."""
        if not 0 <= start_s < _LATEST_S or not 0 <= end_s < _LATEST_S:
            return None
        within = tuple(word for part in words for word in part.words)
        joined = _joined(within)
        known = joined is not None and "".join(word.text for word in joined) == text
        return cls(
            text=text,
            start_s=start_s,
            end_s=max(start_s, end_s),
            confidence=_share(confidence, [word.confidence for word in within]),
            words=joined if known and joined else (),
        )

    def as_utterance(self, channel: Channel) -> Utterance:
        return Utterance(
            channel=channel,
            start_s=self.start_s,
            end_s=self.end_s,
            text=self.text,
            confidence=self.confidence,
            words=self.words,
        )


def spoken(words: Sequence[Any], seconds: Callable[[Any], float | None]) -> Iterator[Heard]:
    """What is said in one go: until another speaks, a sentence ends, or a pause is made."""
    turn: Heard | None = None
    for word in words:
        heard = _word(word, seconds) if isinstance(word, dict) else None
        if heard is None:
            continue
        if turn is None or _breaks(turn, heard):
            if turn is not None:
                yield turn
            turn = heard
        else:
            turn = _with(turn, heard)
    if turn is not None:
        yield turn


def text_of(value: Any) -> str:
    """Text that can be stored; nothing for what is none."""
    return _UNSTORABLE.sub("\ufffd", value).strip() if isinstance(value, str) else ""


def number_in(value: Any) -> float | None:
    """A finite number, or one in a string."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _word(word: dict[str, Any], seconds: Callable[[Any], float | None]) -> Heard | None:
    text = text_of(word.get("punctuated_word") or word.get("word") or word.get("text"))
    start_s, end_s = seconds(word.get("start")), seconds(word.get("end"))
    if not text or start_s is None or end_s is None or not 0 <= start_s <= end_s < _LATEST_S:
        return None
    confidence = _share(number_in(word.get("confidence", word.get("probability"))), [])
    one = Word(start_s=start_s, end_s=end_s, text=text, confidence=confidence)
    return Heard(text, start_s, end_s, confidence, (one,), word.get("speaker"))


def _breaks(turn: Heard, word: Heard) -> bool:
    return (
        word.speaker != turn.speaker
        or turn.text.endswith(_SENTENCE_ENDS)
        or word.start_s - turn.end_s > _PAUSE_S
    )


def _with(turn: Heard, heard: Heard) -> Heard:
    words = _joined([*turn.words, *heard.words]) or ()
    return replace(
        turn,
        text="".join(word.text for word in words),
        end_s=max(turn.end_s, heard.end_s),
        confidence=round(fmean(word.confidence for word in words), 4),
        words=words,
    )


def _joined(words: Sequence[Word]) -> tuple[Word, ...] | None:
    """With the spaces that stand between them: none between Chinese characters."""
    joined: list[Word] = []
    for word in words:
        plain = word.text.strip()
        before = joined[-1].text[-1:] if joined else ""
        close = not before or (_HAN.match(before) and _HAN.match(plain))
        joined.append(word.model_copy(update={"text": plain if close else f" {plain}"}))
    return tuple(joined) or None


def _share(confidence: float | None, others: Sequence[float]) -> float:
    """Between 0 and 1; what is no such share is not known, and taken for certain."""
    if confidence is not None and 0 <= confidence <= 1:
        return round(confidence, 4)
    return round(fmean(others), 4) if others else 1
