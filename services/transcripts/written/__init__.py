"""Numbers, money, dates and the like in what was said, as one would write them."""

from collections.abc import Iterator

from services.transcripts import Entity, EntityKind, Utterance
from services.transcripts.written import chinese, english
from services.transcripts.written.amounts import amount_at, percentage_at
from services.transcripts.written.dates import Found, date_at
from services.transcripts.written.folding import folded
from services.transcripts.written.numerals import Line, grouped, in_one_line, plainly
from services.transcripts.written.quantities import counts, quantity_at
from services.transcripts.written.strings import string_at
from services.transcripts.written.times import time_at

_WORDS_ARE_KNOWN = {None, "zh", "yue", "en"}


def with_entities(utterance: Utterance) -> Utterance:
    """`utterance` with what its numbers mean beside its text, which stays as it is."""
    found = tuple(iter_entities(utterance.text, utterance.language))
    return utterance.model_copy(update={"entities": found})


def iter_entities(text: str, language: str | None) -> Iterator[Entity]:
    """What is counted, paid, dated or dialled in `text`, in its order; none overlap.

    Chinese and English are both understood in one text, whatever `language` says (ISO
    639-1): it only decides what 415 555 2671 is. In other languages only figures are read.
    What is rough (几百, 七八百) and what only looks like a number (一下, 万一, no one) is
    left out.
    """
    line = line_of(text, language)
    index = 0
    while line.has(index):
        found = _at(line, index)
        if found:
            yield found[0]
        index = found[1] if found else index + 1


def line_of(text: str, language: str | None) -> Line:
    """`text` with the numbers in it, whatever they mean."""
    plain = english.without_idioms(chinese.without_misleading(folded(text)))
    in_figures = chinese.iter_numerals(plain)
    if language not in _WORDS_ARE_KNOWN:
        in_figures = (each for each in in_figures if each.way == "figures")
        return Line(plain, in_one_line(in_figures), language)
    return Line(plain, in_one_line([*in_figures, *english.iter_numerals(plain)]), language)


def _at(line: Line, index: int) -> Found | None:
    """What the number at `index` begins; those that say more of themselves come first."""
    for find in (date_at, time_at, percentage_at, amount_at, string_at, _number_at):
        if found := find(line, index):
            return found
    return None


def _number_at(line: Line, index: int) -> Found | None:
    quantity = quantity_at(line, index)
    numeral = line.numerals[index]
    alone = quantity.end == numeral.end
    if not counts(line, index) and (alone or numeral.ordinal):
        return None
    read_out = numeral.digits if alone else None
    return Entity(
        kind=EntityKind.NUMBER,
        char_start=quantity.start,
        char_end=quantity.end,
        written=read_out or grouped(quantity.value),
        value=read_out or plainly(quantity.value),
    ), quantity.next
