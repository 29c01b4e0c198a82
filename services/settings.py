"""Every knob of Earshot, in one place."""

import re
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from services.setting_lists import Buckets, Reachable, Watched

DEFAULT_ENGINE = "default"
"""What the engine of EARSHOT_ASR_* itself is called where engines are named."""

Script = Literal["as_heard", "simplified", "traditional"]

Kind = TypeVar("Kind", bound=BaseSettings)


class SettingsWrong(Exception):
    """Settings that cannot be used. The message names each of them and says why."""


def _not_default(name: str) -> str:
    if name == DEFAULT_ENGINE:
        raise ValueError(f'"{name}" is the engine that the other EARSHOT_ASR_ settings describe')
    return name


EngineName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,31}$"), AfterValidator(_not_default)]


def _http_url(url: str) -> str:
    _HTTP_URL.validate_python(url)
    return url


_HTTP_URL = TypeAdapter(AnyHttpUrl)
ServerUrl = Annotated[str, AfterValidator(_http_url)]


class EngineSettings(BaseModel):
    """How one engine hears."""

    # A value that is wrong may be a secret in the wrong place.
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    model: str = "small"
    """A faster-whisper model name (fetched from `HF_ENDPOINT`) or a local directory."""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    compute_type: str = "default"
    cpu_threads: int = Field(default=0, ge=0)
    """All that one model takes of a CPU; 0 takes what there is, up to 8."""
    cpu_streams: int = Field(default=0, ge=0)
    """Batches heard side by side on a CPU, which share its threads; 0 decides by their number."""
    batch_size: int = Field(default=8, ge=1)
    beam_size: int = Field(default=1, ge=1)
    chunk_length_s: int = Field(default=30, ge=5, le=30)
    word_times: bool = True
    """False spreads words evenly over their segment, for models that cannot align words."""
    prompt_hot_words: bool = True
    """False tells the model nothing of hot words, for models that never learnt from a prompt."""
    remote_url: ServerUrl | None = None
    """An OpenAI-compatible server, e.g. `http://gpu-box:8000/v1`; then no model is loaded here."""
    remote_key: SecretStr | None = None
    remote_timeout: timedelta = Field(default=timedelta(minutes=10), gt=timedelta(0))
    """How long that server may take for one request."""
    remote_attempts: int = Field(default=4, ge=1, le=20)
    """How often it is asked within one try, when it is busy or cannot be reached."""
    remote_concurrency: int = Field(default=2, ge=1, le=64)
    """How many requests of one worker it gets at the same time."""
    remote_window: timedelta = Field(
        default=timedelta(minutes=10), ge=timedelta(seconds=60), le=timedelta(hours=2)
    )
    """Longest speech sent in one request; ten minutes are some 2 MB."""
    language: str | None = None
    """ISO 639-1 code; None lets the model detect it, per channel."""
    vad_threshold: float = Field(default=0.5, gt=0, lt=1)
    """Silero speech probability above which a frame counts as speech."""
    vad_min_silence: timedelta = timedelta(milliseconds=500)
    vad_speech_pad: timedelta = timedelta(milliseconds=400)
    doubt_no_speech: float = Field(default=0.6, ge=0, le=1)
    """The model's probability of no speech above which unlikely text is doubtful."""
    doubt_logprob: float = Field(default=-1.0, le=0)
    """Mean log probability below which text is unlikely."""
    doubt_compression: float = Field(default=2.4, gt=1)
    """Compression ratio above which text repeats itself."""
    doubt_faint_db: float = Field(default=20, gt=0)
    """How far below the usual level of its speaker an utterance is faint."""
    doubt_han_per_s: float = Field(default=12, gt=0)
    """Chinese characters a second that nobody exceeds."""
    doubt_letters_per_s: float = Field(default=30, gt=0)
    """Letters and digits a second that nobody exceeds."""


