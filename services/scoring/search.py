"""Looking for a rule's phrases in a call: where they stand, and which of them to believe."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.scoring.channels import ChannelText, Span
from services.scoring.rules import (
    CallFacts,
    Doubtful,
    Evidence,
    RuleBase,
    Speaker,
    Unsure,
    Within,
)
from services.tables import Channel

_CHANNELS: dict[Speaker, frozenset[Channel]] = {
    Speaker.AGENT: frozenset({Channel.AGENT}),
    Speaker.CUSTOMER: frozenset({Channel.CUSTOMER}),
    Speaker.ANYONE: frozenset(Channel),
}


@dataclass(frozen=True)
class Talk:
    """A call as the rules of one scorecard look at it."""

    facts: CallFacts
    texts: Mapping[Channel, ChannelText]
    doubtful: Doubtful


@dataclass(frozen=True)
class Search:
    """Looks for phrases on behalf of a rule: by whom, where in the call, and how surely.

    A place counts when all that makes it unsure is among what is `accepted`.
    """

    talk: Talk
    rule: RuleBase
    accepted: frozenset[Unsure] = frozenset()

    def every(self, phrases: Sequence[str]) -> list[Evidence]:
        """All places by time, overlapping ones too."""
        return self._located((said, self._spans(said, phrases)) for said in self._texts())

    def apart(self, phrases: Sequence[str], exclusions: Sequence[str] = ()) -> list[Evidence]:
        """Places by time that are inside none of `exclusions`; one where several overlap."""
        return self._located(
            (said, _apart(_uncovered(self._spans(said, phrases), said.find(exclusions))))
            for said in self._texts()
        )

    def _texts(self) -> list[ChannelText]:
        """Of everybody who is the rule's speaker, or may be where that is accepted."""
        channels = _CHANNELS[self.rule.speaker]
        if Unsure.MIXED_CHANNEL in self.accepted:
            channels |= {Channel.MIXED}
        return [
            self.talk.texts[each] for each in Channel if each in self.talk.texts.keys() & channels
        ]

    def _spans(self, said: ChannelText, phrases: Sequence[str]) -> list[Span]:
        spans = said.find(phrases)
        if Unsure.DOUBTFUL in self.accepted:
            return spans
        return [span for span in spans if not self._is_doubtful(said, span)]

    def _is_doubtful(self, said: ChannelText, span: Span) -> bool:
        if self.talk.doubtful is Doubtful.NOT_MEASURABLE and said.has_doubts(span):
            return True
        least = self.rule.min_confidence
        return least is not None and said.confidence(span) < least

    def _located(self, found: Iterable[tuple[ChannelText, Sequence[Span]]]) -> list[Evidence]:
        places = [said.locate(span) for said, spans in found for span in spans]
        return sorted(
            (place for place in places if _is_within(place, self.rule.within, self.talk.facts)),
            key=moment,
        )


def moment(place: Evidence) -> tuple[float, int, int, int]:
    """By what places are in order; of those that begin together the longest first."""
    return place.start_s, place.utterance, place.char_start, -place.char_end


def window(within: Within | None, facts: CallFacts) -> tuple[float, float]:
    """Seconds from which and to which a rule looks."""
    match within:
        case Within(first_s=float(first_s)):
            return 0, min(first_s, facts.duration_s)
        case Within(last_s=float(last_s)):
            return max(0, facts.duration_s - last_s), facts.duration_s
        case _:
            return 0, facts.duration_s


def _is_within(place: Evidence, within: Within | None, facts: CallFacts) -> bool:
    """By when it began. The call's own ends do not count: word times may pass them a bit."""
    match within:
        case Within(first_s=float(first_s)):
            return place.start_s <= first_s
        case Within(last_s=float(last_s)):
            return place.start_s >= facts.duration_s - last_s
        case _:
            return True


def _uncovered(spans: Sequence[Span], covers: Sequence[Span]) -> list[Span]:
    """The spans that stand inside none of `covers`."""
    return [
        (start, end)
        for start, end in spans
        if not any(first <= start and end <= last for first, last in covers)
    ]


def _apart(spans: Iterable[Span]) -> list[Span]:
    """One span per place: of those that overlap the earliest, and of these the longest."""
    kept: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
