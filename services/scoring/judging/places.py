"""Places in a call, what is made of them, and where a condition looks for them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from services.scoring.judging.texts import Moment
from services.scoring.results import FALSE, TRUE, Evidence, Finding, Truth, Unsure
from services.tables import Channel

MOST_PLACES = 50
"""In a finding; more prove nothing more."""
MOST_NAMES = 20


class Place(NamedTuple):
    """Something that was found, where it stands, and whether to believe it."""

    evidence: Evidence
    turn: int | None = None
    """None where turns are not known: on one channel for both, and of sound."""
    channel: Channel | None = None
    span: tuple[int, int] | None = None
    """In the normalised text of the channel, where it stands in one."""
    unsure: Unsure | None = None
    begins: Moment | None = None
    """Where the place counts from, when its evidence is only a part of it."""

    @property
    def moment(self) -> Moment:
        if self.begins is not None:
            return self.begins
        return _moment_of(self.evidence)

    @property
    def start_s(self) -> float:
        return self.moment[0]

    @property
    def end_s(self) -> float:
        return self.evidence.end_s

    def doubted(self, why: Unsure | None) -> "Place":
        """The same, no surer than that."""
        if why is None or self.unsure is not None:
            return self
        return self._replace(unsure=why)


class Hit(NamedTuple):
    """Where a condition is met: from its first place to its last."""

    first: Place
    last: Place
    unsure: Unsure | None = None

    @classmethod
    def at(cls, place: Place) -> "Hit":
        return cls(place, place, place.unsure)


class Answer(NamedTuple):
    """What a condition is of a call, and the places that others may build on."""

    finding: Finding
    hits: Sequence[Hit] = ()
    """By time; none where it is false. Those of what is not true are all unsure."""

    @property
    def truth(self) -> Truth:
        return self.finding.truth


def answer_of(finding: Finding, hits: Iterable[Hit] = ()) -> Answer:
    """With hits that are no surer than the finding."""
    if finding.truth is TRUE:
        return Answer(finding, tuple(hits))
    if finding.truth is FALSE:
        return Answer(finding)
    why = finding.reason or Unsure.DOUBTFUL
    return Answer(finding, tuple(hit if hit.unsure else hit._replace(unsure=why) for hit in hits))


def shown(places: Iterable[Place]) -> tuple[Evidence, ...]:
    """As a finding tells them: by time, each once, so many at most."""
    return in_order([place.evidence for place in places])


def in_order(places: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The same of evidence: by time, each once, so many at most."""
    found = tuple(places)
    if len(found) < 2:
        return found
    return tuple(sorted(dict.fromkeys(found), key=_moment_of))[:MOST_PLACES]


def _moment_of(place: Evidence) -> Moment:
    return place.start_s, place.utterance or 0, place.char_start or 0


def named(names: Iterable[str]) -> tuple[str, ...]:
    """As a finding tells them: each once, so many at most. Looks at no more than it tells."""
    found: dict[str, None] = {}
    for name in names:
        found[name] = None
        if len(found) == MOST_NAMES:
            break
    return tuple(found)


def sure(places: Iterable[Place]) -> list[Place]:
    return [place for place in places if place.unsure is None]


def reason_of(is_met_by_words: bool) -> Unsure:
    """The speaker alone when the words are sure; else the words."""
    return Unsure.MIXED_CHANNEL if is_met_by_words else Unsure.DOUBTFUL


def of_sure_words(places: Iterable[Place]) -> list[Place]:
    """Those that surely somebody said, whoever it was."""
    return [place for place in places if place.unsure in (None, Unsure.MIXED_CHANNEL)]
