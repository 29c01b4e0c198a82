"""Memory: flat over many calls, and no more for a long recording than for a short one."""

import sys

import numpy as np
import pytest

from demo.calls import MODEL
from services.recordings.sound import SAMPLE_RATE_HZ, Sound
from services.settings import AsrSettings
from services.tables import Channel
from tests.bench.long import heard_by_a_child
from tests.bench.transcribe import resident_mb
from tests.sounds import CALLS, heard_by, loaded
from workers.asr.whisper import WhisperTranscriber

BOTH = (Channel.AGENT, Channel.CUSTOMER)

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc/self")


@linux_only
def test_hearing_many_calls_takes_no_more_memory_than_hearing_few() -> None:
    whisper = WhisperTranscriber(
        AsrSettings(model=str(MODEL), device="cpu", chunk_length_s=10, vad_threshold=0.25)
    )
    call = np.concatenate(list(loaded(CALLS / "zh-clean.ogg").blocks()), axis=1)
    pieces = [
        Sound.of(call[:, start * SAMPLE_RATE_HZ : (start + 12) * SAMPLE_RATE_HZ])
        for start in (0, 12, 24, 36)
    ]

    def hear(times: int) -> None:
        for number in range(times):
            assert heard_by(whisper, pieces[number % len(pieces)], BOTH).utterances

    hear(40)
    before_mb = resident_mb()
    hear(30)

    # One call held for ever would be 3 MB as floats, the whole model 4.
    assert resident_mb() - before_mb < 15


@linux_only
def test_a_longer_recording_takes_no_more_memory() -> None:
    short, long = heard_by_a_child(11), heard_by_a_child(61)

    assert long["utterances"] > short["utterances"] > 0
    # Fifty minutes of two channels are 192 MB as int16, 384 MB as floats; the peak of one
    # recording, heard again and again, differs by up to 100 MB.
    assert long["peak_mb"] - short["peak_mb"] < 150
    assert long["peak_mb"] < 1500
