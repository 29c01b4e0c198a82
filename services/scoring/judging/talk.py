"""A call prepared once for all rules of a scorecard."""

from collections.abc import Mapping, Sequence, Set
from functools import cached_property
from itertools import chain
from typing import Any

from services.scoring.heard import HeardCall, PastCall
from services.scoring.judging.alike import Sounding, sounded
from services.scoring.judging.candidates import Candidates
from services.scoring.judging.compiled import CompiledCard
from services.scoring.judging.places import Answer
from services.scoring.judging.texts import ChannelText, Span, Spoken
from services.scoring.judging.windows import Extent
from services.scoring.judging.written import WrittenText
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
        self.kept: dict[int, Any] = {}
        """Of conditions what they find in all of the call, whoever looks through a window."""
        self._found: dict[Channel, Mapping[int, list[Span]]] = {}
        self._sounding: dict[Channel, Sounding] = {}
        self._sounded: dict[Channel, str] = {}
        self._candidates: dict[tuple[Channel, bool], Candidates] = {}
        self._written: dict[Channel, WrittenText] = {}
        self._possible: dict[Channel, Set[int]] = {}
        self._possible_on: dict[tuple[Channel, ...], Set[int]] = {}
        self._text_of: dict[Channel, ChannelText] = {}
        self._texts: dict[tuple[Channel, ...], Sequence[ChannelText]] = {}

    @cached_property
    def spoken(self) -> Spoken:
        return Spoken(self.call.utterances)

    def texts(self, channels: tuple[Channel, ...] = tuple(Channel)) -> Sequence[ChannelText]:
        """Of those of the channels on which anything is said."""
        if channels not in self._texts:
            self._texts[channels] = [
                self._text(each) for each in channels if each in self.spoken.channels
            ]
        return self._texts[channels]

    @cached_property
    def extent(self) -> Extent:
        return Extent(self.call.duration_s, self.spoken.turns, self.call.utterances)

    @cached_property
    def earlier(self) -> list[tuple[PastCall, "Talk"]]:
        """Earlier calls with the same customer, newest first."""
        return [(past, Talk(past.call, self.card)) for past in self.call.earlier or ()]

    def _text(self, channel: Channel) -> ChannelText:
        if channel not in self._text_of:
            self._text_of[channel] = ChannelText.of(channel, self.spoken)
        return self._text_of[channel]

    def found(self, said: ChannelText, numbers: Set[int]) -> Mapping[int, list[Span]]:
        """Where phrases of the lexicon stand on a channel, by their number."""
        if said.channel not in self._found:
            self._found[said.channel] = self.card.lexicon.find(said)
        found = self._found[said.channel]
        return {number: found[number] for number in found.keys() & numbers}

    def found_alike(self, said: ChannelText, numbers: Set[int]) -> Mapping[int, list[Span]]:
        """The same of what sounds like the phrases."""
        sounding = self.sounding(said)
        found = {number: sounding.find(self.card.lexicon.sounds(number)) for number in numbers}
        return {number: spans for number, spans in found.items() if spans}

    def sounding(self, said: ChannelText) -> Sounding:
        if said.channel not in self._sounding:
            self._sounding[said.channel] = Sounding(said)
        return self._sounding[said.channel]

    def possible(self, said: ChannelText) -> Set[int]:
        """Numbers of the expressions that may match something on a channel."""
        if said.channel not in self._possible:
            self._possible[said.channel] = self.card.sieve.may_match(self.written(said).text)
        return self._possible[said.channel]

    def possible_on(self, channels: tuple[Channel, ...]) -> Set[int]:
        """The same of some channels together: none of the others need be looked for at all."""
        if channels not in self._possible_on:
            on_each = map(self.possible, self.texts(channels))
            self._possible_on[channels] = frozenset(chain.from_iterable(on_each))
        return self._possible_on[channels]

    def written(self, said: ChannelText) -> WrittenText:
        if said.channel not in self._written:
            self._written[said.channel] = WrittenText(said)
        return self._written[said.channel]

    def sounded(self, said: ChannelText) -> str:
        """The channel's text with one character for all that sound the same."""
        if said.channel not in self._sounded:
            self._sounded[said.channel] = sounded(said.text)
        return self._sounded[said.channel]

    def candidates(self, said: ChannelText, *, homophones: bool) -> Candidates:
        """Turns of a channel that may be like lines of the script."""
        key = said.channel, homophones
        if key not in self._candidates:
            text = self.sounded(said) if homophones else said.text
            self._candidates[key] = self.card.line_index[homophones].look(said, text)
        return self._candidates[key]
