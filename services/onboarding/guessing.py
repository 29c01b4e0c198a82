"""Whose name it may be that a dialer uses: agents by likeness. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from rapidfuzz import fuzz, process, utils

_MOST = 3
_LIKE = 75
"""Of 100: below it, two names have little to do with each other."""
_SURE = 100.0
_BETWEEN = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Known:
    """An agent as the guesser knows them."""

    id: UUID
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Guess:
    agent_id: UUID
    code: str
    name: str
    by: Literal["code", "name", "likeness"]
    likeness: float
    """0 to 100; 100 for the same code or name."""


class Guesser:
    """Knows the agents, and guesses one name after the other."""

    def __init__(self, agents: Sequence[Known]) -> None:
        self._agents = agents
        self._by_code = {agent.code.casefold(): agent for agent in agents}
        self._by_name: dict[str, list[Known]] = {}
        for agent in agents:
            self._by_name.setdefault(agent.name.casefold(), []).append(agent)
        self._labels = [(label, agent) for agent in agents for label in _labels(agent)]
        self._said = [utils.default_process(label) for label, _ in self._labels]

    def guess(self, called: str) -> list[Guess]:
        """The likeliest agents first, at most three: the same code, the same name, then alike."""
        found: dict[UUID, Guess] = {}
        for guess in (*self._same(called), *self._alike(called)):
            found.setdefault(guess.agent_id, guess)
        return list(found.values())[:_MOST]

    def _same(self, called: str) -> Iterator[Guess]:
        """`SIP/8001` and `agent:8001@pbx` mean 8001."""
        for piece in (called, *_BETWEEN.split(called)):
            agent = self._by_code.get(piece.casefold())
            if agent is not None:
                yield Guess(agent.id, agent.code, agent.name, "code", _SURE)
        for agent in self._by_name.get(called.strip().casefold(), []):
            yield Guess(agent.id, agent.code, agent.name, "name", _SURE)

    def _alike(self, called: str) -> Iterator[Guess]:
        found = process.extract(
            utils.default_process(called),
            self._said,
            scorer=fuzz.WRatio,
            score_cutoff=_LIKE,
            limit=2 * _MOST,
        )
        for _, likeness, place in found:
            agent = self._labels[place][1]
            yield Guess(agent.id, agent.code, agent.name, "likeness", round(likeness, 1))


def _labels(agent: Known) -> Iterator[str]:
    yield agent.code
    yield agent.name
    if not agent.name.isascii():
        # Loaded when it is first needed: it is a dictionary.
        from pypinyin import lazy_pinyin  # noqa: PLC0415

        # Dialers that know no Chinese characters have the name in pinyin.
        yield "".join(lazy_pinyin(agent.name))
