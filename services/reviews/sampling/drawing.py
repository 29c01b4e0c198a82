"""The draw itself. Pure: equal seed, plan, calls and state choose the same calls, anywhere.

Every call has a number between 0 and 1 in each layer that only the seed and its id decide
(`uniform`). The random layer takes an agent's calls whose number is below the agent's rate,
and when the period closes those with the next lowest until the floor is met: so what it
holds in the end does not depend on when it was drawn. The risk layer takes those with the
lowest `-ln(u) / weight`: exponent keys of Efraimidis and Spirakis, "Weighted random sampling
with a reservoir" (2006). Equal keys are ordered by id.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from math import floor, log
from typing import Any
from uuid import UUID

from services.reviews.sampling.plans import EventLayer, PlanBody, RandomLayer, RiskLayer

RISK_BATCH = 5
"""A risk layer waits until so many are due, so that it has calls to choose from."""
_DIGITS = 12
"""Of a key: libraries differ in the last bits of a logarithm."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A call that can be chosen, and all that the draw knows of it."""

    call_id: UUID
    agent_id: UUID | None
    weight: float
    """Of its risk, at least 1."""
    events: tuple[int, ...] = ()
    """Numbers of the event layers that ask for it."""
    earlier: bool = False
    """An earlier draw of the period has looked at it: only what is still open is decided."""
    pending: bool = True
    """No risk layer of the period has decided on it."""
    queued: bool = False
    """It is in the queue or reviewed already, whoever put it there."""
    blind: bool = False
    """The random layer of the period has it."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a draw depends on besides plan, seed and calls."""

    closing: bool = False
    """The period ends with it: the floors are filled up."""
    elapsed: float = 1
    """What of the period is over, for counts that are spread over it."""
    risk_due: bool = True
    """Whether risk layers decide on few calls too, rather than wait for more."""
    rates: dict[str, float] = field(default_factory=dict)
    """By agent, and `""` for all others: which share of calls the random layer takes."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What earlier draws of the period came to."""

    seen: int = 0
    taken: int = 0
    by_layer: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, state: dict[str, Any]) -> "Progress":
        layers = {int(number): count for number, count in state.get("by_layer", {}).items()}
        return cls(state.get("seen", 0), state.get("taken", 0), layers)


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen call, and the numbers of the layers that chose it."""

    call_id: UUID
    layers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """`chosen` in the order of ids; `left_out` by layer: what it wanted and had no room for."""

    chosen: tuple[Choice, ...]
    progress: Progress
    left_out: dict[int, int]
    risk_decided: bool


def uniform(seed: str, layer: int, call_id: UUID) -> float:
    """A number in (0, 1): the first 8 bytes of SHA-256 of `seed:layer:hex id`, big-endian."""
    told = sha256(f"{seed}:{layer}:{call_id.hex}".encode()).digest()
    return (int.from_bytes(told[:8], "big") + 0.5) / 2**64


def draw(
    body: PlanBody, seed: str, calls: Iterable[Candidate], terms: Terms, progress: Progress
) -> Drawn:
    """Choose by every layer: first the random one, then events, then risk."""
    drawing = _Drawing(body, seed, sorted(calls, key=lambda call: call.call_id), terms, progress)
    layers = list(enumerate(body.layers))
    for number, layer in layers:
        if isinstance(layer, RandomLayer):
            drawing.blind(number, layer)
    for number, layer in layers:
        if isinstance(layer, EventLayer):
            drawing.events(number, layer)
    for number, layer in layers:
        if isinstance(layer, RiskLayer):
            drawing.risk(number, layer)
    return drawing.result()


class _Drawing:
    """One draw under way."""

    def __init__(
        self,
        body: PlanBody,
        seed: str,
        calls: Sequence[Candidate],
        terms: Terms,
        progress: Progress,
    ) -> None:
        self._body = body
        self._seed = seed
        self._calls = calls
        self._fresh = [call for call in calls if not call.earlier]
        self._terms = terms
        self._before = progress
        self._seen = progress.seen + len(self._fresh)
        self._layers: dict[UUID, list[int]] = defaultdict(list)
        self._left_out: dict[int, int] = {}
        self._risk_decided = False

    def blind(self, number: int, layer: RandomLayer) -> None:
        by_agent: dict[UUID, list[Candidate]] = defaultdict(list)
        for call in self._calls:
            if call.agent_id is not None:
                by_agent[call.agent_id].append(call)
        for agent_id, own in by_agent.items():
            self._take(number, self._blindly(number, layer, agent_id, own))

    def _blindly(
        self, number: int, layer: RandomLayer, agent_id: UUID, own: Sequence[Candidate]
    ) -> list[Candidate]:
        rates = self._terms.rates
        rate = rates.get(str(agent_id), rates.get("", 0))
        open_calls = self._ordered(number, (call for call in own if not call.blind))
        chosen = [call for call in open_calls if not call.earlier and self._u(number, call) <= rate]
        if self._terms.closing:
            missing = layer.per_agent - len(chosen) - sum(call.blind for call in own)
            rest = [call for call in open_calls if call not in chosen]
            chosen += rest[: max(0, missing)]
        return chosen

    def events(self, number: int, layer: EventLayer) -> None:
        wanted = self._ordered(number, (call for call in self._fresh if number in call.events))
        self._take_within(number, layer.most, wanted, len(wanted))

    def risk(self, number: int, layer: RiskLayer) -> None:
        due = self._due(number, layer)
        few = due < RISK_BATCH and not self._terms.risk_due
        if not self._terms.closing and (few or due < 1):
            return
        self._risk_decided = True
        free = [
            call
            for call in self._calls
            if call.pending and not call.queued and call.call_id not in self._layers
        ]
        free.sort(key=lambda call: (self._risk_key(number, call), call.call_id))
        self._take_within(number, layer.most, free, due)

    def _due(self, number: int, layer: RiskLayer) -> int:
        if layer.percent is not None:
            wanted = self._seen * layer.percent / 100
        else:
            wanted = (layer.count or 0) * self._terms.elapsed
        # A whole number that arithmetic made a hair too small is still that number.
        return max(0, floor(wanted + 1e-9) - self._before.by_layer.get(number, 0))

    def _risk_key(self, number: int, call: Candidate) -> float:
        return round(-log(self._u(number, call)) / call.weight, _DIGITS)

    def _take_within(
        self, number: int, most: int | None, wanted: Sequence[Candidate], due: int
    ) -> None:
        """Take the first `due` of `wanted`, as far as layer and plan have room."""
        room = due
        if most is not None:
            room = min(room, most - self._before.by_layer.get(number, 0))
        room = max(0, room)
        chosen: list[Candidate] = []
        space = self._space()
        for call in wanted[:due]:
            costs = call.call_id not in self._layers
            if len(chosen) >= room or (costs and space is not None and space <= 0):
                continue
            chosen.append(call)
            space = space - costs if space is not None else None
        self._take(number, chosen)
        if left := min(due, len(wanted)) - len(chosen):
            self._left_out[number] = left

    def _space(self) -> int | None:
        """How many more calls the plan may take in this period."""
        most = self._body.most
        return None if most is None else most - self._before.taken - len(self._layers)

    def _take(self, number: int, calls: Iterable[Candidate]) -> None:
        for call in calls:
            self._layers[call.call_id].append(number)

    def _ordered(self, number: int, calls: Iterable[Candidate]) -> list[Candidate]:
        return sorted(calls, key=lambda call: (self._u(number, call), call.call_id))

    def _u(self, number: int, call: Candidate) -> float:
        return uniform(self._seed, number, call.call_id)

    def result(self) -> Drawn:
        by_layer = dict(self._before.by_layer)
        for numbers in self._layers.values():
            for number in numbers:
                by_layer[number] = by_layer.get(number, 0) + 1
        taken = self._before.taken + len(self._layers)
        return Drawn(
            tuple(Choice(each, tuple(self._layers[each])) for each in sorted(self._layers)),
            Progress(self._seen, taken, by_layer),
            self._left_out,
            self._risk_decided,
        )
