"""Measure a model on drawn windows: `python -m demo.making.evaluate_windows MODEL s_eval.npz`.

Without voice activity detection or batching: what the model alone can do.
"""

import random
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from faster_whisper import WhisperModel

from demo.making.hearing import Figures, edit_distance, plain
from demo.making.shards import load
from demo.making.windows import draw_window, pool


def main(
    model: Annotated[Path, typer.Argument(help="CTranslate2 model directory.")],
    shard: Annotated[Path, typer.Argument(help="Sentences of a seed not trained on.")],
    windows: Annotated[int, typer.Option(help="How many.")] = 30,
    length_s: Annotated[float, typer.Option(help="How long each is.")] = 8,
) -> None:
    """Character error rate by language."""
    whisper = WhisperModel(str(model), device="cpu", compute_type="int8", cpu_threads=2)
    pools = pool(load([shard]))
    rng = random.Random(5)
    np.random.seed(5)
    figures = {"zh": Figures(), "en": Figures()}
    for _ in range(windows):
        window = draw_window(pools, rng, length_s)
        segments, _ = whisper.transcribe(
            window.samples, beam_size=1, condition_on_previous_text=False, temperature=0
        )
        true = plain("".join(said.text for said in window.said))
        sums = figures[window.language]
        sums.errors += edit_distance(true, plain("".join(said.text for said in segments)))
        sums.characters += len(true)
    for language, sums in figures.items():
        typer.echo(f"{language}: character error rate {sums.error_rate:.1%} of {sums.characters}")


if __name__ == "__main__":
    typer.run(main)
