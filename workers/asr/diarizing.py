"""Voices told apart on one channel."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from onnxruntime import InferenceSession

from services.recordings.sound import SAMPLE_RATE_HZ, Sound
from services.settings import AsrSettings
from workers.asr import ModelUnavailable

if TYPE_CHECKING:
    from sherpa_onnx import OfflineSpeakerDiarization

LONGEST_S = 3600
"""Longer recordings are left as they are: voices are compared over the whole, in memory."""
_VOICES = 2
_FRAMEWORKS = ("wespeaker", "3d-speaker", "nemo")
_SEGMENTATION_FACTS = frozenset(
    {
        "num_speakers",
        "powerset_max_classes",
        "num_classes",
        "sample_rate",
        "window_size",
        "receptive_field_size",
        "receptive_field_shift",
    }
)
_EMBEDDING_FACTS = frozenset({"framework", "sample_rate", "output_dim"})


@dataclass(frozen=True, slots=True)
class VoiceSpan:
    """One voice, known by a number that means nothing outside its recording."""

    start_s: float
    end_s: float
    voice: int


class Diarizer(Protocol):
    """Tells who speaks when, not who they are."""

    @property
    def name(self) -> str:
        """As kept with every transcript whose speakers it told apart."""
        ...

    def diarize(self, sound: Sound) -> Sequence[VoiceSpan]:
        """The voices of a recording of one channel, by their start; they may overlap."""
        ...


class SherpaDiarizer:
    """sherpa-onnx with a pyannote segmentation and a speaker embedding model.

    It is told that there are two voices: where only one speaks, that one is cut in two,
    and what is said must tell.
    """

    def __init__(self, segmentation: Path, embedding: Path, threads: int) -> None:
        """Load both models. Raises ModelUnavailable."""
        self.name = f"sherpa-onnx {segmentation.name} {embedding.name}"
        self._diarization = _load(segmentation, embedding, threads)

    def diarize(self, sound: Sound) -> list[VoiceSpan]:
        spans = self._diarization.process(sound.channel(0)).sort_by_start_time()
        return [VoiceSpan(span.start, span.end, span.speaker) for span in spans]


@cache
def load_diarizer(segmentation: Path, embedding: Path, threads: int) -> Diarizer:
    """Loaded once in this process. Raises ModelUnavailable."""
    return SherpaDiarizer(segmentation, embedding, threads)


def diarizer_of(settings: AsrSettings) -> Diarizer | None:
    """The one that the settings name; None when they name none. Raises ModelUnavailable."""
    segmentation, embedding = settings.diarize_segmentation, settings.diarize_embedding
    if segmentation is None and embedding is None:
        return None
    if segmentation is None or embedding is None:
        raise ModelUnavailable(
            "To tell speakers apart on one channel takes two models. Set both "
            "EARSHOT_ASR_DIARIZE_SEGMENTATION and EARSHOT_ASR_DIARIZE_EMBEDDING, or neither."
        )
    return load_diarizer(segmentation, embedding, settings.cpu_threads or os.cpu_count() or 1)


def _load(segmentation: Path, embedding: Path, threads: int) -> "OfflineSpeakerDiarization":
    _check("SEGMENTATION", segmentation, _SEGMENTATION_FACTS)
    _check("EMBEDDING", embedding, _EMBEDDING_FACTS)
    try:
        import sherpa_onnx as sherpa  # noqa: PLC0415  (an extra that most do without)
    except ImportError as error:
        raise ModelUnavailable(
            "To tell speakers apart on one channel takes the package sherpa-onnx, "
            f"which cannot be loaded ({error}). Install Earshot with its extra `diarize`."
        ) from error
    return sherpa.OfflineSpeakerDiarization(
        sherpa.OfflineSpeakerDiarizationConfig(
            segmentation=sherpa.OfflineSpeakerSegmentationModelConfig(
                sherpa.OfflineSpeakerSegmentationPyannoteModelConfig(str(segmentation)),
                num_threads=threads,
            ),
            embedding=sherpa.SpeakerEmbeddingExtractorConfig(str(embedding), num_threads=threads),
            clustering=sherpa.FastClusteringConfig(num_clusters=_VOICES),
        )
    )


def _check(variable: str, file: Path, facts: frozenset[str]) -> None:
    """Whether sherpa-onnx can take the model: given another one, it ends the whole process."""
    try:
        session = InferenceSession(file, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise _refused(variable, file, (str(error).splitlines() or [""])[0]) from error
    known = session.get_modelmeta().custom_metadata_map
    missing = sorted(facts - known.keys())
    if missing:
        raise _refused(variable, file, f"the model does not say its {', '.join(missing)}")
    if known["sample_rate"] != str(SAMPLE_RATE_HZ):
        raise _refused(variable, file, f"it is for {known['sample_rate']} Hz, not 16000")
    if known.get("framework", _FRAMEWORKS[0]) not in _FRAMEWORKS:
        raise _refused(variable, file, f"it is not one of {', '.join(_FRAMEWORKS)}")


def _refused(variable: str, file: Path, reason: str) -> ModelUnavailable:
    return ModelUnavailable(
        f"The model '{file}' that EARSHOT_ASR_DIARIZE_{variable} names cannot be used ({reason})."
    )
