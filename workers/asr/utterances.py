"""From what a model wrote of one window to who said what when in the call."""

import math
from collections.abc import Iterator, Sequence

from services.transcripts import LeftOut, Utterance, Word
from workers.asr import Said
from workers.asr.inference import Segment
from workers.asr.placing import is_made_up, made_up, of_text, of_words
from workers.asr.windows import Window
from workers.asr.words import as_written


def told(segments: Sequence[Segment], window: Window) -> tuple[list[Said], list[LeftOut]]:
    """What was said in a window, and what was written of no sound at all."""
    said: list[Said] = []
    left_out: list[LeftOut] = []
    for segment in segments:
        if is_made_up(window.joined(segment.start_s), window.joined(segment.end_s), window.speech):
            left_out.append(made_up(segment.text, window.speech, window.speaker))
        else:
            said += [(utterance, segment.signs) for utterance in _utterances(segment, window)]
    return said, left_out


def _utterances(segment: Segment, window: Window) -> Iterator[Utterance]:
    words = as_written(segment.text, [_joined(word, window) for word in segment.words])
    if words:
        return of_words(words, window.speech, window.speaker, segment.language)
    return of_text(
        segment.text,
        window.joined(segment.start_s),
        window.joined(segment.end_s),
        round(math.exp(min(0.0, segment.signs.avg_logprob or 0.0)), 3),
        window.speech,
        window.speaker,
        segment.language,
    )


def _joined(word: Word, window: Window) -> Word:
    times = {"start_s": window.joined(word.start_s), "end_s": window.joined(word.end_s)}
    return word.model_copy(update=times)
