"""What is no speech gives no text: silence, music, tones, noise."""

import numpy as np
import pytest
from numpy.typing import NDArray

from demo.calls import MODEL
from services.recordings.sound import SAMPLE_RATE_HZ, Sound
from services.settings import AsrSettings
from services.tables import Channel
from tests.sounds import heard_by
from workers.asr.voice import find_speech
from workers.asr.whisper import WhisperTranscriber

SECONDS = 20
AT_S = np.arange(SECONDS * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
CHANCE = np.random.default_rng(11)
BOTH = (Channel.AGENT, Channel.CUSTOMER)
Signal = NDArray[np.float64]


def tones(*pitches_hz: float) -> Signal:
    sound = np.zeros_like(AT_S)
    for pitch_hz in pitches_hz:
        sound += np.sin(2 * np.pi * pitch_hz * AT_S)
    return sound


def music() -> Signal:
    """Chords of four notes with overtones and vibrato, two a second, each dying away."""
    chords = ((220, 277, 330, 440), (196, 247, 294, 392), (175, 220, 262, 349))
    vibrato = 0.004 * np.sin(2 * np.pi * 5.5 * AT_S)
    sound = np.zeros_like(AT_S)
    for number, chord in enumerate(chords):
        playing = (AT_S * 2).astype(int) % len(chords) == number
        for pitch_hz in chord:
            for overtone in (1, 2, 3):
                phase = 2 * np.pi * pitch_hz * overtone * AT_S + vibrato * pitch_hz
                sound += playing * np.sin(phase) / overtone
    return sound * np.exp(-3 * (AT_S * 2 % 1))


def dialled() -> Signal:
    """DTMF: eight digits, a tenth of a second each, over and over."""
    low, high = (697, 770, 852, 941), (1209, 1336, 1477, 1633)
    digit = (AT_S * 5).astype(int) % 8
    pressed = (AT_S * 5 % 1) < 0.5
    sound = np.zeros_like(AT_S)
    for number in range(8):
        sound += (digit == number) * pressed * tones(low[number % 4], high[number // 2])
    return sound


def pink() -> Signal:
    """Noise with as much power in each octave."""
    spectrum = np.fft.rfft(CHANCE.normal(0, 1, len(AT_S)))
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)))
    return np.fft.irfft(spectrum, len(AT_S))


SIGNALS: dict[str, Signal] = {
    "silence": np.zeros_like(AT_S),
    "music": music(),
    "DTMF": dialled(),
    "ring-back in China": tones(450) * (AT_S % 5 < 1),
    "ring-back in America": tones(440, 480) * (AT_S % 6 < 2),
    "busy": tones(480, 620) * (AT_S % 1 < 0.5),
    "fax": tones(1100) * (AT_S % 3.5 < 0.5),
    "white noise": CHANCE.normal(0, 1, len(AT_S)),
    "pink noise": pink(),
    "hum": tones(50, 100, 150),
}


def sound_of(signal: Signal, loudness: float) -> Sound:
    loudest = max(float(np.abs(signal).max()), 1e-9)
    samples = (signal / loudest * loudness * 32767).astype(np.int16)
    other = CHANCE.normal(0, 10, len(samples)).astype(np.int16)
    return Sound.of(np.stack([samples, other]))


@pytest.fixture(scope="module")
def whisper() -> WhisperTranscriber:
    return WhisperTranscriber(
        AsrSettings(model=str(MODEL), device="cpu", chunk_length_s=10, word_times=False)
    )


@pytest.mark.parametrize("loudness", [0.02, 0.3, 0.9])
@pytest.mark.parametrize("name", SIGNALS)
def test_what_is_no_speech_gives_no_text(
    whisper: WhisperTranscriber, name: str, loudness: float
) -> None:
    heard = heard_by(whisper, sound_of(SIGNALS[name], loudness), BOTH)

    assert [said.text for said in heard.utterances] == []


@pytest.mark.parametrize("name", SIGNALS)
def test_a_low_threshold_takes_little_of_it_for_speech(name: str) -> None:
    """The demo's voices need 0.25, at which music may sound like somebody."""
    _, spoken = find_speech(sound_of(SIGNALS[name], 0.3), AsrSettings(vad_threshold=0.25))

    assert sum(end_s - start_s for start_s, end_s in spoken[0]) < 0.1 * SECONDS
