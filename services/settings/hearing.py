"""How recordings are heard: by the default engine, and by others that have a name."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.settings.values import ServerUrl

DEFAULT_ENGINE = "default"
"""What the engine of EARSHOT_ASR_* itself is called where engines are named."""

Script = Literal["as_heard", "simplified", "traditional"]


def _not_default(name: str) -> str:
    if name == DEFAULT_ENGINE:
        raise ValueError(f'"{name}" is the engine that the other EARSHOT_ASR_ settings describe')
    return name


EngineName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,31}$"), AfterValidator(_not_default)]


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

    model_config = SettingsConfigDict(
        env_prefix="EARSHOT_ASR_", env_file=".env", extra="ignore", use_attribute_docstrings=True
    )

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
