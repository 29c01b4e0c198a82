"""Chinese in one script, simplified or traditional, whatever a model wrote."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, pairwise

from opencc import OpenCC

from services.settings import Script
from services.transcripts import Utterance

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_OTHERS = {"ja", "ko"}
"""Languages that write some of the same characters in ways of their own."""


def in_script(utterance: Utterance, script: Script) -> Utterance:
    """`utterance` with its Chinese in `script`; its words still spell its text."""
    if script == "as_heard" or not _is_chinese(utterance):
        return utterance
    text = converted(utterance.text, script)
    if text == utterance.text:
        return utterance
    words = _spelling(text, [word.text for word in utterance.words], script)
    return utterance.model_copy(
        update={
            "text": "".join(words) or text,
            "words": tuple(
                word.model_copy(update={"text": written})
                for word, written in zip(utterance.words, words, strict=True)
            ),
        }
    )


def converted(text: str, script: Script) -> str:
    """`text` in `script`, phrase by phrase: 乾隆 keeps its 乾 where 乾淨 becomes 干净."""
    match script:
        case "as_heard":
            return text
        case "traditional":
            return _convert("s2tw", text)
        case "simplified":
            # Taiwan's 看著 needs a dictionary of its own, which makes 显着 of 显著 if it is
            # given text that is simplified already.
            return text if _convert("t2s", text) == text else _convert("tw2s", text)


def _is_chinese(utterance: Utterance) -> bool:
    """Also a few Chinese words in an English call; never Japanese or Korean."""
    text = utterance.text
    return utterance.language not in _OTHERS and bool(_HAN.search(text)) and not _KANA.search(text)


def _spelling(text: str, words: Sequence[str], script: Script) -> list[str]:
    """`words` converted such that they spell `text`, cut where they were cut before.

    Should a phrase have changed its length, each word is converted on its own instead.
    """
    if len(text) != sum(len(word) for word in words):
        return [converted(word, script) for word in words]
    ends = accumulate(map(len, words), initial=0)
    return [text[start:end] for start, end in pairwise(ends)]


def _convert(name: str, text: str) -> str:
    converted: str = _converter(name).convert(text)
    return converted


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)
