"""Keep faster-whisper from muting the space between words.

By default it suppresses the first token of " -", " '" and " ♩" and its kind, so that no
model writes stage directions. In a vocabulary this small that first token is the bare
space, without which most English words cannot be written. Giving each of those strings a
token of its own leaves the space alone. Their ids are those of bytes no UTF-8 text holds.
"""

from typing import Any

SYMBOLS = (" -", " '", " ♩", " ♪", " ♫", " ♬", " ♭", " ♮", " ♯")
UNUSED_BYTES = "õö÷øùúûüý"
"""Bytes F5 to FD in the byte-level alphabet."""


def give_symbols_tokens(tokenizer: dict[str, Any]) -> None:
    """Put `SYMBOLS` in place of the unused bytes of a tokenizer.json."""
    vocabulary = tokenizer["model"]["vocab"]
    for symbol, byte in zip(SYMBOLS, UNUSED_BYTES, strict=True):
        # The library takes an added token's id from the vocabulary, not from the list.
        vocabulary[symbol] = vocabulary.pop(byte)
        tokenizer["added_tokens"].append(added_token(vocabulary[symbol], symbol, special=False))
    tokenizer["added_tokens"].sort(key=lambda added: added["id"])


def added_token(number: int, content: str, *, special: bool) -> dict[str, Any]:
    return {
        "id": number,
        "content": content,
        "single_word": False,
        "lstrip": False,
        "rstrip": False,
        "normalized": False,
        "special": special,
    }
