"""A speech server elsewhere that speaks OpenAI's `/v1/audio/transcriptions`."""

import math
import re
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from services.recordings.sound import SAMPLE_RATE_HZ, Sound
from services.settings import AsrSettings
from services.tables import Channel
from services.transcripts import LeftOut, MadeBy, Utterance, Word
from workers.asr import Heard, Progress, Said, Signs, Task, in_order
from workers.asr.placing import is_made_up, made_up, of_text, of_words
from workers.asr.server import Answer, AnswerSegment, AnswerWord, Sleep, SpeechServer
from workers.asr.speech import Stretch, in_windows, lay_out
from workers.asr.words import as_written

_LANGUAGES = {
    "chinese": "zh",
    "mandarin": "zh",
    "cantonese": "yue",
    "english": "en",
    "japanese": "ja",
    "korean": "ko",
}
"""Some servers answer with names, as OpenAI does, others with codes."""
_CODE = re.compile(r"([a-z]{2,3})([-_][a-z0-9]+)*")
_PROMPT_MAX = 400
"""Characters of hot words: servers drop the beginning of what is longer than some 224 tokens."""


_Told = tuple[list[Said], list[LeftOut]]


@dataclass(frozen=True)
class _Piece:
    """What is sent at once: some speech of one channel of a task."""

    number: int
    channel: int
    window: tuple[Stretch, ...]

    @property
    def seconds(self) -> float:
        return self.window[-1].joined_end_s - self.window[0].joined_s


class RemoteTranscriber:
    """Sends the speech of each channel on its own, as Ogg/Opus, several at a time."""

    def __init__(self, settings: AsrSettings, sleep: Sleep = time.sleep) -> None:
        self.settings = settings
        self._server = SpeechServer(settings, sleep)
        self.made_by = MadeBy(
            engine="remote",
            model=settings.model,
            parameters={"window_s": settings.remote_window.total_seconds()},
        )

    def transcribe(self, tasks: Sequence[Task], on_progress: Progress) -> list[Heard]:
        """Raises SpeechServerDown, SpeechServerRefuses."""
        pieces = [piece for number, task in enumerate(tasks) for piece in self._cut(task, number)]
        said: list[list[Said]] = [[] for _ in tasks]
        left_out: list[list[LeftOut]] = [[] for _ in tasks]
        done_s = [0.0 for _ in tasks]
        for piece, (heard, invented) in self._hear_all(tasks, pieces):
            said[piece.number] += heard
            left_out[piece.number] += invented
            done_s[piece.number] += piece.seconds
            all_s = sum(each.seconds for each in pieces if each.number == piece.number)
            on_progress(piece.number, done_s[piece.number] / all_s)
        return [
            replace(in_order(heard, invented), parameters=self._hints_used(task))
            for task, heard, invented in zip(tasks, said, left_out, strict=True)
        ]

    def _cut(self, task: Task, number: int) -> Iterator[_Piece]:
        margin_s = self.settings.vad_speech_pad.total_seconds()
        longest_s = self.settings.remote_window.total_seconds()
        for index, spoken in enumerate(task.speech):
            speech = lay_out(spoken, margin_s=margin_s, duration_s=task.sound.duration_s)
            for window in in_windows(speech, longest_s):
                yield _Piece(number, index, tuple(window))

    def _hear_all(
        self, tasks: Sequence[Task], pieces: Sequence[_Piece]
    ) -> Iterator[tuple[_Piece, _Told]]:
        """As they come. What has not been sent yet when one fails is not sent."""
        with ThreadPoolExecutor(self.settings.remote_concurrency) as pool:
            sent: dict[Future[_Told], _Piece] = {
                pool.submit(self._hear, tasks[piece.number], piece): piece for piece in pieces
            }
            try:
                for future in as_completed(sent):
                    yield sent[future], future.result()
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    def _hear(self, task: Task, piece: _Piece) -> _Told:
        language = task.hints.language or self.settings.language
        sound = _joined(task.sound, piece)
        answer = self._server.ask(sound, language, self._hot_words(task))
        speaker = task.speakers[piece.channel]
        spoken = _code(answer.language) or language
        return _told(answer, piece.window, speaker, spoken)

    def _hot_words(self, task: Task) -> list[str]:
        return list(_that_fit(task.hints.hot_words)) if self.settings.prompt_hot_words else []

    def _hints_used(self, task: Task) -> dict[str, Any]:
        """Those of the task that changed what was sent."""
        used = {"hot_words": self._hot_words(task), "language": task.hints.language}
        return {name: hint for name, hint in used.items() if hint}


