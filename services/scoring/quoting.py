"""What a judge may read of a call, and whether what it quotes stands there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.privacy.finder import find
from services.privacy.masking import Places, places_in
from services.scoring.heard import Opinion
from services.transcripts import EntityKind, Utterance
from services.transcripts.spelling import fold, normalize
from services.transcripts.written import with_entities

MASK = "*"
MOST_QUOTES = 5
_SHORTEST_QUOTE = 2
"""Letters that prove something."""
_PERSONAL = {EntityKind.PHONE, EntityKind.ID_NUMBER, EntityKind.CARD}
_LONG_NUMBER = re.compile(r"(?:\d[ -]?){7,}")
"""Whatever it is the number of."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One utterance as a judge reads it, character for character as long as what was said."""

    utterance: Utterance
    text: str


def readings(utterances: Sequence[Utterance]) -> tuple[Reading, ...]:
    """In the order of the call, with phone, ID and card numbers masked, spoken ones too."""
    spans = find(utterances)
    return tuple(
        Reading(each, _masked(each, places_in(spans, number)))
        for number, each in enumerate(utterances)
    )


def holding(
    answer: bool, quotes: Sequence[str], read: Sequence[Reading], said_by: str
) -> Opinion | None:
    """The opinion, if it can be believed: a yes needs quotes, and every quote must stand there.

    Quotes come back as they were said, without masks, each out of one utterance.
    """
    if not answer:
        return Opinion(answer=False, quotes=(), said_by=said_by)
    found = [_as_said(quote, read) for quote in quotes[: MOST_QUOTES + 1]]
    words = [quote for quote in found if quote is not None]
    if not words or len(words) < len(found) or len(found) > MOST_QUOTES:
        return None
    return Opinion(answer=True, quotes=tuple(dict.fromkeys(words)), said_by=said_by)


def _masked(utterance: Utterance, personal: Places) -> str:
    letters = list(utterance.text)
    known = utterance if utterance.entities else with_entities(utterance)
    spans = [(e.char_start, e.char_end) for e in known.entities if e.kind in _PERSONAL]
    spans += [*personal, *(found.span() for found in _LONG_NUMBER.finditer(utterance.text))]
    for start, end in spans:
        for at in range(start, end):
            letters[at] = MASK if letters[at].isalnum() else letters[at]
    # A line break would let somebody speak in another's name.
    return "".join(" " if letter.isspace() else letter for letter in letters)


def _as_said(quote: str, read: Sequence[Reading]) -> str | None:
    letters = normalize(quote.replace(MASK, _STAND_IN))
    if len(letters) < _SHORTEST_QUOTE:
        return None
    for each in read:
        folded, starts, ends = fold(each.text.replace(MASK, _STAND_IN))
        at = folded.find(letters)
        if at >= 0:
            return each.utterance.text[starts[at] : ends[at + len(letters) - 1]]
    return None


_STAND_IN = "〇"
"""Spelling drops asterisks: what is masked must be quoted as such."""
