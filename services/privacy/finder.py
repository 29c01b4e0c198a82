"""Finds personal numbers in what was said. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.privacy.addresses import iter_addresses
from services.privacy.groups import plain_of
from services.privacy.recognising import LONGEST, Found, Said, recognise
from services.privacy.runs import Part, Run, runs_of
from services.privacy.spans import Pii, Span
from services.privacy.timing import when_said
from services.privacy.words_around import counts_something, topic_of
from services.transcripts import Utterance

_CHECK_X = re.compile(
    r"[\s,.]{0,2}(?:嗯|呃)?(?:最后(?:一位)?是?)?(?:大写的?|字母)?(?:x(?:-ray)?|ex|叉|艾克斯|埃克斯)(?![a-z])"
)
_PASSPORT = re.compile(r"(?<![a-z0-9])(?:[gdsph]\d{8}|e[a-z0-9]\d{7})(?![a-z0-9])")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"(?<![a-z])[a-z]{1,2}(?:字头)?[\s,]{0,2}$")
_BEFORE = 60
"""Characters before a number in which its kind is spoken of."""
_LOOK_BACK = 4
"""Utterances, the other's question among them."""
_AFTER = 14
_SHORTEST_ECHO = 4
_SURE_ECHO = 7
_ECHO_S = 60.0
_FEW = 3
_NOT_ECHO = re.compile(r"\s?(?:年|月|日|元|块|点|%|万|号楼|分钟|个)")
_TAIL = re.compile(r"(?:尾号|后四位|末四位|last four|ending in)(?:是|为|digits)?[\s,:]*$")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number that was found: its parts, and all its digits."""

    kind: Pii
    confidence: float
    digits: str
    parts: tuple[Part, ...]


def find(utterances: Sequence[Utterance]) -> tuple[Span, ...]:
    """Every place that says a personal number or a part of one, in order; none overlap.

    Over pauses and several utterances of one speaker, with what the other reads back, and
    what was said and corrected.
    """
    plain = [plain_of(each) for each in utterances]
    runs = list(runs_of(utterances))
    numbers = [number for run in runs for number in _numbers(run, plain)]
    marks = [mark for number in numbers for mark in _marks(number, plain)]
    marks += _echoes(runs, numbers, utterances, plain)
    marks += _lettered(plain)
    return tuple(_spans(marks, utterances))


_Mark = tuple[int, int, int, Pii, float]
"""Utterance, first character, one past the last, kind, confidence."""


def _numbers(run: Run, plain: Sequence[str]) -> Iterator[_Number]:
    """The longest that is something, from each part on."""
    parts, at = run.parts, 0
    while at < len(parts):
        found = _longest_at(parts, at, plain)
        if found is None:
            at += 1
            continue
        number, following = found
        abandoned = _abandoned(parts, at)
        yield _Number(number.kind, number.confidence, number.digits, abandoned + number.parts)
        at = following


def _longest_at(parts: Sequence[Part], at: int, plain: Sequence[str]) -> tuple[_Number, int] | None:
    """A surer reading goes before a longer one that was only guessed."""
    best: tuple[_Number, int] | None = None
    for end in range(_reach(parts, at), at, -1):
        chosen = tuple(parts[at:end])
        loose = _stands_alone(parts, at, end)
        for digits, sizes in _readings(chosen):
            found = _kind(digits, sizes, chosen, plain)
            if found is None or not (loose or (found[1] >= 0.9 and len(digits) > 11)):
                continue
            if best is None or found[1] > best[0].confidence:
                best = _Number(found[0], found[1], digits, chosen), end
    return best


def _reach(parts: Sequence[Part], at: int) -> int:
    end, count = at, 0
    while end < len(parts) and count <= 2 * LONGEST:
        count += len(parts[end].group.digits)
        end += 1
    return end


def _stands_alone(parts: Sequence[Part], at: int, end: int) -> bool:
    """No digits stand right before or behind."""
    return not parts[at].is_tight and not (end < len(parts) and parts[end].is_tight)


def _readings(parts: Sequence[Part]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """What the digits may come to: as said, without repetitions, as corrected."""
    groups = [part.group.digits for part in parts]
    seen = set()
    for each in (groups, _without_repeats(parts), *_corrected(parts)):
        digits = "".join(each)
        if digits and digits not in seen and len(digits) <= LONGEST:
            seen.add(digits)
            yield digits, tuple(map(len, each))


def _without_repeats(parts: Sequence[Part]) -> list[str]:
    """Without what is said again in an utterance of its own: somebody makes sure."""
    kept: list[str] = []
    for part in parts:
        digits = part.group.digits
        if kept and not part.is_tight and len(digits) >= 2 and "".join(kept).endswith(digits):
            continue
        kept.append(digits)
    return kept


def _corrected(parts: Sequence[Part]) -> Iterator[list[str]]:
    """What a correction takes back: as many digits as follow, the last group, or one more."""
    for number, part in enumerate(parts):
        if not part.corrects or not number:
            continue
        before = "".join(each.group.digits for each in parts[:number])
        after = [each.group.digits for each in parts[number:]]
        last = len(parts[number - 1].group.digits)
        for dropped in sorted({len(after[0]), last, *range(1, len(before) + 1)}):
            yield [before[: len(before) - dropped], *after]


def _kind(
    digits: str, sizes: tuple[int, ...], parts: Sequence[Part], plain: Sequence[str]
) -> Found | None:
    first, last = parts[0].group, parts[-1].group
    before, after = _before(plain, first.utterance, first.start), plain[last.utterance][last.end :]
    if _TAIL.search(before) and len(digits) <= _SHORTEST_ECHO:
        return None
    check_x = bool(_CHECK_X.match(after) or (_is_over(after) and _next_is_x(plain, last.utterance)))
    here = plain[first.utterance][: first.start]
    topic = topic_of(before, after[:_AFTER])
    found = recognise(
        Said(
            digits,
            topic,
            is_english=not _HAN.search(before + here + after),
            check_x=check_x,
            plus=here.rstrip().endswith(("+", "plus", "加")),
            sizes=sizes,
        )
    )
    unsure = found is not None and found[1] < 0.99
    return None if unsure and counts_something(here, after) else found


def _before(plain: Sequence[str], number: int, start: int) -> str:
    earlier = plain[max(0, number - _LOOK_BACK) : number]
    return " ".join([*earlier, plain[number][:start]])[-_BEFORE:]


def _is_over(after: str) -> bool:
    return not after.strip(" ,.。，…")


def _next_is_x(plain: Sequence[str], number: int) -> bool:
    return any(_CHECK_X.match(each) for each in plain[number + 1 : number + 3])


def _abandoned(parts: Sequence[Part], at: int) -> tuple[Part, ...]:
    """What was said of a number before it was begun again."""
    if not parts[at].corrects:
        return ()
    return tuple(part for part in parts[:at] if len(part.group.digits) >= _FEW)


def _marks(number: _Number, plain: Sequence[str]) -> Iterator[_Mark]:
    for part in number.parts:
        group = part.group
        start, end = group.start, group.end
        here = plain[group.utterance]
        if number.kind is Pii.PASSPORT and (letter := _LETTER.search(here, 0, start)):
            start = letter.start()
        if here[:start].rstrip().endswith("+"):
            start = here.rindex("+", 0, start)
        yield group.utterance, start, end, number.kind, number.confidence
    if number.kind is Pii.ID_NUMBER and len(number.digits) < 18:
        yield from _mark_of_x(number, plain)


def _mark_of_x(number: _Number, plain: Sequence[str]) -> Iterator[_Mark]:
    last = number.parts[-1].group
    if found := _CHECK_X.match(plain[last.utterance], last.end):
        yield last.utterance, last.end, found.end(), number.kind, number.confidence
        return
    for following in range(last.utterance + 1, min(last.utterance + 3, len(plain))):
        if found := _CHECK_X.match(plain[following]):
            yield following, 0, found.end(), number.kind, number.confidence
            return


def _echoes(
    runs: Sequence[Run],
    numbers: Sequence[_Number],
    utterances: Sequence[Utterance],
    plain: Sequence[str],
) -> Iterator[_Mark]:
    """Parts of known numbers that are said again, by whomever."""
    known = [(number, _moment(number, utterances)) for number in numbers]
    covered = {id(part) for number in numbers for part in number.parts}
    for run in runs:
        for part in run.parts:
            if id(part) in covered:
                continue
            for number, moment_s in known:
                at_s = utterances[part.group.utterance].start_s
                if _is_echo(part, number, abs(at_s - moment_s), plain):
                    group = part.group
                    yield group.utterance, group.start, group.end, number.kind, number.confidence
                    break


def _moment(number: _Number, utterances: Sequence[Utterance]) -> float:
    return utterances[number.parts[-1].group.utterance].end_s


def _is_echo(part: Part, number: _Number, apart_s: float, plain: Sequence[str]) -> bool:
    digits, group = part.group.digits, part.group
    if digits not in number.digits or len(digits) < _SHORTEST_ECHO:
        return False
    here = plain[group.utterance]
    if _NOT_ECHO.match(here, group.end) or _TAIL.search(here[: group.start]):
        return False
    return len(digits) >= _SURE_ECHO or apart_s <= _ECHO_S


def _lettered(plain: Sequence[str]) -> Iterator[_Mark]:
    for number, text in enumerate(plain):
        for start, end in iter_addresses(text):
            yield number, start, end, Pii.EMAIL, 0.95
        for found in _PASSPORT.finditer(text):
            said = Said(
                "0" * 8, topic_of(_before(plain, number, found.start()), text[found.end() :])
            )
            if (kind := recognise(said)) and kind[0] is Pii.PASSPORT:
                yield number, found.start(), found.end(), *kind


def _spans(marks: Sequence[_Mark], utterances: Sequence[Utterance]) -> Iterator[Span]:
    """In order; of those that overlap or touch the surest, stretched over both."""
    merged: list[_Mark] = []
    for mark in sorted(marks, key=lambda each: (each[0], each[1], -each[4])):
        if merged and _are_one(merged[-1], mark, utterances):
            last = merged[-1]
            surest = max(last, mark, key=lambda each: each[4])
            merged[-1] = (last[0], last[1], max(last[2], mark[2]), surest[3], surest[4])
        else:
            merged.append(mark)
    for number, start, end, kind, confidence in merged:
        start_s, end_s = when_said(utterances[number], start, end)
        yield Span(
            kind=kind,
            utterance=number,
            char_start=start,
            char_end=end,
            start_s=start_s,
            end_s=end_s,
            confidence=confidence,
        )


def _are_one(last: _Mark, mark: _Mark, utterances: Sequence[Utterance]) -> bool:
    if last[0] != mark[0]:
        return False
    if last[2] > mark[1]:
        return True
    between = utterances[mark[0]].text[last[2] : mark[1]]
    return last[3] is mark[3] and not any(letter.isalnum() for letter in between)
