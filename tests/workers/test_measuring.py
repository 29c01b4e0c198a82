"""Measuring the machine: what is tried, and what is said of it."""

import json
import os
import subprocess
import sys

import pytest

from demo.calls import MODEL
from services.recordings.sound import Sound
from services.settings import AsrSettings
from tests.sounds import CALLS, loaded
from workers.asr import ModelUnavailable
from workers.asr.measuring import Trial, advise, measure


def trial(factor: float, *, compute_type: str = "int8", streams: int = 1) -> Trial:
    return Trial(compute_type=compute_type, threads=4, streams=streams, batch_size=8, factor=factor)


@pytest.mark.parametrize("sample", [None, loaded(CALLS / "en-clean.ogg").only(0)])
def test_every_way_that_is_tried_is_told_and_the_best_is_the_fastest(sample: Sound | None) -> None:
    settings = AsrSettings(
        model=str(MODEL), device="cpu", cpu_threads=1, chunk_length_s=10, vad_threshold=0.25
    )
    told: list[Trial] = []

    report = measure(settings, sample, told.append)

    assert report.device == "cpu"
    assert "int8" in report.compute_types
    assert list(report.trials) == told
    assert len({each.model_copy(update={"factor": 0}) for each in told}) == len(told)
    assert (report.as_set.compute_type, report.as_set.streams) == ("int8", 1)
    assert {each.compute_type for each in told} == {"int8", "float32"}
    assert {4, 8, 16} == {each.batch_size for each in told}
    assert all(each.factor > 0 for each in told)
    assert report.best.factor == min(each.factor for each in told)


def test_advice_names_what_to_set_only_where_it_pays() -> None:
    much_better = advise([trial(0.5), trial(0.1, streams=2)], "cpu", of="speech")
    hardly_better = advise([trial(0.5), trial(0.48, streams=2)], "cpu", of="speech")
    on_a_gpu = advise([trial(0.5), trial(0.1, compute_type="float16")], "cuda", of="sound")

    assert "EARSHOT_ASR_CPU_STREAMS=2" in much_better
    assert "6.0 minutes instead of 30.0 minutes" in much_better
    assert hardly_better == "Keep the settings: an hour of speech takes 30.0 minutes."
    assert "EARSHOT_ASR_COMPUTE_TYPE=float16" in on_a_gpu
    assert "CPU" not in on_a_gpu


def test_a_server_elsewhere_is_not_measured_here() -> None:
    with pytest.raises(ModelUnavailable, match="measure it there"):
        measure(AsrSettings(remote_url="http://127.0.0.1:9/v1"))


def test_the_command_prints_what_it_found_or_why_it_cannot() -> None:
    def doctor(model: str) -> subprocess.CompletedProcess[str]:
        settings = {"EARSHOT_ASR_MODEL": model, "EARSHOT_ASR_CPU_THREADS": "1"}
        command = [sys.executable, "-m", "earshot", "doctor", "--asr", "--json"]
        env = {**os.environ, **settings, "EARSHOT_ASR_DEVICE": "cpu", "HF_HUB_OFFLINE": "1"}
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)

    found, missing = doctor(str(MODEL)), doctor("no/such/model")

    assert json.loads(found.stdout)["device"] == "cpu"
    assert missing.returncode == 1
    assert "EARSHOT_ASR_MODEL" in missing.stdout
