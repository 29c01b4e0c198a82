"""Regular expressions, in time that is linear in the text (RE2)."""

from collections.abc import Iterator, Sequence
from itertools import islice

import re2

from services.scoring.conditions import Pattern
from services.scoring.judging.compiled import Regexes
from services.scoring.judging.counting import Asked, judge_places, judge_unsaid, unsaid
from services.scoring.judging.looks import CHANNELS, Look, place_of
from services.scoring.judging.places import Answer, Place
from services.scoring.judging.sieve import Expression
from services.scoring.judging.texts import ChannelText
from services.scoring.judging.windows import Row, in_row

MOST_MATCHES = 2_000
"""On one channel. Each match may look as far as its turn goes, so all of them must end."""
_MEMORY = 4 << 20


class RegexWrong(ValueError):
    """Its arguments are the field that is wrong and the sentence why."""


def compile_regexes(number: int, condition: Pattern) -> Regexes:
    """Raises RegexWrong."""
    excluding = condition.excluding
    return Regexes(
        number=number,
        matching=_compiled("regex", condition.regex),
        excluding=None if excluding is None else _compiled("excluding", excluding),
        unsaid=unsaid(condition, (condition.regex,)),
    )


def judge_pattern(condition: Pattern, look: Look) -> Answer:
    regexes = look.talk.card.regexes[id(condition)]
    if regexes.number not in look.talk.possible_on(CHANNELS[condition.speaker]):
        return judge_unsaid(regexes.unsaid, condition, look)
    places = look.once(condition, _everywhere)
    asked = Asked(condition.type, (condition.regex,), condition.times)
    return judge_places(condition, asked, places, look)


def _everywhere(condition: Pattern, look: Look) -> Row[Place]:
    regexes = look.talk.card.regexes[id(condition)]
    return in_row(
        [
            place
            for said in look.texts(condition.speaker)
            if regexes.number in look.talk.possible(said)
            for place in _places(condition, regexes, said, look)
        ]
    )


def _places(condition: Pattern, regexes: Regexes, said: ChannelText, look: Look) -> Iterator[Place]:
    written = look.talk.written(said)
    found = _matches(regexes.matching, written.text)
    covers: Sequence[tuple[int, int]] = ()
    if found and regexes.excluding is not None:
        covers = _matches(regexes.excluding, written.text)
    for start, end in found:
        if not any(first <= start and end <= last for first, last in covers):
            parts = list(written.parts(start, end))
            if parts:
                yield place_of(condition, look.talk, said.channel, parts)


def _matches(expression: Expression, text: bytes) -> list[tuple[int, int]]:
    spans = (match.span() for match in islice(expression.finditer(text), MOST_MATCHES))
    return [(start, end) for start, end in spans if start < end]


def _compiled(field: str, regex: str) -> Expression:
    """Lines begin and end with turns, and no match runs from one into the next."""
    options = re2.Options()
    options.case_sensitive = False
    options.never_nl = True
    options.never_capture = True
    options.log_errors = False
    options.max_mem = _MEMORY
    try:
        # By itself first: what does not stand alone must not do so thanks to our flag.
        alone = re2.compile(regex, options)
        compiled = re2.compile(f"(?m){regex}", options)
    except re2.error as error:
        raise RegexWrong(field, _why(error)) from error
    if alone.fullmatch("") is not None:
        raise RegexWrong(field, "The expression matches even where nothing is said.")
    return compiled


def _why(error: Exception) -> str:
    told = error.args[0]
    why = told.decode(errors="replace") if isinstance(told, bytes) else str(told)
    sentence = f"The expression cannot be used: {why}."
    if "invalid perl operator" in why or "invalid escape" in why:
        return f"{sentence} There is no look-around and no reference back."
    return sentence
