"""Learn the demo model's vocabulary: `python -m demo.making.vocabulary`."""

import random
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from demo.making.sentences import CHINESE_SHARE, Language, draw_sentence

VOCABULARY = Path(__file__).parent / "bpe.json"
SENTENCES = 20_000
SIZE = 1000
LONGEST_TOKEN = 8


def main() -> None:
    """Byte-pair encoding over drawn sentences; writes `bpe.json`. The same every time."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=SIZE,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        max_token_length=LONGEST_TOKEN,
    )
    tokenizer.train_from_iterator(_sentences(), trainer)
    tokenizer.save(str(VOCABULARY))


def _sentences() -> list[str]:
    """As the decoder writes them: English begins with a space, Chinese does not."""
    rng = random.Random(0)
    every = round(1 / (1 - CHINESE_SHARE))
    sentences: list[str] = []
    for number in range(SENTENCES):
        language: Language = "zh" if number % every else "en"
        text = draw_sentence(rng, language, rng.choice(("agent", "customer")))
        sentences.append(text if language == "zh" else " " + text)
    return sentences


if __name__ == "__main__":
    main()
