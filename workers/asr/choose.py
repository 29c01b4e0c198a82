"""Which transcribers the settings ask for, each known by the name of its engine."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from services.settings import DEFAULT_ENGINE, AsrSettings, get_asr_settings
from workers.asr import ModelUnavailable, Transcriber
from workers.asr.guards.phrases import known_phrases
from workers.speakers import be_ready

if TYPE_CHECKING:
    from workers.asr.remote import RemoteTranscriber
    from workers.asr.whisper import WhisperTranscriber

Make = Callable[[str, AsrSettings], Transcriber]


class Transcribers:
    """Engines by name, each made once: when it is first asked for."""

    def __init__(self, settings: AsrSettings, make: Make) -> None:
        self._settings = settings
        self._make = make
        self._made: dict[str, Transcriber] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The default engine's first."""
        return self._settings.engine_names

    def get(self, name: str | None = None) -> Transcriber:
        """The engine of this name, or the default one. Raises ModelUnavailable."""
        name = name or DEFAULT_ENGINE
        if name not in self.names:
            known = ", ".join(self.names)
            raise ModelUnavailable(
                f"There is no engine '{name}' here, only {known}. Name it in EARSHOT_ASR_ENGINES."
            )
        if name not in self._made:
            self._made[name] = self._make(name, self._settings.of_engine(name))
        return self._made[name]


def make_transcribers() -> Transcribers:
    """The engines that EARSHOT_ASR_* names, the default one ready. Raises ModelUnavailable."""
    settings = get_asr_settings()
    be_ready(settings)
    known_phrases(settings.known_phrases)
    transcribers = Transcribers(settings, _make)
    transcribers.get()
    return transcribers


def _make(name: str, settings: AsrSettings) -> Transcriber:
    """Load the model, or point at the server. Raises ModelUnavailable."""
    transcriber = _of_kind(settings)
    if name != DEFAULT_ENGINE:
        transcriber.made_by = transcriber.made_by.model_copy(update={"engine": name})
    return transcriber


def _of_kind(settings: AsrSettings) -> "RemoteTranscriber | WhisperTranscriber":
    # Each way to hear is a heavy import that the other does not need.
    if settings.remote_url is not None:
        from workers.asr.remote import RemoteTranscriber  # noqa: PLC0415

        return RemoteTranscriber(settings)
    from workers.asr.whisper import WhisperTranscriber  # noqa: PLC0415

    return WhisperTranscriber(settings)
