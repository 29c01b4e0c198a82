"""Who speaks when in a call, and how much text goes with it."""

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise

from services.acoustics.stretches import Stretch, Stretches, closed, shared
from services.tables import Channel
from services.transcripts import Utterance

PAUSE_S = 0.5
"""A shorter pause does not end a piece of speech."""
MEANT = 4
"""Characters from which on a turn is more than a sign of listening (DOMAIN.md)."""
_OTHER = {Channel.AGENT: Channel.CUSTOMER, Channel.CUSTOMER: Channel.AGENT}


@dataclass(frozen=True, slots=True)
class Piece:
    """Speech of one speaker without a pause, and how many characters were heard in it."""

    start_s: float
    end_s: float
    characters: int
    sure_characters: int
    """Those of text that nothing speaks against."""


@dataclass(frozen=True)
class Talk:
    """A call's speech by speaker, and what was heard in it."""

    duration_s: float
    speech: Mapping[Channel, Stretches]
    utterances: tuple[Utterance, ...]
    separate: bool
    """Each speaker has a channel of their own, so two can be heard at once."""
    waiting: Stretches = ()
    """Hold music and ringing: nobody is expected to speak."""

    @property
    def known(self) -> bool:
        """Whether anything says who of the two speaks."""
        return Channel.MIXED not in self.speech

    @property
    def both_speak(self) -> bool:
        return all(self.speech.get(speaker) for speaker in _OTHER)

    @cached_property
    def anybody(self) -> Stretches:
        """All speech, whoever speaks."""
        return closed(stretch for speech in self.speech.values() for stretch in speech)

    @cached_property
    def pieces(self) -> Mapping[Channel, tuple[Piece, ...]]:
        return {
            speaker: tuple(_pieces(speech, self.said_by(speaker)))
            for speaker, speech in self.speech.items()
        }

    def said_by(self, speaker: Channel) -> list[Utterance]:
        return [said for said in self.utterances if said.channel is speaker]


def talk_of(
    duration_s: float,
    speakers: Sequence[Channel],
    speech: Sequence[Iterable[Stretch]],
    utterances: Iterable[Utterance],
    waiting: Stretches = (),
) -> Talk:
    """`speech[i]` is the voice activity on channel `i`, where `speakers[i]` speaks.

    When utterances tell apart who speaks on a single channel, each piece of speech goes
    to the speaker of the utterance that is nearest.
    """
    ordered = in_order(utterances)
    duration_s = round(duration_s, 3)
    found = [_within(each, duration_s) for each in speech]
    separate = len(speakers) == 2
    told_apart = len(speakers) == 1 and any(said.channel in _OTHER for said in ordered)
    spoken = _nearest(found[0], ordered) if told_apart else _by_speaker(speakers, found)
    return Talk(duration_s, spoken, ordered, separate, waiting)


def in_order(utterances: Iterable[Utterance]) -> tuple[Utterance, ...]:
    """By when they begin; of two that begin at once, the shorter first."""
    return tuple(sorted(utterances, key=lambda said: (said.start_s, said.end_s)))


def other_of(speaker: Channel) -> Channel:
    """The other one of two; who is mixed has no other."""
    return _OTHER.get(speaker, speaker)


def characters_in(text: str) -> int:
    """Letters, digits and Chinese characters; neither spaces nor punctuation."""
    return sum(character.isalnum() for character in text)


def turns_of(utterances: Sequence[Utterance]) -> Iterator[list[Utterance]]:
    """Utterances in order, those of one speaker together until somebody else begins."""
    for _, turn in groupby(utterances, key=lambda said: said.channel):
        yield list(turn)


def _within(speech: Iterable[Stretch], duration_s: float) -> Stretches:
    whole = closed([(0, duration_s)])
    return shared(closed(speech, PAUSE_S), whole)


def _by_speaker(
    speakers: Sequence[Channel], speech: Sequence[Stretches]
) -> dict[Channel, Stretches]:
    """The agent first. Channels with the same speaker become one."""
    return {
        speaker: closed(
            stretch
            for other, stretches in zip(speakers, speech, strict=True)
            if other is speaker
            for stretch in stretches
        )
        for speaker in sorted(set(speakers))
    }


def _nearest(speech: Stretches, utterances: Sequence[Utterance]) -> dict[Channel, Stretches]:
    """`speech` by whose utterance it lies in, or nearest to.

    Where two speak at once it goes to who began first; what nobody knows who said is left
    to whom it lies near.
    """
    turns = list(_one_after_another(utterances))
    middles = [(before[1] + after[0]) / 2 for (_, before), (_, after) in pairwise(turns)]
    parts = zip(turns, pairwise([0.0, *middles, math.inf]), strict=bool(turns))
    whose = [(speaker, part) for (speaker, _), part in parts]
    return {
        # No pause is closed again: what is short between two parts of one is the other's speech.
        speaker: closed(shared(speech, closed(part for who, part in whose if who is speaker)))
        for speaker in sorted(_OTHER)
    }


def _one_after_another(utterances: Iterable[Utterance]) -> Iterator[tuple[Channel, Stretch]]:
    """Known speakers and when they speak, less what lies within an utterance begun before."""
    said_s = 0.0
    for said in utterances:
        if said.channel in _OTHER and said.end_s > said_s:
            yield said.channel, (max(said.start_s, said_s), said.end_s)
            said_s = said.end_s


def _pieces(speech: Stretches, said: Sequence[Utterance]) -> Iterator[Piece]:
    """Each utterance's characters go to the piece it shares most with, if to any."""
    counted = [[0, 0] for _ in speech]
    starts = [start_s for start_s, _ in speech]
    for utterance in said:
        number = _most_shared(speech, starts, utterance)
        if number is not None:
            characters = characters_in(utterance.text)
            counted[number][0] += characters
            counted[number][1] += 0 if utterance.doubts else characters
    for (start_s, end_s), (characters, sure) in zip(speech, counted, strict=True):
        yield Piece(start_s, end_s, characters, sure)


def _most_shared(speech: Stretches, starts: list[float], said: Utterance) -> int | None:
    first = max(0, bisect_left(starts, said.start_s) - 1)
    end = bisect_left(starts, said.end_s)

    def shares_s(number: int) -> float:
        start_s, end_s = speech[number]
        return round(min(end_s, said.end_s) - max(start_s, said.start_s), 3)

    best = max(range(first, end), key=shares_s, default=None)
    return best if best is not None and shares_s(best) > 0 else None
