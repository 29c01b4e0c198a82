"""Phrases: which of them are said, where, and whether that is enough."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import groupby
from typing import NamedTuple

from services.scoring.conditions import Said
from services.scoring.judging.compiled import Phrases
from services.scoring.judging.counting import counted, different, judge_unsaid
from services.scoring.judging.looks import Look, unsure_of
from services.scoring.judging.places import (
    Answer,
    Hit,
    Place,
    answer_of,
    named,
    reason_of,
    shown,
)
from services.scoring.judging.texts import ChannelText, Span
from services.scoring.judging.windows import Row, Window
from services.scoring.results import FALSE, TRUE, UNKNOWN, Finding, Truth, Unsure
from services.scoring.unchecked import unchecked

Doubts = Mapping[int, Unsure | None]
"""By number of the phrase: why it may not have been said."""

_finding = unchecked(Finding)
_ORDER = {None: 0, Unsure.MIXED_CHANNEL: 1, Unsure.DOUBTFUL: 2}


class Mention(NamedTuple):
    """One place, and the phrases that are said there. Phrases that overlap are one place."""

    place: Place
    phrases: Doubts
    utterance: int
    turn: int

    def through(self, windows: Sequence[Window]) -> "Mention | None":
        place: Place | None = self.place
        for window in windows:
            place = window.holds(place) if place else None
        if place is None or place is self.place:
            return self if place else None
        doubts = {phrase: why or place.unsure for phrase, why in self.phrases.items()}
        return self._replace(place=place, phrases=doubts)

    def believed(self, most: Unsure | None) -> "Mention | None":
        """With the phrases alone that are at least as sure."""
        kept = {phrase: why for phrase, why in self.phrases.items() if _ORDER[why] <= _ORDER[most]}
        if len(kept) == len(self.phrases):
            return self
        return self._replace(phrases=kept) if kept else None


def judge_said(condition: Said, look: Look) -> Answer:
    phrases = look.talk.card.phrases[id(condition)]
    mentions = list(_mentions(condition, look))
    if not mentions:
        return judge_unsaid(phrases.unsaid, condition, look)
    enough = _decisive(condition, phrases, mentions, None)
    if enough:
        return _answer(condition, phrases, look, TRUE, enough, mentions)
    possible = _decisive(condition, phrases, mentions, Unsure.DOUBTFUL)
    if possible:
        by_words = _decisive(condition, phrases, mentions, Unsure.MIXED_CHANNEL)
        reason = reason_of(bool(by_words))
        return _answer(condition, phrases, look, UNKNOWN, possible, mentions, reason)
    return _answer(condition, phrases, look, FALSE, mentions, mentions)


def _answer(
    condition: Said,
    phrases: Phrases,
    look: Look,
    truth: Truth,
    decisive: Sequence[Mention],
    mentions: Sequence[Mention],
    reason: Unsure | None = None,
) -> Answer:
    looked_from_s, looked_to_s = look.looked_s(condition)
    found = {phrase for mention in decisive for phrase in mention.phrases}
    finding = _finding(
        type=condition.type,
        truth=truth,
        reason=reason,
        speaker=condition.speaker,
        looked_from_s=looked_from_s,
        looked_to_s=looked_to_s,
        expected=phrases.expected,
        missing=() if truth is TRUE else _missing(phrases, found),
        places=shown(mention.place for mention in decisive),
        measured=(
            *different(len(found), phrases.wanted),
            *counted(len(decisive), condition.times),
        ),
    )
    return answer_of(finding, (Hit.at(mention.place) for mention in mentions))


def _missing(phrases: Phrases, found: Set[int]) -> tuple[str, ...]:
    if not found:
        return phrases.expected
    return named(name for at, name in enumerate(phrases.names) if at not in found)


def _decisive(
    condition: Said, phrases: Phrases, mentions: Iterable[Mention], most: Unsure | None
) -> Sequence[Mention]:
    """The mentions that make it true, none when they do not. Surer ones than `most` only."""
    kept = [each for mention in mentions if (each := mention.believed(most))]
    if not condition.one_turn:
        return kept if _is_enough(condition, phrases, kept) else ()
    return [
        mention
        for turn in _by_turn(kept, most)
        if _is_enough(condition, phrases, turn)
        for mention in turn
    ]


def _by_turn(mentions: Iterable[Mention], most: Unsure | None) -> Iterator[list[Mention]]:
    """On one channel for both only what is in one utterance is surely in one turn."""

    def key(mention: Mention) -> tuple[int, int]:
        is_known = mention.place.turn is not None or most is not None
        return mention.turn, -1 if is_known else mention.utterance

    for _, turn in groupby(sorted(mentions, key=key), key=key):
        yield list(turn)


def _is_enough(condition: Said, phrases: Phrases, mentions: Sequence[Mention]) -> bool:
    if len(mentions) < condition.times:
        return False
    found = {phrase for mention in mentions for phrase in mention.phrases}
    return len(found) >= phrases.wanted


def _mentions(condition: Said, look: Look) -> Iterator[Mention]:
    """By time, those in the windows."""
    windows = look.windows_of(condition)
    for mention in look.once(condition, _everywhere).near(windows):
        if through := mention.through(windows):
            yield through


def _everywhere(condition: Said, look: Look) -> Row[Mention]:
    phrases = look.talk.card.phrases[id(condition)]
    found = [
        _mention(condition, phrases, said, cluster, look)
        for said in look.texts(condition.speaker)
        for cluster in _clusters(_uncovered(phrases, said, look))
    ]
    return Row(found, lambda mention: mention.place)


def _uncovered(phrases: Phrases, said: ChannelText, look: Look) -> list[tuple[Span, int]]:
    """Where each phrase stands, but for places inside an exclusion; longest first."""
    found = look.talk.found_alike if phrases.homophones else look.talk.found
    standing = found(said, phrases.names_of.keys())
    covers = found(said, phrases.exclusions).values() if standing else ()
    covered = [span for spans in covers for span in spans]
    spans = {
        (span, name)
        for number, places in standing.items()
        for span in places
        if not _is_inside(span, covered)
        for name in phrases.names_of[number]
    }
    return sorted(spans, key=lambda each: (each[0][0], -each[0][1], each[1]))


def _is_inside(span: Span, covers: Iterable[Span]) -> bool:
    return any(first <= span[0] and span[1] <= last for first, last in covers)


def _clusters(spans: Iterable[tuple[Span, int]]) -> Iterator[list[tuple[Span, int]]]:
    """Those that overlap the earliest, and of these the longest, are one place with it."""
    cluster: list[tuple[Span, int]] = []
    for span, name in spans:
        if cluster and span[0] >= cluster[0][0][1]:
            yield cluster
            cluster = []
        cluster.append((span, name))
    if cluster:
        yield cluster


def _mention(
    condition: Said,
    phrases: Phrases,
    said: ChannelText,
    cluster: Sequence[tuple[Span, int]],
    look: Look,
) -> Mention:
    talk = look.talk
    parts = {span: list(said.parts(span)) for span, _ in cluster}
    doubts: dict[int, Unsure | None] = {}
    best: tuple[Span, Unsure | None] | None = None
    for span, name in cluster:
        why = unsure_of(condition, talk, said.channel, parts[span])
        if name not in doubts or _ORDER[why] < _ORDER[doubts[name]]:
            doubts[name] = why
        if best is None or _ORDER[why] < _ORDER[best[1]]:
            best = span, why
    assert best is not None
    first = parts[best[0]][0]
    turn = said.turn_at(best[0][0])
    place = Place(
        evidence=talk.spoken.evidence(first, _meant(phrases, said, cluster, best[0], look)),
        turn=talk.spoken.turn_of[first.utterance],
        channel=said.channel,
        span=best[0],
        unsure=best[1],
        begins=talk.spoken.moment(parts[cluster[0][0]][0]),
    )
    return Mention(place, doubts, first.utterance, turn.number)


def _meant(
    phrases: Phrases, said: ChannelText, cluster: Sequence[tuple[Span, int]], span: Span, look: Look
) -> str:
    """The phrase, where other characters stand for it."""
    if not phrases.homophones:
        return ""
    number = look.talk.card.lexicon.number_of(said.text[span[0] : span[1]])
    if number in phrases.names_of:
        return ""
    return next(phrases.names[name] for each, name in cluster if each == span)
