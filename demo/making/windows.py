"""Make training windows: sentences of one speaker or of both, as a telephone carries them."""

import random
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from demo.making.sentences import CHINESE_SHARE, Language, Role
from demo.making.shards import Spoken
from demo.making.speech import RATE_HZ, Samples
from demo.making.telephone import NARROW_HZ, WIDE_HZ, through_telephone

PAUSES_S = (0.15, 0.3, 0.6, 1.2, 2.5)


class Said(NamedTuple):
    """A sentence in a window, in seconds from its start."""

    start_s: float
    end_s: float
    text: str


class Window(NamedTuple):
    """`samples` is float32[n] at 16 kHz, always as long as was asked for."""

    samples: Samples
    said: tuple[Said, ...]
    language: Language


class Pools(NamedTuple):
    """Sentences to draw from, by language and by language and role."""

    both: dict[Language, list[Spoken]]
    one: dict[tuple[Language, Role], list[Spoken]]


def pool(spoken: Sequence[Spoken]) -> Pools:
    pools = Pools({}, {})
    for each in spoken:
        pools.both.setdefault(each.language, []).append(each)
        pools.one.setdefault((each.language, each.role), []).append(each)
    return pools


def draw_window(pools: Pools, rng: random.Random, length_s: float) -> Window:
    """A window of `length_s`; three in five are filled, the others end in silence."""
    language: Language = "zh" if rng.random() < CHINESE_SHARE else "en"
    mono = rng.random() < 0.4
    role: Role = rng.choice(("agent", "customer"))
    sentences = pools.both[language] if mono else pools.one[language, role]
    samples, said = _fill(sentences, rng, length_s)
    band = NARROW_HZ if rng.random() < 0.6 else WIDE_HZ
    samples = through_telephone(samples, band)
    if rng.random() < 0.7:
        noise = np.random.randn(len(samples)).astype(np.float32)
        samples = samples + noise * 10 ** rng.uniform(-4.2, -2.3)
    return Window(samples.astype(np.float32), tuple(said), language)


def _fill(
    sentences: Sequence[Spoken], rng: random.Random, length_s: float
) -> tuple[Samples, list[Said]]:
    length = int(length_s * RATE_HZ)
    samples = np.zeros(length, np.float32)
    said: list[Said] = []
    at = int(rng.random() * 0.6 * RATE_HZ)
    budget_s = length_s if rng.random() < 0.6 else rng.uniform(1.5, length_s)
    room = min(length, int(budget_s * RATE_HZ))
    while at < room:
        sentence = sentences[rng.randrange(len(sentences))]
        end = at + len(sentence.pcm)
        if end > room:
            if said:
                break
            # The first sentence must fit somewhere: from the start, or another one.
            at, end = (0, len(sentence.pcm)) if end >= length else (at, end)
            if end >= length:
                continue
        samples[at:end] += sentence.pcm.astype(np.float32) / 32768 * rng.uniform(0.3, 1)
        said.append(Said(at / RATE_HZ, end / RATE_HZ, sentence.text))
        at = end + int(rng.choice(PAUSES_S) * rng.uniform(0.5, 1.2) * RATE_HZ)
    return samples, said