def _joined(sound: Sound, piece: _Piece) -> Sound:
    """The speech of a piece, end to end; of the rest nothing is read."""
    stretches = [
        sound.read(
            piece.channel, round(each.from_s * SAMPLE_RATE_HZ), round(each.until_s * SAMPLE_RATE_HZ)
        )
        for each in piece.window
    ]
    return Sound.of(np.concatenate(stretches)[np.newaxis])


def _that_fit(hot_words: Sequence[str]) -> Iterator[str]:
    used = 0
    for word in hot_words:
        used += len(word) + 2
        if used > _PROMPT_MAX:
            return
        yield word


def _told(
    answer: Answer, window: Sequence[Stretch], speaker: Channel, language: str | None
) -> _Told:
    said: list[Said] = []
    left_out: list[LeftOut] = []
    for segment in _segments(answer, window):
        text = segment.text.strip()
        if text and is_made_up(*_joined_s(segment, window), window):
            left_out.append(made_up(text, window, speaker))
        elif text:
            said += _said(text, segment, answer.words or [], window, speaker, language)
    return said, left_out


def _joined_s(segment: AnswerSegment, window: Sequence[Stretch]) -> tuple[float, float]:
    """The server's seconds count from the beginning of the window's speech."""
    start_s = window[0].joined_s + max(0.0, segment.start)
    return start_s, max(start_s, window[0].joined_s + segment.end)


def _said(
    text: str,
    segment: AnswerSegment,
    others: Sequence[AnswerWord],
    window: Sequence[Stretch],
    speaker: Channel,
    language: str | None,
) -> Iterator[Said]:
    sure = round(math.exp(min(0.0, segment.avg_logprob or 0.0)), 3)
    words = _words(text, segment, others, window[0].joined_s, sure)
    utterances: Iterator[Utterance]
    if words:
        utterances = of_words(words, window, speaker, language)
    else:
        start_s, end_s = _joined_s(segment, window)
        utterances = of_text(text, start_s, end_s, sure, window, speaker, language)
    signs = Signs(segment.avg_logprob, segment.no_speech_prob, segment.compression_ratio)
    yield from ((utterance, signs) for utterance in utterances)


def _segments(answer: Answer, window: Sequence[Stretch]) -> Sequence[AnswerSegment]:
    """All of the text as one where a server has none."""
    if answer.segments:
        return answer.segments
    whole_s = window[-1].joined_end_s - window[0].joined_s
    return [AnswerSegment(text=answer.text or "", start=0, end=whole_s)]


def _words(
    text: str,
    segment: AnswerSegment,
    others: Sequence[AnswerWord],
    shift_s: float,
    sure: float,
) -> tuple[Word, ...] | None:
    """The segment's words. Those that came for the whole answer are dealt out by their middle.

    OpenAI leaves the spaces and marks between words out; they are put back from the text.
    None when they are not the text's.
    """
    heard = segment.words or [
        word for word in others if segment.start <= (word.start + word.end) / 2 < segment.end
    ]
    pieces, at = [], 0
    for index, word in enumerate(heard):
        found = text.find(word.word.strip(), at)
        if found < 0:
            return None
        end = found + len(word.word.strip())
        if index + 1 < len(heard):
            following = text.find(heard[index + 1].word.strip(), end)
            end = end if following < 0 else _up_to_space(text, end, following)
        else:
            end = len(text)
        pieces.append(_word(word, text[at:end], shift_s, sure))
        at = end
    return as_written(text, pieces)


def _up_to_space(text: str, end: int, following: int) -> int:
    """Marks go with the word before them, spaces with the word after."""
    between = text[end:following]
    return end + len(between.rstrip())


def _word(word: AnswerWord, text: str, shift_s: float, sure: float) -> Word:
    """As sure as its segment where the server does not say."""
    start_s = shift_s + max(0.0, word.start)
    probability = sure if word.probability is None else word.probability
    return Word(
        start_s=start_s,
        end_s=max(start_s, shift_s + word.end),
        text=text,
        confidence=min(1.0, max(0.0, probability)),
    )


def _code(language: str | None) -> str | None:
    """`zh` for `Chinese`, `zh` and `zh-CN`; None for what is no language."""
    name = (language or "").strip().lower()
    code = _CODE.fullmatch(name)
    return _LANGUAGES.get(name) or (code[1] if code else None)