class AsrSettings(EngineSettings, BaseSettings):
    """How recordings are transcribed: by the default engine, and by others that have a name."""

    model_config = SettingsConfigDict(env_prefix="EARSHOT_ASR_", env_file=".env", extra="ignore")

    script: Script = "simplified"
    """In which characters Chinese is kept, whatever a model writes."""
    engines: dict[EngineName, EngineSettings] = {}
    """Further engines by name, each with the settings in which it differs from the default one."""
    swap_likelihood: float = Field(default=0.9, gt=0.5, lt=1)
    """Above this the speakers of a call are taken to be the wrong way round."""
    known_phrases: Path | None = None
    """A file of phrases that models invent, instead of Earshot's own."""
    role_cues: Path | None = None
    """A file of what agents and customers say, instead of Earshot's own."""
    diarize_segmentation: Path | None = None
    """A segmentation model for sherpa-onnx, to tell speakers apart on one channel."""
    diarize_embedding: Path | None = None
    """The speaker embedding model that goes with it."""

    @property
    def engine_names(self) -> tuple[str, ...]:
        return DEFAULT_ENGINE, *self.engines

    def of_engine(self, name: str) -> "AsrSettings":
        """The settings that one of `engine_names` has. Raises KeyError for others.

        A key is for one server: an engine with an address of its own has its own, or none.
        """
        if name == DEFAULT_ENGINE:
            return self.model_copy(update={"engines": {}})
        engine = self.engines[name]
        own = {field: getattr(engine, field) for field in engine.model_fields_set}
        keyless = {"remote_key": None} if "remote_url" in own else {}
        return self.model_copy(update={"engines": {}} | keyless | own)


