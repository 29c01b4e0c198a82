"""Saying much the same again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from services.scoring.conditions import Op, Repeated
from services.scoring.judging.counting import Asked, finding_of
from services.scoring.judging.looks import Look, unsure_of
from services.scoring.judging.places import (
    Answer,
    Hit,
    Place,
    answer_of,
    reason_of,
)
from services.scoring.judging.texts import ChannelText, Span
from services.scoring.judging.windows import held
from services.scoring.results import Measured, Truth, Unsure
from services.tables import Channel
from services.transcripts import spelling


@dataclass(frozen=True, slots=True)
class Uttered:
    """A turn that counts, and its number among all turns of its speaker."""

    place: Place
    letters: str
    number: int


@dataclass(frozen=True, slots=True)
class Compared:
    """The turns of a speaker, and by index those before each that are much the same."""

    places: Sequence[Place]
    alike: Mapping[int, Sequence[int]]

    def longest(self, counted: Mapping[int, Place]) -> list[Place]:
        """The longest row of places, by index, of which each is like one before it."""
        lengths: dict[int, int] = {}
        before: dict[int, int] = {}
        for at in counted:
            earlier = (each for each in self.alike[at] if each in lengths)
            longest = max(earlier, key=lengths.__getitem__, default=None)
            lengths[at] = 1 if longest is None else lengths[longest] + 1
            if longest is not None:
                before[at] = longest
        last = max(lengths, key=lengths.__getitem__, default=None)
        row = []
        while last is not None:
            row.append(counted[last])
            last = before.get(last)
        return row[::-1]


def judge_repeated(condition: Repeated, look: Look) -> Answer:
    """Each turn is compared with those before it; the longest row of alike ones counts."""
    compared = look.once(condition, _compared)
    windows = look.windows_of(condition)
    seen = {
        at: place for at, each in enumerate(compared.places) for place in held((each,), windows)
    }
    found = compared.longest(_believed(seen, (None,)))
    if len(found) >= condition.times:
        return _answer(condition, look, Truth.TRUE, found)
    possible = compared.longest(seen)
    if len(possible) < condition.times:
        return _answer(condition, look, Truth.FALSE, possible)
    by_words = compared.longest(_believed(seen, (None, Unsure.MIXED_CHANNEL)))
    reason = reason_of(len(by_words) >= condition.times)
    return _answer(condition, look, Truth.UNKNOWN, possible, reason)


def _believed(seen: Mapping[int, Place], unsure: Sequence[Unsure | None]) -> dict[int, Place]:
    return {at: place for at, place in seen.items() if place.unsure in unsure}


def _answer(
    condition: Repeated,
    look: Look,
    truth: Truth,
    places: Sequence[Place],
    reason: Unsure | None = None,
) -> Answer:
    """One turn alone is no repetition."""
    shown = places if len(places) > 1 else ()
    times = Measured(name="times", value=len(shown), op=Op.GE, wanted=condition.times)
    asked = Asked(condition.type, (), measured=(times,))
    finding = finding_of(condition, asked, look, truth, shown, reason)
    return answer_of(finding, map(Hit.at, shown))


def _compared(condition: Repeated, look: Look) -> Compared:
    uttered = [
        each for said in look.texts(condition.speaker) for each in _uttered(condition, said, look)
    ]
    letters = [each.letters for each in uttered]
    alike: dict[int, Sequence[int]] = {}
    first = 0
    for at, each in enumerate(uttered):
        while not _is_compared(condition, uttered[first], each):
            first += 1
        found = process.extract(
            each.letters,
            letters[first:at],
            scorer=fuzz.ratio,
            score_cutoff=condition.similarity,
            limit=None,
        )
        alike[at] = sorted(first + index for _, _, index in found)
    return Compared([each.place for each in uttered], alike)


def _is_compared(condition: Repeated, earlier: Uttered, later: Uttered) -> bool:
    """Of one channel, and no more turns back than asked."""
    if earlier.place.channel is not later.place.channel:
        return False
    return condition.look_back is None or later.number - earlier.number <= condition.look_back


def _uttered(condition: Repeated, said: ChannelText, look: Look) -> Iterator[Uttered]:
    ignored = look.talk.card.ignored[id(condition)]
    for number, span in enumerate(_turns(said)):
        letters = said.text[span[0] : span[1]]
        count = len(letters) - letters.count(spelling.SPACE)
        if count < condition.min_characters or letters in ignored:
            continue
        parts = list(said.parts(span))
        place = Place(
            evidence=look.talk.spoken.evidence(parts[0]),
            turn=look.talk.spoken.turn_of[parts[0].utterance],
            channel=said.channel,
            span=span,
            unsure=unsure_of(condition, look.talk, said.channel, parts),
        )
        yield Uttered(place, letters, number)


def _turns(said: ChannelText) -> Sequence[Span]:
    """On one channel for both nobody knows the turns: there each utterance is one."""
    if said.channel is not Channel.MIXED:
        return [span for span, _ in said.turn_spans]
    return said.utterance_spans()
