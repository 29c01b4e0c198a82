"""A recording of three hours on two channels, through everything a worker does to it.

Compared with the 1.5 GB it may take at most. A process of its own does the work, so that
its peak is that of nothing else.
"""

import json
import re
import subprocess
import sys
import tempfile
import time
import wave
from pathlib import Path

import numpy as np

from demo.calls import MODEL
from services.recordings.decode import decoded, encode_opus
from services.recordings.sound import SAMPLE_RATE_HZ
from services.recordings.waveform import draw
from services.settings import AsrSettings
from services.tables import Channel
from tests.bench import frame
from workers.asr import Task
from workers.asr.voice import find_speech
from workers.asr.whisper import WhisperTranscriber
from workers.understanding import understand

GOAL = 1.0
MOST_MB = 1500
MINUTES = 180
CALL = Path(__file__).parents[1] / "data" / "calls" / "zh-clean.ogg"
BOTH = (Channel.AGENT, Channel.CUSTOMER)
_EVERY_MINUTES = 10
"""A call of a minute begins as often; the rest is nearly silent."""


def measure() -> frame.Result:
    figures = heard_by_a_child(MINUTES)
    return frame.Result("long", figures["peak_mb"] / MOST_MB, GOAL, False, figures)


def heard_by_a_child(minutes: int) -> dict[str, float]:
    """Peak memory and what was heard of a recording of so many minutes."""
    with tempfile.TemporaryDirectory(prefix="earshot-bench-") as folder:
        file = Path(folder) / "long.wav"
        write(file, minutes)
        command = [sys.executable, "-m", "tests.bench.long", str(file)]
        answer = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return {"minutes": minutes, **figures}


def write(file: Path, minutes: int) -> None:
    """A call every ten minutes in faint noise; 16 kHz, two channels."""
    with decoded(CALL) as sound:
        call = np.concatenate(list(sound.blocks()), axis=1)
    chance = np.random.default_rng(5)
    with wave.open(str(file), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(SAMPLE_RATE_HZ)
        for minute in range(minutes):
            samples = chance.normal(0, 20, (2, 60 * SAMPLE_RATE_HZ)).astype(np.int16)
            if minute % _EVERY_MINUTES == 0:
                samples += call[:, : samples.shape[1]]
            out.writeframes(samples.T.tobytes())


def _hear(file: Path) -> dict[str, float]:
    settings = AsrSettings(
        model=str(MODEL), device="cpu", chunk_length_s=10, vad_threshold=0.25, word_times=False
    )
    whisper = WhisperTranscriber(settings)
    start = time.monotonic()
    with decoded(file) as sound:
        clear, speech = find_speech(sound, settings)
        task = Task(clear, BOTH, speech)
        [heard] = whisper.transcribe([task], lambda *_: None)
        draw(sound.peaks(), BOTH, sound.duration_s, None)
        encode_opus(sound, file.with_suffix(".ogg"))
        hearing = understand(task, heard, whisper.made_by, settings)
    return {
        "peak_mb": round(_peak_mb(), 1),
        "seconds": round(time.monotonic() - start, 1),
        "utterances": len(hearing.utterances),
    }


def _peak_mb() -> float:
    """Of this process since its program started; Linux only.

    Not `ru_maxrss`: that keeps the size of the process it was forked from.
    """
    status = Path("/proc/self/status").read_text()
    [kilobytes] = re.findall(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    return int(kilobytes) / 1024


if __name__ == "__main__":
    print(json.dumps(_hear(Path(sys.argv[1]))))  # noqa: T201
