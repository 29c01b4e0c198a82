"""Train the demo model: `python -m demo.making.train 4500`. Needs torch; writes a checkpoint."""

# torch and transformers are needed here alone, and installed by hand.
# mypy: disable-error-code="import-not-found"

import math
import random
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
import torch
import typer
from faster_whisper.feature_extractor import FeatureExtractor
from torch import Tensor, nn
from torch.nn import functional

from demo.making import tokens
from demo.making.network import Network
from demo.making.shards import load
from demo.making.windows import Pools, Window, draw_window, pool

CHECKPOINT = Path("ck.pt")
SHARDS = [Path(f"s_{number}.npz") for number in (1, 2, 3, 4)]
LEARNING_RATE = 1.5e-3
WARM_UP_STEPS = 200
IGNORED = -100
MEL = torch.from_numpy(FeatureExtractor().mel_filters)
HANN = torch.hann_window(400)


class Batch(NamedTuple):
    mel: Tensor
    tokens: Tensor
    labels: Tensor
    """As `tokens`, with what is not to be learnt set to IGNORED."""
    texts: list[list[int]]
    """Text tokens alone, for CTC."""


class Stage(NamedTuple):
    """How training goes on up to `until`, a share of all steps."""

    until: float
    window_s: float
    batch: int


STAGES = (Stage(0.35, 6, 24), Stage(0.6, 12, 12), Stage(1.0, 30, 6))


def main(
    steps: Annotated[int, typer.Argument(help="The shipped model took 4500.")] = 4500,
    out: Annotated[Path, typer.Option(help="Where the checkpoint goes.")] = CHECKPOINT,
) -> None:
    """Short windows first, then up to the 30 seconds Whisper hears at once."""
    pools = pool(load(SHARDS))
    rng = random.Random()
    network = Network(tokens.SIZE, tokens.TEXT_TOKENS)
    optimizer = torch.optim.AdamW(
        network.parameters(), lr=LEARNING_RATE, betas=(0.9, 0.98), weight_decay=0.01
    )
    for step in range(steps):
        done = step / steps
        stage = next(stage for stage in STAGES if done < stage.until)
        for group in optimizer.param_groups:
            group["lr"] = _learning_rate(step, done)
        batch = draw_batch(pools, rng, stage)
        loss = _loss(network, batch, ctc_weight=0.5 if done < 0.5 else 0.2)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        if step % 50 == 0:
            typer.echo(f"step {step}: windows of {stage.window_s} s, loss {loss.item():.3f}")
        if step % 400 == 0:
            torch.save(network.state_dict(), out)
    torch.save(network.state_dict(), out)


def _learning_rate(step: int, done: float) -> float:
    return LEARNING_RATE * min(1, (step + 1) / WARM_UP_STEPS) * (0.05 + 0.95 * (1 - done))


def draw_batch(pools: Pools, rng: random.Random, stage: Stage) -> Batch:
    windows: list[Window] = []
    written: list[tuple[list[int], list[int]]] = []
    for _ in range(stage.batch):
        windows.append(draw_window(pools, rng, stage.window_s))
        written.append(_write(windows[-1], with_times=rng.random() < 0.5))
    longest = max(len(line) for line, _ in written)
    line_tokens = torch.full((len(windows), longest), tokens.SPECIAL["<|endoftext|>"])
    labels = torch.full((len(windows), longest), IGNORED)
    for row, (line, _) in enumerate(written):
        line_tokens[row, : len(line)] = torch.tensor(line)
        labels[row, : len(line)] = torch.tensor(line)
        # Of the prompt only the language is learnt: it is how languages are detected.
        labels[row, :3] = IGNORED
        labels[row, 1] = line_tokens[row, 1]
    sound = torch.from_numpy(np.stack([window.samples for window in windows]))
    return Batch(log_mel(sound), line_tokens, labels, [text for _, text in written])


def _write(window: Window, *, with_times: bool) -> tuple[list[int], list[int]]:
    """What the decoder should say about a window, and the text of it alone."""
    special = tokens.SPECIAL
    line = [special["<|startoftranscript|>"], special[f"<|{window.language}|>"]]
    line.append(special["<|transcribe|>"])
    if not with_times:
        line.append(special["<|notimestamps|>"])
    text: list[int] = []
    for said in window.said:
        sentence = said.text if window.language == "zh" else " " + said.text
        ids = tokens.text.encode(sentence).ids
        text += ids
        if with_times:
            ids = [tokens.timestamp(said.start_s), *ids, tokens.timestamp(said.end_s)]
        line += ids
    return [*line, special["<|endoftext|>"]], text


def log_mel(samples: Tensor) -> Tensor:
    """Whisper's features of [batch, samples] at 16 kHz, as faster-whisper computes them."""
    power = torch.stft(samples, 400, 160, window=HANN, return_complex=True)[..., :-1].abs() ** 2
    level = torch.clamp(MEL @ power, min=1e-10).log10()
    level = torch.maximum(level, level.amax((-2, -1), keepdim=True) - 8)
    return (level + 4) / 4


def _loss(network: Network, batch: Batch, *, ctc_weight: float) -> Tensor:
    sound = network.encoder(batch.mel)
    logits = network.decoder(batch.tokens[:, :-1], sound)
    # The one unused token stands for many, so it weighs as many in the softmax.
    unused = logits[..., -1:] + math.log(tokens.UNUSED_COUNT)
    logits = torch.cat([logits[..., :-1], unused], -1)
    said = functional.cross_entropy(
        logits.reshape(-1, tokens.SIZE), batch.labels[:, 1:].reshape(-1), ignore_index=IGNORED
    )
    return said + ctc_weight * _ctc_loss(network, sound, batch.texts)


def _ctc_loss(network: Network, sound: Tensor, texts: list[list[int]]) -> Tensor:
    chances = network.ctc(sound).log_softmax(-1).transpose(0, 1)
    return functional.ctc_loss(
        chances,
        torch.tensor([number for text in texts for number in text]),
        torch.full((len(texts),), chances.shape[0]),
        torch.tensor([len(text) for text in texts]),
        blank=tokens.TEXT_TOKENS,
        zero_infinity=True,
    )


if __name__ == "__main__":
    typer.run(main)
