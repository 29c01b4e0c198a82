"""From windows of speech to text, several at a time: what faster-whisper does for one channel.

Its batched pipeline takes one sound in one language with one prompt. Here the windows of a
batch may come from different channels and calls, and each has a language of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import ctranslate2
import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.audio import pad_or_trim
from faster_whisper.transcribe import get_compression_ratio, get_suppressed_tokens
from numpy.typing import NDArray

from services.settings import AsrSettings
from services.transcripts import Word
from workers.asr import Signs
from workers.asr.languages import Likely
from workers.asr.tokens import MixedTokenizer, Phrase, phrases, prompt_of, that_fit
from workers.asr.windows import Window

_APART = 100_000
"""Frames between two windows' clocks when words are timed, as if long silence parted them."""
_PREPENDED = "\"'“¿([{-"
_APPENDED = "\"'.。,，!！?？:：”)]}、"


@dataclass(frozen=True, slots=True)
class Segment:
    """Text of one window. Seconds count from the window's start."""

    text: str
    start_s: float
    end_s: float
    words: tuple[Word, ...]
    """None of them when their times were not wanted."""
    language: str
    signs: Signs


@dataclass(frozen=True, slots=True)
class Listened:
    """What a model has heard and not yet written down, and how likely each language is."""

    windows: Sequence[Window]
    encoded: ctranslate2.StorageView
    likely: tuple[Likely, ...]


class Inference:
    """A loaded model and how it is asked; as many threads at a time as it has workers."""

    def __init__(self, model: WhisperModel, settings: AsrSettings) -> None:
        self._model = model
        self._settings = settings
        self._tokenizers: dict[str, MixedTokenizer] = {}
        self._plain = self._tokenizer("en")
        self._suppressed = get_suppressed_tokens(self._plain, [-1])
        self._frames = model.feature_extractor.nb_max_frames

    def hot_words_of(self, hot_words: Sequence[str]) -> tuple[str, ...]:
        """Those for which there is room beside the text that is to come, if the model gets any."""
        if not self._settings.prompt_hot_words:
            return ()
        return that_fit(hot_words, self._plain.encode, self._model.max_length // 2 - 1)

    def language_of(self, wanted: str | None) -> str | None:
        """`wanted` if the model knows it; None lets `hear` find out."""
        if not self._model.model.is_multilingual:
            return "en"
        known = wanted and self._plain.tokenizer.token_to_id(f"<|{wanted}|>") is not None
        return wanted if known else None

    def listen(self, windows: Sequence[Window]) -> Listened:
        """Encode windows that all have the same hot words, and find out their languages."""
        encoded = self._model.encode(np.stack([self._features(window) for window in windows]))
        given = [
            self.language_of(window.task.hints.language or self._settings.language)
            for window in windows
        ]
        if None not in given:
            return Listened(windows, encoded, tuple({each: 1.0} for each in given if each))
        found = self._model.model.detect_language(encoded)
        return Listened(
            windows,
            encoded,
            tuple(
                {each: 1.0} if each else {token[2:-2]: likely for token, likely in tokens}
                for each, tokens in zip(given, found, strict=True)
            ),
        )

    def write(self, listened: Listened, languages: Sequence[str]) -> list[list[Segment]]:
        """What was said in each window, in the language that is given for it."""
        windows, encoded = listened.windows, listened.encoded
        found = self._model.model.generate(
            encoded,
            self._prompts(windows[0].task.hints.hot_words, languages),
            beam_size=self._settings.beam_size,
            max_length=self._model.max_length,
            suppress_blank=True,
            suppress_tokens=self._suppressed,
            return_scores=True,
            return_no_speech_prob=True,
        )
        texts = [self._phrases(*each) for each in zip(windows, found, strict=True)]
        times = self._times(windows, encoded, texts)
        return [
            [
                self._segment(phrase, words, language, result)
                for phrase, words in zip(text, timed, strict=True)
            ]
            for text, timed, language, result in zip(texts, times, languages, found, strict=True)
        ]

    def _prompts(self, hot_words: Sequence[str], languages: Sequence[str]) -> list[list[int]]:
        expected = prompt_of(self.hot_words_of(hot_words))
        return [
            self._model.get_prompt(self._tokenizer(language), [], hotwords=expected)
            for language in languages
        ]

    def _features(self, window: Window) -> NDArray[np.float32]:
        features = self._model.feature_extractor(window.samples())[..., :-1]
        padded: NDArray[np.float32] = pad_or_trim(features, self._frames)
        return padded

    def _phrases(self, window: Window, result: Any) -> list[Phrase]:
        found = phrases(
            result.sequences_ids[0],
            first_time=self._plain.timestamp_begin,
            duration_s=window.duration_s,
        )
        return [phrase for phrase in found if self._plain.decode(phrase.tokens).strip()]

    def _times(
        self,
        windows: Sequence[Window],
        encoded: ctranslate2.StorageView,
        heard: Sequence[Sequence[Phrase]],
    ) -> list[list[tuple[Word, ...]]]:
        """The words of each phrase with their times, none where they are not wanted."""
        if not self._settings.word_times or not any(heard):
            return [[() for _ in said] for said in heard]
        lines = [_lines(number, said) for number, said in enumerate(heard)]
        self._model.add_word_timestamps(
            lines,
            self._plain,
            encoded,
            [min(self._frames, int(np.ceil(window.duration_s)) * 100) for window in windows],
            _PREPENDED,
            _APPENDED,
            -_APART,
        )
        return [
            [tuple(_word(word, number) for word in line["words"]) for line in each[: len(said)]]
            for number, (each, said) in enumerate(zip(lines, heard, strict=True))
        ]

    def _segment(
        self, phrase: Phrase, words: tuple[Word, ...], language: str, result: Any
    ) -> Segment:
        text = self._plain.decode(phrase.tokens).strip()
        count = len(result.sequences_ids[0])
        signs = Signs(
            avg_logprob=result.scores[0] * count / (count + 1),
            no_speech_prob=result.no_speech_prob,
            compression_ratio=get_compression_ratio(text),
        )
        return Segment(text, phrase.start_s, phrase.end_s, words, language, signs)

    def _tokenizer(self, language: str) -> MixedTokenizer:
        if language not in self._tokenizers:
            self._tokenizers[language] = MixedTokenizer(
                self._model.hf_tokenizer,
                self._model.model.is_multilingual,
                task="transcribe",
                language=language,
            )
        return self._tokenizers[language]


def _lines(number: int, said: Sequence[Phrase]) -> list[dict[str, Any]]:
    """As faster-whisper wants them for timing words; at least one, which may be empty."""
    begin_s = number * _APART / 100
    return [
        {
            "seek": number * _APART,
            "start": begin_s + phrase.start_s,
            "end": begin_s + phrase.end_s,
            "tokens": phrase.tokens,
        }
        for phrase in said or [Phrase(0, 0, [])]
    ]


def _word(word: dict[str, Any], number: int) -> Word:
    """The model's numbers are numpy's; ours are not."""
    begin_s = number * _APART / 100
    return Word(
        start_s=round(float(word["start"]) - begin_s, 3),
        end_s=round(float(word["end"]) - begin_s, 3),
        text=word["word"],
        confidence=round(min(1.0, max(0.0, float(word["probability"]))), 3),
    )
