"""A speech server elsewhere that speaks OpenAI's `/v1/audio/transcriptions`."""

import math
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import httpx
from pydantic import BaseModel, ValidationError

from services.errors import Unavailable
from services.recordings.decode import encode_opus
from services.recordings.sound import Sound
from services.settings import AsrSettings
from services.tables import Channel
from services.transcripts import MadeBy, Utterance, Word
from workers.asr import Heard, Progress, Said, Signs, Task, in_order
from workers.asr.words import as_written, spread_evenly

_LANGUAGES = {"chinese": "zh", "mandarin": "zh", "cantonese": "yue", "english": "en"}
"""Some servers answer with names, as OpenAI does, others with codes."""


class SpeechServerDown(Unavailable):
    """The speech server does not answer, or not in a way we understand."""


class _Word(BaseModel):
    word: str
    start: float
    end: float
    probability: float = 1.0


class _Segment(BaseModel):
    text: str
    start: float
    end: float
    avg_logprob: float = 0.0
    no_speech_prob: float | None = None
    compression_ratio: float | None = None
    words: list[_Word] = []


class _Answer(BaseModel):
    """What `verbose_json` brings; words come per segment, or all together, or not at all."""

    language: str | None = None
    segments: list[_Segment] = []
    words: list[_Word] = []


class RemoteTranscriber:
    """Sends each channel on its own, as Ogg/Opus."""

    def __init__(self, settings: AsrSettings, client: httpx.Client | None = None) -> None:
        self.settings = settings
        key = settings.remote_key
        self._client = client or httpx.Client(
            base_url=settings.remote_url or "",
            timeout=settings.remote_timeout.total_seconds(),
            headers={"Authorization": f"Bearer {key.get_secret_value()}"} if key else {},
        )
        self.made_by = MadeBy(engine="remote", model=settings.model)

    def transcribe(self, tasks: Sequence[Task], on_progress: Progress) -> list[Heard]:
        """Raises SpeechServerDown."""
        return [self._transcribe(task, number, on_progress) for number, task in enumerate(tasks)]

    def _transcribe(self, task: Task, number: int, on_progress: Progress) -> Heard:
        said: list[Said] = []
        for index, speaker in enumerate(task.speakers):
            said.extend(_utterances(self._ask(task.sound.only(index)), speaker))
            on_progress(number, (index + 1) / len(task.speakers))
        return in_order(said)

    def _ask(self, sound: Sound) -> _Answer:
        form = {
            "model": self.settings.model,
            "response_format": "verbose_json",
            "temperature": "0",
            "timestamp_granularities[]": ["segment", "word"],
        }
        if self.settings.language is not None:
            form["language"] = self.settings.language
        with tempfile.TemporaryDirectory(prefix="earshot-") as folder:
            file = Path(folder) / "channel.ogg"
            encode_opus(sound, file)
            with file.open("rb") as content:
                upload = {"file": ("channel.ogg", content, "audio/ogg")}
                return self._post(form, upload)

    def _post(self, form: Mapping[str, object], upload: Mapping[str, object]) -> _Answer:
        try:
            response = self._client.post("/audio/transcriptions", data=form, files=upload)  # type: ignore[arg-type]
            response.raise_for_status()
            return _Answer.model_validate_json(response.content)
        except (httpx.HTTPError, ValidationError) as error:
            raise SpeechServerDown(reason=str(error)) from error


def _utterances(answer: _Answer, speaker: Channel) -> Iterator[Said]:
    language = _code(answer.language)
    for segment in answer.segments:
        text = segment.text.strip()
        if not text:
            continue
        start_s, end_s = max(0.0, segment.start), max(0.0, segment.start, segment.end)
        sure = round(math.exp(min(0.0, segment.avg_logprob)), 3)
        utterance = Utterance(
            channel=speaker,
            start_s=start_s,
            end_s=end_s,
            text=text,
            confidence=sure,
            language=language,
            words=_words(text, segment, answer.words) or spread_evenly(text, start_s, end_s, sure),
        )
        signs = Signs(segment.avg_logprob, segment.no_speech_prob, segment.compression_ratio)
        yield utterance, signs


def _words(text: str, segment: _Segment, others: Sequence[_Word]) -> tuple[Word, ...] | None:
    """The segment's words. Those that came for the whole answer are dealt out by their middle.

    OpenAI leaves the spaces and marks between words out; they are put back from the text.
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
        pieces.append(_word(word, text[at:end]))
        at = end
    return as_written(text, pieces)


def _up_to_space(text: str, end: int, following: int) -> int:
    """Marks go with the word before them, spaces with the word after."""
    between = text[end:following]
    return end + len(between.rstrip())


def _word(word: _Word, text: str) -> Word:
    return Word(
        start_s=max(0.0, word.start),
        end_s=max(0.0, word.start, word.end),
        text=text,
        confidence=min(1.0, max(0.0, word.probability)),
    )


def _code(language: str | None) -> str | None:
    if not language:
        return None
    return _LANGUAGES.get(language.lower(), language.lower())
