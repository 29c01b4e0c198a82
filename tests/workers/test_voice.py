"""Voice activity block by block finds what looking at all of it at once finds."""

from itertools import pairwise

import numpy as np
import pytest
from faster_whisper.vad import get_speech_timestamps, get_vad_model
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from demo.calls import read_manifest
from services.recordings.sound import SAMPLE_RATE_HZ, Sound
from services.settings import AsrSettings
from tests.sounds import CALLS, loaded
from workers.asr.activity import FRAME_S, Rules, pieces
from workers.asr.voice import find_speech, likely_speech

FILES = [call.file for call in read_manifest(CALLS).calls if call.seed < 9200]
FRAME = round(FRAME_S * SAMPLE_RATE_HZ)


def spoken(pairs: list[tuple[float, float]], frames: int) -> NDArray[np.bool_]:
    """Frames that lie in some of `pairs`, given in seconds."""
    found = np.zeros(frames, bool)
    for start_s, end_s in pairs:
        found[round(start_s / FRAME_S) : round(end_s / FRAME_S)] = True
    return found


@pytest.mark.parametrize("file", FILES)
def test_blocks_change_no_probability(file: str) -> None:
    sound = loaded(CALLS / file)
    whole = sound.channel(0)
    padded = np.pad(whole, (0, -len(whole) % FRAME))

    assert np.allclose(likely_speech(sound, 0), get_vad_model()(padded).ravel(), atol=1e-4)


def test_blocks_change_no_probability_of_minutes() -> None:
    call = next(loaded(CALLS / "zh-clean.ogg").blocks(3600))
    sound = Sound.of(np.tile(call[:1], 3))
    whole = sound.channel(0)

    at_once = get_vad_model()(np.pad(whole, (0, -len(whole) % FRAME))).ravel()

    assert np.allclose(likely_speech(sound, 0), at_once, atol=1e-4)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(("threshold", "longest_s"), [(0.25, 10), (0.5, 30)])
def test_speech_is_where_silero_itself_says(file: str, threshold: float, longest_s: int) -> None:
    sound = loaded(CALLS / file)
    settings = AsrSettings(vad_threshold=threshold, chunk_length_s=longest_s)

    _, found = find_speech(sound, settings)

    frames = len(likely_speech(sound, 0))
    for index, mine in enumerate(found):
        theirs = get_speech_timestamps(
            sound.channel(index),
            threshold=threshold,
            min_silence_duration_ms=500,
            max_speech_duration_s=longest_s - 0.8,
            speech_pad_ms=0,
        )
        seconds = [(part["start"] / 16_000, part["end"] / 16_000) for part in theirs]
        # Where Silero cuts long speech it may leave out a breath that we keep, or the reverse.
        differ = spoken(list(mine), frames) != spoken(seconds, frames)
        assert differ.sum() <= 2 * len(theirs) + 1 / FRAME_S


RULES = Rules.of(0.5, 0.5, 9.0)


@given(st.lists(st.tuples(st.integers(1, 400), st.sampled_from([0.05, 0.4, 0.9])), max_size=20))
def test_pieces_are_apart_in_order_and_not_too_long(runs: list[tuple[int, float]]) -> None:
    parts = [np.full(count, value, np.float32) for count, value in runs]
    likely = np.concatenate([*parts, np.zeros(0, np.float32)])

    found = pieces(likely, RULES)

    assert all(before[1] <= after[0] for before, after in pairwise(found))
    assert all(0 <= start < end <= len(likely) for start, end in found)
    assert all((end - start) <= RULES.longest for start, end in found)
    covered = np.zeros(len(likely), bool)
    for start, end in found:
        covered[start:end] = True
    assert covered[likely >= RULES.begins].all()


def test_a_long_piece_is_parted_at_a_breath_and_else_at_the_limit() -> None:
    talk, breath = np.full(200, 0.9, np.float32), np.full(6, 0.05, np.float32)

    assert pieces(np.concatenate([talk, breath, talk]), RULES) == [(0, 200), (206, 406)]
    assert pieces(np.full(400, 0.9, np.float32), RULES) == [(0, 281), (281, 400)]


def test_a_sound_too_short_for_a_frame_is_silent() -> None:
    for length in (0, 1, 511, 512, 513):
        sound = Sound.of(np.zeros((1, length), np.int16))
        assert find_speech(sound, AsrSettings())[1] == ((),)
