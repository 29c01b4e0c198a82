"""Which transcriber the settings ask for."""

from services.settings import AsrSettings
from workers.asr import Transcriber


def make_transcriber() -> Transcriber:
    """Load the model, or point at the server, that EARSHOT_ASR_* names."""
    settings = AsrSettings()
    if settings.remote_url is not None:
        # Each way to hear is a heavy import that the other does not need.
        from workers.asr.remote import RemoteTranscriber  # noqa: PLC0415

        return RemoteTranscriber(settings)
    from workers.asr.whisper import WhisperTranscriber  # noqa: PLC0415

    return WhisperTranscriber(settings)
