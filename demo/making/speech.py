"""Speak sentences with espeak-ng (Debian package `espeak-ng`): float samples at 16 kHz.

Chinese goes through pinyin (`pypinyin`) because espeak-ng reads pinyin well and characters badly.
"""

import random
import subprocess
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pypinyin import Style, pinyin

from demo.making.sentences import Language

MALE = ("", "+m1", "+m2", "+m3", "+m4", "+m5", "+m6", "+m7")
FEMALE = ("+f1", "+f2", "+f3", "+f4", "+f5")
VARIANTS = MALE + FEMALE
ENGLISH_ACCENTS = ("en-us", "en-gb")
RATE_HZ = 16_000
ESPEAK_HZ = 22_050
MARGIN = RATE_HZ // 20
"""Samples of silence kept on both sides of a sentence."""
AUDIBLE = 0.01

Samples = NDArray[np.float32]
"""float32[n]"""


class Voice(NamedTuple):
    variant: str
    accent: str
    words_per_minute: int
    pitch: int
    """0 to 99; espeak's own default is 50."""


def draw_voice(rng: random.Random, variants: tuple[str, ...] = VARIANTS) -> Voice:
    """A voice within what the demo model was trained on."""
    return Voice(
        variant=rng.choice(variants),
        accent=rng.choice(ENGLISH_ACCENTS),
        words_per_minute=rng.randint(150, 215),
        pitch=rng.randint(30, 70),
    )


def speak(text: str, language: Language, voice: Voice) -> Samples:
    """Samples of `text`, float32[n] in [-1, 1] at 16 kHz, silence trimmed to 50 ms."""
    name = "cmn-latn-pinyin" if language == "zh" else voice.accent
    command = ["espeak-ng", "-v", name + voice.variant, "-s", str(voice.words_per_minute)]
    command += ["-p", str(voice.pitch), "--stdout", _readable(text, language)]
    wav = subprocess.run(command, capture_output=True, check=True).stdout
    return _trim(_resample(_pcm(wav)))


def _readable(text: str, language: Language) -> str:
    if language == "en":
        return text
    syllables = pinyin(text, style=Style.TONE3, neutral_tone_with_five=True)
    return " ".join(readings[0] if readings[0] not in ",。" else "," for readings in syllables)


def _pcm(wav: bytes) -> Samples:
    """The samples of a streamed wav, whose header gives no usable length."""
    body = wav[wav.find(b"data") + 8 :]
    pcm = np.frombuffer(body[: len(body) // 2 * 2], dtype=np.int16)
    return pcm.astype(np.float32) / np.float32(32768)


def _resample(samples: Samples) -> Samples:
    at = np.arange(int(len(samples) * RATE_HZ / ESPEAK_HZ)) * ESPEAK_HZ / RATE_HZ
    return np.interp(at, np.arange(len(samples)), samples).astype(np.float32)


def _trim(samples: Samples) -> Samples:
    loud = np.flatnonzero(np.abs(samples) > AUDIBLE)
    if not len(loud):
        return samples
    return samples[max(0, loud[0] - MARGIN) : loud[-1] + MARGIN]
