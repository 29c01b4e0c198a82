"""One condition looking at one call: what every kind of condition may ask."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeAlias, TypeVar

from services.scoring.card import Doubtful
from services.scoring.conditions import Condition, Speaker, Spoken
from services.scoring.judging.places import Answer, Place
from services.scoring.judging.talk import Talk
from services.scoring.judging.texts import ChannelText, Part
from services.scoring.judging.windows import Window, looked, window_of
from services.scoring.results import Unsure
from services.tables import Channel

C = TypeVar("C")
T = TypeVar("T")

CHANNELS: dict[Speaker, tuple[Channel, ...]] = {
    Speaker.AGENT: (Channel.AGENT, Channel.MIXED),
    Speaker.CUSTOMER: (Channel.CUSTOMER, Channel.MIXED),
    Speaker.ANYONE: tuple(Channel),
}
"""Where a speaker is, or may be."""
_MIXED = Channel.MIXED


class Look(NamedTuple):
    """A call, and the windows through which a condition around this one looks at it."""

    talk: Talk
    answer: "Answering"
    windows: tuple[Window, ...] = ()

    def ask(self, condition: Condition) -> Answer:
        return self.answer(condition, self)

    def once(self, condition: C, make: Callable[[C, "Look"], T]) -> T:
        """What the condition makes of all of the call, worked out when first asked for."""
        kept: dict[int, T] = self.talk.kept
        if id(condition) not in kept:
            kept[id(condition)] = make(condition, self)
        return kept[id(condition)]

    def through(self, window: Window) -> "Look":
        return self._replace(windows=(*self.windows, window))

    def at(self, talk: Talk) -> "Look":
        """The same at another call, all of it."""
        return Look(talk, self.answer)

    def windows_of(self, spoken: Spoken) -> tuple[Window, ...]:
        if spoken.within is None:
            return self.windows
        return (window_of(spoken.within, self.talk.extent), *self.windows)

    def looked_s(self, spoken: Spoken | None = None) -> tuple[float, float]:
        windows = self.windows if spoken is None else self.windows_of(spoken)
        return looked(windows, self.talk.call.duration_s)

    def texts(self, speaker: Speaker) -> Sequence[ChannelText]:
        """Of everybody who is the speaker, or may be."""
        return self.talk.texts(CHANNELS[speaker])


Answering: TypeAlias = Callable[[Condition, Look], Answer]


def unsure_of(spoken: Spoken, talk: Talk, channel: Channel, parts: Sequence[Part]) -> Unsure | None:
    """Why words on a channel may not have been said, or not by the one who is asked for."""
    if is_doubtful(spoken, talk, parts):
        return Unsure.DOUBTFUL
    if channel is _MIXED and spoken.speaker is not Speaker.ANYONE:
        return Unsure.MIXED_CHANNEL
    return None


def is_doubtful(spoken: Spoken, talk: Talk, parts: Sequence[Part]) -> bool:
    if talk.spoken.has_doubts(parts) and talk.card.body.doubtful is Doubtful.NOT_MEASURABLE:
        return True
    least = spoken.min_confidence
    return least is not None and talk.spoken.confidence(parts) < least


def place_of(
    spoken: Spoken, talk: Talk, channel: Channel, parts: Sequence[Part], detail: str = ""
) -> Place:
    """Of words; its evidence is the first utterance's part."""
    return Place(
        evidence=talk.spoken.evidence(parts[0], detail),
        turn=talk.spoken.turn_of[parts[0].utterance],
        channel=channel,
        unsure=unsure_of(spoken, talk, channel, parts),
    )


def by_time(places: Iterable[Place]) -> list[Place]:
    return sorted(places, key=lambda place: place.moment)
