"""Turn a checkpoint into what faster-whisper loads: `python -m demo.making.export OUT`.

CTranslate2 calls a Whisper model multilingual only if its vocabulary has the empty token,
and counts languages from the places of the special tokens: they must stand in Whisper's
order. faster-whisper needs text before `<|endoftext|>` and times after `<|notimestamps|>`.
"""

# torch and transformers are needed here alone, and installed by hand.
# mypy: disable-error-code="import-not-found"

import json
from pathlib import Path
from typing import Annotated, Any

import torch
import typer
from ctranslate2.converters.transformers import WhisperLoader
from transformers import WhisperConfig, WhisperForConditionalGeneration

from demo.making import network as net
from demo.making import tokens
from demo.making.suppressed import added_token, give_symbols_tokens
from demo.making.train import CHECKPOINT
from demo.making.vocabulary import VOCABULARY

NAMES = (
    "",
    "<|endoftext|>",
    "<|startoftranscript|>",
    "<|en|>",
    "<|zh|>",
    "<|translate|>",
    "<|transcribe|>",
    "<|startoflm|>",
    "<|startofprev|>",
    "<|nospeech|>",
    "<|notimestamps|>",
)
IDS = {name: tokens.TEXT_TOKENS + number for number, name in enumerate(NAMES)}
FIRST_TIMESTAMP = tokens.TEXT_TOKENS + len(NAMES)
SIZE = FIRST_TIMESTAMP + tokens.TIMESTAMPS
MAY_BE_SAID = ("<|endoftext|>", "<|notimestamps|>")
FEATURES = {
    "feature_size": net.MELS,
    "sampling_rate": 16_000,
    "hop_length": 160,
    "chunk_length": 12,
    "n_fft": 400,
}

Weights = dict[str, torch.Tensor]


def main(
    out: Annotated[Path, typer.Argument(help="Directory to write.")],
    checkpoint: Annotated[Path, typer.Option(help="What `train` wrote.")] = CHECKPOINT,
    quantization: Annotated[str, typer.Option(help="CTranslate2's name of it.")] = "int8",
) -> None:
    """Write model, vocabulary, tokenizer and feature settings."""
    out.mkdir(parents=True, exist_ok=True)
    spec = WhisperLoader().get_model_spec(_as_whisper(torch.load(checkpoint)))
    spec.config.suppress_ids = sorted(IDS[name] for name in NAMES if name not in MAY_BE_SAID)
    spec.config.suppress_ids_begin = [IDS["<|endoftext|>"]]
    spec.config.lang_ids = [IDS["<|en|>"], IDS["<|zh|>"]]
    spec.config.alignment_heads = [[net.DECODER_LAYERS - 1, head] for head in range(net.HEADS)]
    spec.register_vocabulary(_vocabulary())
    spec.validate()
    spec.optimize(quantization=quantization)
    spec.save(str(out))
    (out / "tokenizer.json").write_text(json.dumps(_tokenizer(), ensure_ascii=False), "utf-8")
    (out / "preprocessor_config.json").write_text(json.dumps(FEATURES), "utf-8")


def _as_whisper(weights: Weights) -> WhisperForConditionalGeneration:
    end = IDS["<|endoftext|>"]
    config = WhisperConfig(
        vocab_size=SIZE,
        num_mel_bins=net.MELS,
        d_model=net.WIDTH,
        encoder_layers=net.ENCODER_LAYERS,
        decoder_layers=net.DECODER_LAYERS,
        encoder_attention_heads=net.HEADS,
        decoder_attention_heads=net.HEADS,
        encoder_ffn_dim=net.FEED_FORWARD,
        decoder_ffn_dim=net.FEED_FORWARD,
        max_source_positions=net.AUDIO_POSITIONS,
        max_target_positions=net.TEXT_POSITIONS,
        pad_token_id=end,
        bos_token_id=end,
        eos_token_id=end,
        decoder_start_token_id=IDS["<|startoftranscript|>"],
    )
    whisper = WhisperForConditionalGeneration(config)
    missing, unexpected = whisper.load_state_dict(_renamed(weights), strict=False)
    if missing or unexpected:
        raise SystemExit(f"The checkpoint does not fit: {missing} {unexpected}")
    return whisper


def _renamed(weights: Weights) -> Weights:
    embedding = _embedding(weights["decoder.embed_tokens.weight"])
    named = {f"model.{name}": value for name, value in weights.items() if "ctc" not in name}
    named["model.encoder.embed_positions.weight"] = named.pop("model.encoder.pos")
    named["model.decoder.embed_tokens.weight"] = embedding
    named["proj_out.weight"] = embedding
    return named


def _embedding(trained: torch.Tensor) -> torch.Tensor:
    """Rows in the order of the exported vocabulary; what was never trained is the unused one."""
    full = trained[tokens.UNUSED].repeat(SIZE, 1)
    full[: tokens.TEXT_TOKENS] = trained[: tokens.TEXT_TOKENS]
    for name, number in tokens.SPECIAL.items():
        full[IDS[name]] = trained[number]
    first = tokens.FIRST_TIMESTAMP
    full[FIRST_TIMESTAMP:] = trained[first : first + tokens.TIMESTAMPS]
    return full


def _vocabulary() -> list[str]:
    written = {number: token for token, number in tokens.text.get_vocab().items()}
    return [written[number] for number in range(tokens.TEXT_TOKENS)] + [*NAMES, *_times()]


def _times() -> list[str]:
    return [f"<|{number * tokens.TIMESTAMP_S:.2f}|>" for number in range(tokens.TIMESTAMPS)]


def _tokenizer() -> dict[str, Any]:
    tokenizer: dict[str, Any] = json.loads(VOCABULARY.read_text("utf-8"))
    numbered = {name: number for name, number in IDS.items() if name}
    numbered |= {name: FIRST_TIMESTAMP + number for number, name in enumerate(_times())}
    tokenizer["model"]["vocab"] |= numbered
    tokenizer["added_tokens"] = [
        added_token(number, name, special=number < FIRST_TIMESTAMP)
        for name, number in numbered.items()
    ]
    give_symbols_tokens(tokenizer)
    return tokenizer


if __name__ == "__main__":
    typer.run(main)
