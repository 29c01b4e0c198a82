"""One character for one character, so that places in the text stay where they are."""

import unicodedata

from services.transcripts.script import converted


class _Folds(dict[int, str]):
    """Simplified, half width, lower case; learnt character by character."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        for fold in (_half_width, _simplified, str.lower):
            folded = fold(character)
            character = folded if len(folded) == 1 else character
        self[code] = character
        return character


def _half_width(character: str) -> str:
    return unicodedata.normalize("NFKC", character)


def _simplified(character: str) -> str:
    return character if character.isascii() else converted(character, "simplified")


_FOLDS = _Folds()


def folded(text: str) -> str:
    """`text` as the finders of numbers read it: 兩點 is 两点, ３％ is 3%. As long as before."""
    return text.translate(_FOLDS)
