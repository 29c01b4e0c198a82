"""Tiny models that tell a low tone from a high one, in the format of those sherpa-onnx takes."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper, save

from services.recordings.sound import SAMPLE_RATE_HZ

LOW_HZ, HIGH_HZ = 300, 700
_WINDOW_S = 10
_FIELD, _SHIFT = 991, 270
"""Samples that one frame sees, and from one frame to the next: as pyannote's."""
_MELS = 80


def write_models(folder: Path, *, sample_rate_hz: int = SAMPLE_RATE_HZ) -> tuple[Path, Path]:
    """A segmentation and an embedding model; returns their files."""
    segmentation, embedding = folder / "segmentation.onnx", folder / "embedding.onnx"
    save(_segmentation(sample_rate_hz), segmentation)
    save(_embedding(sample_rate_hz), embedding)
    return segmentation, embedding


def _segmentation(sample_rate_hz: int) -> ModelProto:
    """Which of two tones is louder in each frame; nobody where neither is loud.

    Seven classes: nobody, each of three speakers, each pair of them.
    """
    at_s = np.arange(_FIELD) / sample_rate_hz
    waves = [
        wave(2 * np.pi * pitch_hz * at_s)
        for pitch_hz in (LOW_HZ, HIGH_HZ)
        for wave in (np.sin, np.cos)
    ]
    powers = [[-1, -1, 1, 1], [1, 1, -1, -1]]
    weights = np.zeros((7, 4, 1))
    weights[1:3, :, 0] = [[-each for each in power] for power in powers]
    biases = [1.0, 0, 0, *[-1e9] * 4]
    nodes = [
        helper.make_node("Conv", ["x", "waves"], ["tones"], strides=[_SHIFT]),
        helper.make_node("Mul", ["tones", "tones"], ["power"]),
        helper.make_node("Conv", ["power", "weights", "biases"], ["classes"]),
        helper.make_node("Transpose", ["classes"], ["y"], perm=[0, 2, 1]),
    ]
    constants = {
        "waves": np.stack(waves)[:, None, :],
        "weights": weights,
        "biases": np.array(biases),
    }
    facts = {
        "num_speakers": 3,
        "powerset_max_classes": 2,
        "num_classes": 7,
        "sample_rate": sample_rate_hz,
        "window_size": _WINDOW_S * sample_rate_hz,
        "receptive_field_size": _FIELD,
        "receptive_field_shift": _SHIFT,
    }
    return _model(nodes, constants, ["N", 1, "T"], ["N", "F", 7], facts)


def _embedding(sample_rate_hz: int) -> ModelProto:
    """The mean spectrum, without what all have in common."""
    nodes = [
        helper.make_node("ReduceMean", ["x"], ["mean"], axes=[1], keepdims=0),
        helper.make_node("ReduceMean", ["mean"], ["level"], axes=[1], keepdims=1),
        helper.make_node("Sub", ["mean", "level"], ["y"]),
    ]
    facts = {
        "framework": "3d-speaker",
        "language": "zh",
        "output_dim": _MELS,
        "sample_rate": sample_rate_hz,
        "normalize_samples": 1,
        "feature_normalize_type": "",
    }
    return _model(nodes, {}, ["N", "T", _MELS], ["N", _MELS], facts)


def _model(
    nodes: Sequence[NodeProto],
    constants: Mapping[str, NDArray[np.float64]],
    takes: Sequence[str | int | None],
    gives: Sequence[str | int | None],
    facts: Mapping[str, object],
) -> ModelProto:
    graph = helper.make_graph(
        nodes,
        "tones",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, takes)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, gives)],
        [numpy_helper.from_array(v.astype(np.float32), k) for k, v in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    helper.set_model_props(model, {name: str(fact) for name, fact in facts.items()})
    return model
