"""Numbers of tokens while training: text, then eight special ones, then timestamps."""

from tokenizers import Tokenizer

from demo.making.vocabulary import VOCABULARY

SPECIALS = (
    "<|endoftext|>",
    "<|startoftranscript|>",
    "<|en|>",
    "<|zh|>",
    "<|transcribe|>",
    "<|startofprev|>",
    "<|nospeech|>",
    "<|notimestamps|>",
)
TIMESTAMPS = 1501
TIMESTAMP_S = 0.02
WHISPER_VOCABULARY = 51_865

text = Tokenizer.from_file(str(VOCABULARY))
TEXT_TOKENS: int = text.get_vocab_size()
SPECIAL = {name: TEXT_TOKENS + number for number, name in enumerate(SPECIALS)}
FIRST_TIMESTAMP = TEXT_TOKENS + len(SPECIALS)
UNUSED = FIRST_TIMESTAMP + TIMESTAMPS
"""Stands for all tokens of Whisper's vocabulary that this model never says."""
SIZE = UNUSED + 1
UNUSED_COUNT = WHISPER_VOCABULARY - (SIZE - 1)


def timestamp(at_s: float) -> int:
    return FIRST_TIMESTAMP + min(TIMESTAMPS - 1, round(at_s / TIMESTAMP_S))
