"""Hides personal numbers in text. The only place that does: whatever leaves goes through it.

What is hidden keeps its length, so that places in the text stay where they are. Pure.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from services.privacy.finder import find
from services.privacy.spans import Span
from services.tables import Channel
from services.transcripts import Entity, LeftOut, Utterance, Word

MASK = "•"
_MAY_BE_PERSONAL = re.compile(
    r"[\d零〇幺一二三四五六七八九洞拐勾]{2}|@|\bat\b|[a-z]+ [a-z]+", re.IGNORECASE
)
_BETWEEN = re.compile(r"[_.]")
_LONG = re.compile(r"\d{9,}")
"""Whatever it is the number of, where nothing around it tells."""

Places = Sequence[tuple[int, int]]


def mask(text: str, places: Places) -> str:
    """`text` with all but spaces hidden at `places`, first character and one past the last."""
    letters = list(text)
    for start, end in places:
        for at in range(max(0, start), min(end, len(letters))):
            letters[at] = letters[at] if letters[at].isspace() else MASK
    return "".join(letters)


def mask_part(text: str, char_start: int, places: Places) -> str:
    """The same for what begins at character `char_start` of the text that has `places`."""
    return mask(text, [(start - char_start, end - char_start) for start, end in places])


@lru_cache(maxsize=4096)
def mask_alone(text: str) -> str:
    """Of words of which nobody knows where they come from."""
    if not _MAY_BE_PERSONAL.search(text):
        return text
    said = Utterance(channel=Channel.MIXED, start_s=0, end_s=0, text=text)
    places = [(span.char_start, span.char_end) for span in find([said])]
    return mask(text, [*places, *(found.span() for found in _LONG.finditer(text))])


def places_in(spans: Iterable[Span], utterance: int | None) -> Places:
    return [(span.char_start, span.char_end) for span in spans if span.utterance == utterance]


def mask_utterances(utterances: Sequence[Utterance], spans: Sequence[Span]) -> list[Utterance]:
    """With their words and what their numbers mean."""
    hidden = {span.utterance for span in spans}
    return [
        _mask_utterance(said, places_in(spans, number)) if number in hidden else said
        for number, said in enumerate(utterances)
    ]


def mask_left_out(left_out: Iterable[LeftOut]) -> list[LeftOut]:
    return [each.model_copy(update={"text": mask_alone(each.text)}) for each in left_out]


def _mask_utterance(said: Utterance, places: Places) -> Utterance:
    return said.model_copy(
        update={
            "text": mask(said.text, places),
            "words": tuple(_mask_words(said, places)),
            "entities": tuple(each for each in said.entities if not _touches(each, places)),
        }
    )


def _touches(entity: Entity, places: Places) -> bool:
    return any(entity.char_start < end and start < entity.char_end for start, end in places)


def _mask_words(said: Utterance, places: Places) -> Iterable[Word]:
    at = 0
    for word in said.words:
        found = said.text.find(word.text, at)
        if found < 0:
            # Nobody knows where it stands: then it is not shown.
            yield word.model_copy(update={"text": mask(word.text, [(0, len(word.text))])})
            continue
        at = found + len(word.text)
        shown = mask_part(word.text, found, places)
        heard = word.heard if shown == word.text else None
        yield word.model_copy(update={"text": shown, "heard": heard})


def masked_name(name: object) -> object:
    """Of a file: dialers write whom they called into it."""
    if not isinstance(name, str):
        return name
    apart = _BETWEEN.sub("|", name)
    hidden = mask_alone(apart)
    return "".join(
        MASK if shown == MASK else each for each, shown in zip(name, hidden, strict=True)
    )