class Settings(BaseSettings):
    """Process settings, read from EARSHOT_* variables once at start-up."""

    model_config = SettingsConfigDict(env_prefix="EARSHOT_", env_file=".env", extra="ignore")

    home: Path = Path("var")
    """Where the embedded database, recordings and spool files live."""
    database_url: str | None = None
    """PostgreSQL >= 15; None starts the bundled PostgreSQL in `home/pg`."""
    database_pool_size: int = Field(default=10, ge=2)
    storage_url: str | None = None
    """Where recordings go, e.g. `s3://bucket/prefix`; None keeps them in `home/recordings`."""
    host: str = "127.0.0.1"
    port: int = 8800
    public_origins: list[str] = []
    """Origins besides the served one that browsers may use, e.g. `https://earshot.example`."""
    recording_max_bytes: int = 500 * 1024 * 1024
    recording_min_free_bytes: int = 1024 * 1024 * 1024
    """Uploads are refused when less than this is left on the disk."""
    event_body_max_bytes: int = 16 * 1024 * 1024
    event_batch_max: int = 10_000
    intake_max_events: int = Field(default=20_000, ge=1)
    """Events that wait to be stored in one API process; more are answered 429."""
    intake_max_bytes: int = Field(default=64 * 1024 * 1024, ge=1)
    """Likewise the bytes of events and deliveries that wait."""
    hook_body_max_bytes: int = 32 * 1024 * 1024
    """Of one delivery of a dialer in its own format, sound in it included."""
    import_max_bytes: int = Field(default=4 * 1024 * 1024 * 1024, ge=1)
    """Of one file of calls brought in as a whole, as it is sent."""
    import_unpacked_max_bytes: int = Field(default=32 * 1024 * 1024 * 1024, ge=1)
    """Of such a file once it is unpacked."""
    import_share: float = Field(default=0.5, gt=0, le=1)
    """How much of the time an import may keep the database busy; it rests for what is left."""
    fetch_private: Reachable = []
    """Networks and hosts besides public ones that recordings may be fetched from."""
    fetch_buckets: Buckets = []
    """Buckets that recordings may be fetched from."""
    fetch_timeout: timedelta = Field(default=timedelta(minutes=10), gt=timedelta(0))
    """How long fetching one recording may take."""
    fetch_give_up_after: timedelta = timedelta(days=1)
    """A recording that the dialer does not have by then is given up."""
    fetch_concurrency: int = Field(default=4, ge=1, le=32)
    """Recordings that are fetched at once, by all workers together."""
    delivery_kept: timedelta = Field(default=timedelta(days=30), gt=timedelta(0))
    """How long what dialers sent is kept as it came."""
    call_open_max: timedelta = Field(default=timedelta(hours=4), gt=timedelta(0))
    """A call of which nothing is heard for this long, its end included, is closed."""
    source_silent_after: timedelta = Field(default=timedelta(minutes=15), gt=timedelta(0))
    """A dialer that sends nothing for this long within its working hours is silent."""
    match_tolerance: timedelta = Field(default=timedelta(minutes=1), ge=timedelta(0))
    """How far the time in a recording's name may lie outside of its call."""
    match_confidence: float = Field(default=0.7, ge=0, le=1)
    """A recording that is less likely of a call than this stays unmatched."""
    watch: Watched = []
    """Folders and buckets that recordings are taken from, each with its source."""
    watch_interval: timedelta = Field(default=timedelta(minutes=1), gt=timedelta(0))
    """How often all of a watched folder or bucket is looked through."""
    event_oldest: timedelta = timedelta(days=366)
    """Events older than this are refused: a dialer with a broken clock."""
    event_newest: timedelta = timedelta(hours=1)
    """Events further in the future than this are refused."""
    session_lifetime: timedelta = timedelta(hours=12)
    session_idle: timedelta = timedelta(hours=2)
    secure_cookies: bool = False
    """Set behind TLS: the session cookie is then never sent over plain HTTP."""
    job_heartbeat: timedelta = timedelta(seconds=6)
    """A job whose worker is silent for longer than this goes back to the queue."""
    transcribe_attempts: int = Field(default=3, ge=1)
    transcribe_timeout: timedelta = timedelta(minutes=30)
    transcribe_concurrency: int | None = Field(default=None, ge=1)
    """Recordings that each engine hears at once, by all workers together. None for no limit."""
    transcribe_together: int = Field(default=1, ge=1, le=64)
    """Short recordings that a worker takes at once, to be heard in one inference."""
    worker_grace: timedelta = timedelta(seconds=5)
    """How long a stopping worker lets what it hears go on."""
    board_window: timedelta = timedelta(milliseconds=40)
    """Changes that happen within one window reach browsers together."""
    board_recheck: timedelta = timedelta(minutes=1)
    """How often an open board asks again whether its viewer may see it."""
    recording_missing_after: timedelta = timedelta(minutes=15)
    judge_url: ServerUrl | None = None
    """An OpenAI-compatible server that judges calls, e.g. `http://gpu-box:8000/v1`."""
    judge_model: str | None = Field(default=None, validate_default=True)
    """The model that it is asked with."""
    judge_key: SecretStr | None = None
    judge_key_file: Path | None = None
    """A file with that key, instead of it."""
    judge_daily_budget: int = Field(default=1000, ge=0)
    """Requests in a day (UTC), by all workers together."""
    judge_timeout: timedelta = Field(default=timedelta(minutes=1), gt=timedelta(0))
    """How long that server may take for one answer."""
    judge_attempts: int = Field(default=3, ge=1, le=10)
    """How often it is asked the same when it is busy or broken."""
    judge_max_characters: int = Field(default=20_000, ge=100)
    """Calls with more text than this are not shown to it."""
    log_format: Literal["console", "json"] = "console"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @field_validator("judge_model")
    @classmethod
    def _judge_has_model(cls, model: str | None, known: ValidationInfo) -> str | None:
        if known.data.get("judge_url") and not model:
            raise ValueError("a judge needs a model")
        return model

    def read_judge_key(self) -> str | None:
        """Raises OSError when its file cannot be read."""
        if self.judge_key_file is not None:
            return self.judge_key_file.read_text(encoding="utf-8").strip()
        return self.judge_key.get_secret_value() if self.judge_key else None

    @property
    def where(self) -> str:
        """Which installation this is, in words, so that nobody works on the wrong one."""
        return str(self.home.absolute()) if self.database_url is None else "the database given"


@cache
def get_settings() -> Settings:
    """Raises SettingsWrong."""
    return _read(Settings)


@cache
def get_asr_settings() -> AsrSettings:
    """Raises SettingsWrong."""
    return _read(AsrSettings)


def _read(kind: type[Kind]) -> Kind:
    try:
        return kind()
    except ValidationError as error:
        faults = [_sentence(kind, each) for each in error.errors(include_input=False)]
        raise SettingsWrong("\n".join(faults)) from error
    except SettingsError as error:
        field = re.findall(r'field "(\w+)"', str(error))
        raise SettingsWrong(f"{_variable(kind, *field)}: this is not JSON.") from error


def _sentence(kind: type[BaseSettings], error: ErrorDetails) -> str:
    """`EARSHOT_ASR_ENGINES: box.modle: there is no such setting.`"""
    name, *path = [str(part) for part in error["loc"] if part != "[key]"]
    unknown = error["type"] == "extra_forbidden"
    why = "there is no such setting" if unknown else error["msg"].removeprefix("Value error, ")
    return ": ".join([_variable(kind, name), *filter(None, [".".join(path)]), f"{why}."])


def _variable(kind: type[BaseSettings], name: str) -> str:
    return f"{kind.model_config['env_prefix']}{name.upper()}"
