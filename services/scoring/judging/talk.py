"""A call prepared once for all rules of a scorecard."""

from collections.abc import Mapping
from functools import cached_property

from services.scoring.heard import HeardCall, PastCall
from services.scoring.judging.compiled import CompiledCard
from services.scoring.judging.places import Answer
from services.scoring.judging.texts import ChannelText, Span, Spoken
from services.scoring.judging.windows import Extent
from services.tables import Channel


class Talk:
    """A call as the rules of one scorecard look at it.

    Whatever several rules need is worked out once, when it is first asked for.
    """

    def __init__(self, call: HeardCall, card: CompiledCard) -> None:
        self.call = call
        self.card = card
        self.answers: dict[int, Answer] = {}
        """Of conditions that look at all of the call, by `id`."""
        self._found: dict[Channel, Mapping[int, list[Span]]] = {}

    @cached_property
    def spoken(self) -> Spoken:
        return Spoken(self.call.utterances)

    @cached_property
    def texts(self) -> Mapping[Channel, ChannelText]:
        """Of each channel that says anything."""
        channels = {turn.channel for turn in self.spoken.turns}
        return {each: ChannelText.of(each, self.spoken) for each in Channel if each in channels}

    @cached_property
    def extent(self) -> Extent:
        return Extent(self.call.duration_s, self.spoken.turns, self.call.utterances)

    @cached_property
    def earlier(self) -> list[tuple[PastCall, "Talk"]]:
        """Earlier calls with the same customer, newest first."""
        return [(past, Talk(past.call, self.card)) for past in self.call.earlier or ()]

    def found(self, said: ChannelText) -> Mapping[int, list[Span]]:
        """Where the card's phrases stand on a channel, by their number."""
        if said.channel not in self._found:
            self._found[said.channel] = self.card.lexicon.find(said)
        return self._found[said.channel]
