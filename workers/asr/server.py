"""Talking to a speech server: one sound, one answer, and what to do when there is none."""

import math
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Self

import httpx
from pydantic import BaseModel, FiniteFloat, ValidationError, model_validator
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    stop_after_attempt,
    wait_exception,
    wait_exponential_jitter,
)

from services.errors import Rejected, Unavailable
from services.recordings.decode import encode_opus
from services.recordings.sound import Sound
from services.recordings.storage import spool_folder
from services.settings import AsrSettings

Sleep = Callable[[float], None]

_WAIT = wait_exponential_jitter(initial=1, max=30, jitter=1)
_LONGEST_WAIT_S = 60.0
"""A server that wants to be left alone for longer is down for this try."""
_LATER = {408, 425, 429}
"""Refusals that say: not now."""
_WORDS_MAX = 200


class SpeechServerDown(Unavailable):
    """The speech server does not answer, or not in a way we understand."""

    at_once = True
    """Whether asking again within this try may help."""
    retry_after_s: float | None = None


class SpeechServerSlow(SpeechServerDown):
    """The speech server took longer than EARSHOT_ASR_REMOTE_TIMEOUT."""

    at_once = False


class SpeechServerRefuses(Rejected):
    """The speech server refuses what it is sent."""


class SpeechKeyRefused(SpeechServerRefuses):
    """The speech server does not accept the key in EARSHOT_ASR_REMOTE_KEY."""


class AnswerWord(BaseModel):
    word: str
    start: FiniteFloat
    end: FiniteFloat
    probability: FiniteFloat | None = None


class AnswerSegment(BaseModel):
    text: str
    start: FiniteFloat
    end: FiniteFloat
    avg_logprob: FiniteFloat | None = None
    no_speech_prob: FiniteFloat | None = None
    compression_ratio: FiniteFloat | None = None
    words: list[AnswerWord] | None = None


class Answer(BaseModel):
    """What `verbose_json` brings; words come per segment, or all together, or not at all."""

    text: str | None = None
    language: str | None = None
    segments: list[AnswerSegment] | None = None
    words: list[AnswerWord] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.text is None and self.segments is None:
            raise ValueError("neither text nor segments")
        return self


class SpeechServer:
    """May be asked from several threads at once."""

    def __init__(self, settings: AsrSettings, sleep: Sleep = time.sleep) -> None:
        key = settings.remote_key
        self._key = key.get_secret_value() if key else None
        self._model = settings.model
        self._attempts = settings.remote_attempts
        self._sleep = sleep
        self._client = httpx.Client(
            base_url=settings.remote_url or "",
            timeout=httpx.Timeout(settings.remote_timeout.total_seconds(), connect=10),
            limits=httpx.Limits(max_connections=settings.remote_concurrency),
            headers={"Authorization": f"Bearer {self._key}"} if self._key else {},
        )

    def ask(self, sound: Sound, language: str | None, hot_words: Sequence[str]) -> Answer:
        """What is said in one channel. Raises SpeechServerDown, SpeechServerRefuses."""
        form = {
            "model": self._model,
            "response_format": "verbose_json",
            "temperature": "0",
            "timestamp_granularities[]": ["segment", "word"],
        }
        if language is not None:
            form["language"] = language
        if hot_words:
            form["prompt"] = ", ".join(hot_words)
        with tempfile.TemporaryDirectory(dir=spool_folder(), prefix="channel-") as folder:
            file = Path(folder) / "channel.ogg"
            encode_opus(sound, file)
            return self._patiently()(self._post, form, file)

    def _patiently(self) -> Retrying:
        return Retrying(
            stop=stop_after_attempt(self._attempts),
            retry=retry_if_exception(_is_worth_asking_again),
            wait=_wait,
            sleep=self._sleep,
            reraise=True,
        )

    def _post(self, form: dict[str, object], file: Path) -> Answer:
        with file.open("rb") as content:
            upload = {"file": (file.name, content, "audio/ogg")}
            try:
                response = self._client.post("/audio/transcriptions", data=form, files=upload)
            except (httpx.ReadTimeout, httpx.WriteTimeout) as error:
                raise SpeechServerSlow() from error
            except httpx.HTTPError as error:
                why = str(error) or type(error).__name__
                raise SpeechServerDown(
                    detail=f"The speech server does not answer ({self._quoted(why)})."
                ) from error
        return self._read(response)

    def _read(self, response: httpx.Response) -> Answer:
        if not response.is_success:
            raise self._refusal(response)
        try:
            return Answer.model_validate_json(response.content)
        except ValidationError as error:
            raise SpeechServerDown(reason=error.errors(include_input=False)[0]["msg"]) from error

    def _refusal(self, response: httpx.Response) -> SpeechServerDown | SpeechServerRefuses:
        status = response.status_code
        if status in (401, 403):
            # Not in its own words: they may repeat the key.
            return SpeechKeyRefused(status=status)
        why = f"{status} {self._quoted(_words_of(response))}".strip()
        if status >= 500 or status in _LATER:
            down = SpeechServerDown(detail=f"The speech server cannot hear this now ({why}).")
            down.retry_after_s = _retry_after_s(response.headers.get("Retry-After"))
            return down
        return SpeechServerRefuses(detail=f"The speech server refuses what it is sent ({why}).")

    def _quoted(self, words: str) -> str:
        plain = words.replace(self._key, "***") if self._key else words
        return "".join(letter for letter in plain if letter.isprintable())[:_WORDS_MAX]


def _is_worth_asking_again(error: BaseException) -> bool:
    if not isinstance(error, SpeechServerDown) or not error.at_once:
        return False
    return error.retry_after_s is None or error.retry_after_s <= _LONGEST_WAIT_S


def _wait(state: RetryCallState) -> float:
    """As the server asks, or longer each time."""

    def wanted_s(error: BaseException) -> float:
        own_s = error.retry_after_s if isinstance(error, SpeechServerDown) else None
        return _WAIT(state) if own_s is None else own_s

    return wait_exception(wanted_s)(state)


def _retry_after_s(header: str | None) -> float | None:
    """Seconds or a date, as RFC 9110 has it; None for anything else."""
    if header is None:
        return None
    try:
        seconds = float(header)
    except ValueError:
        return _seconds_until(header)
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _seconds_until(date: str) -> float | None:
    try:
        at = parsedate_to_datetime(date)
    except ValueError:
        return None
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())


class _OwnError(BaseModel):
    message: str


class _Complaint(BaseModel):
    """How servers say what is wrong: as OpenAI does, or as FastAPI does."""

    error: _OwnError | str | None = None
    detail: str | None = None


def _words_of(response: httpx.Response) -> str:
    try:
        complaint = _Complaint.model_validate_json(response.content)
    except ValidationError:
        return response.reason_phrase
    own = complaint.error.message if isinstance(complaint.error, _OwnError) else complaint.error
    return own or complaint.detail or response.reason_phrase
