"""The demo's two-channel calls, both channels together, compared with each channel by itself.

The floor is faster-whisper's plain `WhisperModel.transcribe` on each whole channel in turn:
same model, same threads, same compute type, same beam, temperature 0, language left to be
detected, no window told of the one before, all else at its defaults. It is measured with
windows of 30 s, its usual ones, and with those that the model itself names; the faster time
of the two counts. Ours includes voice activity and echo; decoding the files is in neither.

The demo's model hears windows of 12 s, which spares it much padding. Whisper's own models
hear 30 s at once: `earshot_30` is ours with such windows, to be compared with `plain_30`.
"""

import json
import os
import shutil
import tempfile
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from statistics import median

import jiwer
import numpy as np
from faster_whisper import WhisperModel

from demo.calls import MODEL, RecordedCall, read_manifest
from services.recordings.decode import decoded
from services.recordings.sound import SAMPLE_RATE_HZ, Sound
from services.settings import AsrSettings
from services.tables import Channel
from tests.bench import frame
from workers.asr import Task
from workers.asr.voice import find_speech
from workers.asr.whisper import WhisperTranscriber

GOAL = 0.6
ROUNDS = 5
CALLS = Path(__file__).parents[1] / "data" / "calls"
BOTH = (Channel.AGENT, Channel.CUSTOMER)
_MANY = 100
_WARM = 40
_PIECE_S = 20
_MB = 1 << 20

Call = tuple[RecordedCall, Sound]
Texts = list[str]
"""What was heard on each channel of each call, in order."""


def measure() -> frame.Result:
    calls = [_loaded(call) for call in read_manifest(CALLS).calls if _counts(call)]
    with tempfile.TemporaryDirectory(prefix="earshot-bench-") as folder:
        whisper = WhisperTranscriber(_settings(MODEL, 10))
        longer = WhisperTranscriber(_settings(_with_long_windows(Path(folder)), 30))
    plain = WhisperModel(
        str(MODEL), device="cpu", compute_type="int8", cpu_threads=whisper.settings.cpu_threads
    )
    own_s = plain.feature_extractor.chunk_length
    ways: dict[str, Callable[[], Texts]] = {
        "plain_30": lambda: _plainly(plain, calls, 30),
        "plain_own": lambda: _plainly(plain, calls, own_s),
        "earshot": lambda: _ours(whisper, calls),
        "earshot_30": lambda: _ours(longer, calls),
    }
    texts = {name: hear() for name, hear in ways.items()}
    rounds = [{name: _seconds(hear) for name, hear in ways.items()} for _ in range(ROUNDS)]
    ratios = [each["earshot"] / min(each["plain_30"], each["plain_own"]) for each in rounds]
    ratios_30 = [each["earshot_30"] / each["plain_30"] for each in rounds]
    figures = {
        **{f"{name}_s": seconds for name, seconds in frame.medians(rounds).items()},
        **{f"{name}_cer": round(_error_rate(calls, text), 4) for name, text in texts.items()},
        "ratio_30": round(median(ratios_30), 3),
        "ratios": [round(ratio, 3) for ratio in ratios],
        "sound_s": round(sum(sound.duration_s for _, sound in calls), 1),
        "threads": whisper.settings.cpu_threads,
        **_memory(whisper, calls),
    }
    return frame.Result("transcribe", median(ratios), GOAL, False, figures)


def _settings(model: Path, window_s: int) -> AsrSettings:
    return AsrSettings(
        model=str(model),
        device="cpu",
        compute_type="int8",
        cpu_threads=os.cpu_count() or 1,
        chunk_length_s=window_s,
        vad_threshold=0.25,
        word_times=False,
    )


def _with_long_windows(folder: Path) -> Path:
    """The demo's model, but heard in windows of 30 s; once loaded the folder may go."""
    model = shutil.copytree(MODEL, folder / "model")
    file = model / "preprocessor_config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"chunk_length": 30}))
    return model


def _counts(call: RecordedCall) -> bool:
    """Whole calls: the shorter ones are there for their formats."""
    return call.layout == "stereo" and call.duration_s > 30


def _loaded(call: RecordedCall) -> Call:
    with decoded(CALLS / call.file) as sound:
        return call, Sound.of(np.concatenate(list(sound.blocks()), axis=1))


def _plainly(model: WhisperModel, calls: list[Call], window_s: int) -> Texts:
    texts = []
    for _, sound in calls:
        for index in range(sound.channels):
            segments, _ = model.transcribe(
                sound.channel(index),
                beam_size=1,
                temperature=0.0,
                condition_on_previous_text=False,
                chunk_length=window_s,
            )
            texts.append("".join(segment.text for segment in segments))
    return texts


def _ours(whisper: WhisperTranscriber, calls: list[Call]) -> Texts:
    texts = []
    for _, sound in calls:
        clear, speech = find_speech(sound, whisper.settings)
        [heard] = whisper.transcribe([Task(clear, BOTH, speech)], lambda *_: None)
        for speaker in BOTH:
            own = [said.text for said in heard.utterances if said.channel is speaker]
            texts.append("".join(own))
    return texts


def _seconds(hear: Callable[[], Texts]) -> float:
    start = time.monotonic()
    hear()
    return time.monotonic() - start


def _error_rate(calls: list[Call], texts: Texts) -> float:
    """Of characters; punctuation, spaces and case do not count."""
    truth = [_letters(call.said_by(speaker.value)) for call, _ in calls for speaker in BOTH]
    return float(jiwer.cer(truth, [_letters(text) or " " for text in texts]))


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def _memory(whisper: WhisperTranscriber, calls: list[Call]) -> dict[str, float]:
    """Resident memory before and after many calls of 20 s, in MB."""
    pieces = [
        (call, Sound.of(block))
        for call, sound in calls
        for block in sound.blocks(_PIECE_S)
        if block.shape[1] == _PIECE_S * SAMPLE_RATE_HZ
    ]
    for number in range(_WARM):
        _ours(whisper, [pieces[number % len(pieces)]])
    before = resident_mb()
    for number in range(_MANY):
        _ours(whisper, [pieces[number % len(pieces)]])
    return {"resident_mb": round(before, 1), f"after_{_MANY}_calls_mb": round(resident_mb(), 1)}


def resident_mb() -> float:
    """Of this process; Linux only."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / _MB
