"""Speak training sentences: `python -m demo.making.shards 4000 101 s_1.npz`, one per process."""

import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
import typer
from numpy.typing import NDArray

from demo.making.sentences import CHINESE_SHARE, Language, Role, draw_sentence
from demo.making.speech import VARIANTS, draw_voice, speak

FULL_SCALE = 28_000

Pcm = NDArray[np.int16]


class Spoken(NamedTuple):
    """A sentence and its sound, int16[n] at 16 kHz."""

    pcm: Pcm
    text: str
    language: Language
    role: Role


def main(
    count: Annotated[int, typer.Argument(help="How many sentences.")],
    seed: Annotated[int, typer.Argument(help="Another seed, other sentences and voices.")],
    out: Annotated[Path, typer.Argument(help="The .npz file to write.")],
) -> None:
    """Draw sentences and voices, speak them, and keep all in one file."""
    rng = random.Random(seed)
    spoken = [_draw(rng) for _ in range(count)]
    known = [
        {"text": each.text, "lang": each.language, "role": each.role, "n": len(each.pcm)}
        for each in spoken
    ]
    np.savez(
        out,
        wav=np.concatenate([each.pcm for each in spoken]),
        meta=np.array(json.dumps(known, ensure_ascii=False)),
    )


def _draw(rng: random.Random) -> Spoken:
    language: Language = "zh" if rng.random() < CHINESE_SHARE else "en"
    role: Role = rng.choice(("agent", "customer"))
    text = draw_sentence(rng, language, role)
    samples = speak(text, language, draw_voice(rng, VARIANTS))
    return Spoken((samples * FULL_SCALE).astype(np.int16), text, language, role)


def load(files: Iterable[Path]) -> list[Spoken]:
    """All sentences of the shards."""
    spoken: list[Spoken] = []
    for file in files:
        shard = np.load(file)
        wav, start = shard["wav"], 0
        for known in json.loads(str(shard["meta"])):
            end = start + known["n"]
            spoken.append(Spoken(wav[start:end], known["text"], known["lang"], known["role"]))
            start = end
    return spoken


if __name__ == "__main__":
    typer.run(main)
