"""Loading a faster-whisper model, and telling which one it is."""

import hashlib
import os
from pathlib import Path

import ctranslate2
from faster_whisper import WhisperModel
from faster_whisper.utils import download_model

from services.settings import AsrSettings
from services.transcripts import MadeBy
from workers.asr import ModelUnavailable

_END = 1 << 20
_SHORT = 12
_MOST_THREADS = 8
_ON_A_GPU = ("float16", "int8_float16", "int8_float32", "float32")
"""The best first; an old GPU knows not all of them."""


def load(settings: AsrSettings) -> tuple[WhisperModel, MadeBy]:
    """The model that settings name, and what transcripts say of it. Raises ModelUnavailable."""
    device = device_of(settings)
    try:
        compute_type = compute_type_of(settings, device)
        folder = _folder(settings.model)
        model = WhisperModel(
            str(folder),
            device=device,
            compute_type=compute_type,
            cpu_threads=threads_of(settings) // streams_of(settings, device),
            num_workers=streams_of(settings, device),
        )
        return model, _made_by(settings, folder, device, compute_type)
    except Exception as error:
        raise ModelUnavailable(_advice(settings, error)) from error


def device_of(settings: AsrSettings) -> str:
    if settings.device != "auto":
        return settings.device
    return "cuda" if ctranslate2.get_cuda_device_count() else "cpu"


def compute_type_of(settings: AsrSettings, device: str) -> str:
    if settings.compute_type != "default":
        return settings.compute_type
    if device != "cuda":
        return "int8"
    known = ctranslate2.get_supported_compute_types(device)
    return next(kind for kind in _ON_A_GPU if kind in known)


def threads_of(settings: AsrSettings) -> int:
    """Of a CPU, for one model."""
    return settings.cpu_threads or min(os.cpu_count() or 1, _MOST_THREADS)


def streams_of(settings: AsrSettings, device: str) -> int:
    """Batches heard side by side. Threads that share one batch wait for each other a lot."""
    if device != "cpu":
        return 1
    threads = threads_of(settings)
    return min(threads, settings.cpu_streams or max(2, threads // 4))


def revision_of(folder: Path) -> str:
    """The hub's name for it, or else a fingerprint: of size, beginning and end of the weights."""
    if folder.parent.name == "snapshots":
        return folder.name[:_SHORT]
    with (folder / "model.bin").open("rb") as file:
        size = file.seek(0, 2)
        fingerprint = hashlib.sha256(str(size).encode())
        for start in (0, max(0, size - _END)):
            file.seek(start)
            fingerprint.update(file.read(_END))
    return fingerprint.hexdigest()[:_SHORT]


def _folder(model: str) -> Path:
    folder = Path(model)
    return folder.resolve() if folder.is_dir() else Path(download_model(model))


def _made_by(settings: AsrSettings, folder: Path, device: str, compute_type: str) -> MadeBy:
    asked = settings.model_dump(
        mode="json",
        include={
            "beam_size",
            "batch_size",
            "chunk_length_s",
            "word_times",
            "language",
            "vad_threshold",
            "vad_min_silence",
            "vad_speech_pad",
        },
    )
    return MadeBy(
        engine="whisper",
        model=Path(settings.model).name,
        revision=revision_of(folder),
        parameters={"device": device, "compute_type": compute_type, **asked},
    )


def _advice(settings: AsrSettings, error: Exception) -> str:
    reason = (str(error).splitlines() or [""])[0].strip(" .") or type(error).__name__
    return (
        f"The speech model '{settings.model}' cannot be loaded ({reason}). "
        "Set EARSHOT_ASR_MODEL to a folder that holds a faster-whisper model, "
        "or HF_ENDPOINT to a server that this machine may fetch it from."
    )
