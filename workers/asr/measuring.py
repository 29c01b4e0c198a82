"""How fast this machine hears with the model that is set, and what to set.

Without a sample the work is made up, and always the same: windows full of noise, for which
the model has to write as many tokens as somebody says who speaks fast. What it writes is
nonsense, the time it takes is not. With a sample, that is what is heard, voice activity
and all.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import ctranslate2
import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer
from pydantic import BaseModel, ConfigDict

from services.recordings.sound import Sound
from services.settings import AsrSettings
from services.tables import Channel
from workers.asr import ModelUnavailable, Task
from workers.asr.model import compute_type_of, device_of, load, streams_of, threads_of
from workers.asr.voice import find_speech
from workers.asr.whisper import WhisperTranscriber

_TOKENS_PER_S = 6
"""Of fast Mandarin, time tokens and punctuation included."""
_MOST_TOKENS = 200
_LONG_ENOUGH_S = 1.0
_WORTH_IT = 0.9
"""Settings that take more than this share of the time are not worth a change."""
_KINDS = {"cpu": ("int8", "float32"), "cuda": ("float16", "int8_float16", "bfloat16")}
_BATCHES = {"cpu": (4, 8, 16), "cuda": (8, 16, 32)}


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Trial(Frozen):
    """One way to set it. `factor` is seconds of work for one second of sound."""

    compute_type: str
    threads: int
    streams: int
    batch_size: int
    factor: float


class Report(Frozen):
    model: str
    device: str
    compute_types: tuple[str, ...]
    """All that CTranslate2 knows here."""
    work: str
    as_set: Trial
    trials: tuple[Trial, ...]
    """In the order they were made, `as_set` first."""
    advice: str

    @property
    def best(self) -> Trial:
        return min(self.trials, key=lambda trial: trial.factor)


Work = Callable[[AsrSettings], float]
"""Seconds of work for one second of sound."""


def measure(
    settings: AsrSettings,
    sample: Sound | None = None,
    tell: Callable[[Trial], None] = lambda _: None,
) -> Report:
    """Try some ways, one thing after the other, and keep what was best. Minutes, not seconds.

    `tell` hears of each trial as it ends. Raises ModelUnavailable.
    """
    if settings.remote_url is not None:
        raise ModelUnavailable("A speech server hears for this machine: measure it there.")
    device = device_of(settings)
    trials: list[Trial] = []
    for choices in (_kinds, _streams, _batches):
        best = min(trials, key=lambda trial: trial.factor, default=None)
        start = settings if best is None else _with(settings, best)
        for choice in choices(start, device):
            if _key(choice, device) not in {_same(trial) for trial in trials}:
                trials.append(_trial(choice, device, sample))
                tell(trials[-1])
    return Report(
        model=settings.model,
        device=device,
        compute_types=tuple(sorted(ctranslate2.get_supported_compute_types(device))),
        work=_in_words(sample),
        as_set=trials[0],
        trials=tuple(trials),
        advice=advise(trials, device, of="speech" if sample is None else "sound"),
    )


def advise(trials: Sequence[Trial], device: str, *, of: str) -> str:
    """What to set, in a sentence; the first of `trials` is how it is set."""
    as_set, best = trials[0], min(trials, key=lambda trial: trial.factor)
    if best.factor > _WORTH_IT * as_set.factor:
        return f"Keep the settings: an hour of {of} takes {_minutes(as_set)}."
    wanted = {"compute_type": best.compute_type, "batch_size": best.batch_size}
    if device == "cpu":
        wanted |= {"cpu_threads": best.threads, "cpu_streams": best.streams}
    words = " ".join(f"EARSHOT_ASR_{name.upper()}={value}" for name, value in wanted.items())
    return f"Set {words}: an hour of {of} takes {_minutes(best)} instead of {_minutes(as_set)}."


def _kinds(settings: AsrSettings, device: str) -> Iterator[AsrSettings]:
    """As it is set first."""
    yield settings
    known = ctranslate2.get_supported_compute_types(device)
    for kind in _KINDS.get(device, ()):
        if kind in known:
            yield settings.model_copy(update={"compute_type": kind})


def _streams(settings: AsrSettings, device: str) -> Iterator[AsrSettings]:
    threads = threads_of(settings)
    for streams in sorted({1, 2, max(1, threads // 2), threads}) if device == "cpu" else ():
        if streams <= threads:
            yield settings.model_copy(update={"cpu_streams": streams})


def _batches(settings: AsrSettings, device: str) -> Iterator[AsrSettings]:
    for size in _BATCHES.get(device, ()):
        yield settings.model_copy(update={"batch_size": size})


def _with(settings: AsrSettings, trial: Trial) -> AsrSettings:
    return settings.model_copy(
        update={
            "compute_type": trial.compute_type,
            "cpu_streams": trial.streams,
            "batch_size": trial.batch_size,
        }
    )


def _trial(settings: AsrSettings, device: str, sample: Sound | None) -> Trial:
    compute_type, threads, streams, batch_size = _key(settings, device)
    factor = _made_up(settings, streams) if sample is None else _heard(settings, sample)
    return Trial(
        compute_type=compute_type,
        threads=threads,
        streams=streams,
        batch_size=batch_size,
        factor=round(factor, 4),
    )


def _key(settings: AsrSettings, device: str) -> tuple[str, int, int, int]:
    threads = threads_of(settings) if device == "cpu" else 1
    return (
        compute_type_of(settings, device),
        threads,
        streams_of(settings, device),
        settings.batch_size,
    )


def _same(trial: Trial) -> tuple[str, int, int, int]:
    return trial.compute_type, trial.threads, trial.streams, trial.batch_size


def _made_up(settings: AsrSettings, streams: int) -> float:
    model, _ = load(settings)
    _hear_noise(model, settings, 1)
    start, windows = time.monotonic(), 0
    with ThreadPoolExecutor(streams) as threads:
        while time.monotonic() - start < _LONG_ENOUGH_S:
            sizes = [settings.batch_size] * streams
            list(threads.map(lambda size: _hear_noise(model, settings, size), sizes))
            windows += sum(sizes)
    return (time.monotonic() - start) / (windows * settings.chunk_length_s)


def _hear_noise(model: WhisperModel, settings: AsrSettings, count: int) -> None:
    tokenizer = Tokenizer(
        model.hf_tokenizer, model.model.is_multilingual, task="transcribe", language="en"
    )
    shape = (count, model.model.n_mels, model.feature_extractor.nb_max_frames)
    noise = np.random.default_rng(1).normal(0, 0.3, shape).astype(np.float32)
    tokens = min(_MOST_TOKENS, _TOKENS_PER_S * settings.chunk_length_s)
    model.model.generate(
        model.encode(noise),
        [tokenizer.sot_sequence] * count,
        beam_size=settings.beam_size,
        # CTranslate2 writes half of it at most, and stops for nothing but that.
        max_length=2 * tokens,
        suppress_tokens=[tokenizer.eot],
    )


def _heard(settings: AsrSettings, sample: Sound) -> float:
    """The best of three: the first pays for what is loaded only once."""
    whisper = WhisperTranscriber(settings)
    return min(_hearing_s(whisper, sample) for _ in range(3)) / sample.duration_s


def _hearing_s(whisper: WhisperTranscriber, sample: Sound) -> float:
    start = time.monotonic()
    clear, speech = find_speech(sample, whisper.settings)
    speakers = (Channel.MIXED,) * sample.channels
    whisper.transcribe([Task(clear, speakers, speech)], lambda *_: None)
    return time.monotonic() - start


def _in_words(sample: Sound | None) -> str:
    if sample is None:
        return f"made-up speech, {_TOKENS_PER_S} tokens a second"
    return f"a sample of {sample.duration_s:.0f} s on {sample.channels} channels"


def _minutes(trial: Trial) -> str:
    return f"{trial.factor * 60:.1f} minutes"
