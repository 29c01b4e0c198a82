"""Which language somebody speaks, found out while listening."""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

Likely = Mapping[str, float]
"""Probability of each language."""

_SURE = 0.9
_LONG_ENOUGH_S = 2.0
"""In less speech than this nobody can tell that the language has changed."""


@dataclass
class Languages:
    """What was heard so far of each voice, however it is known."""

    _heard: dict[Hashable, dict[str, float]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(float))
    )

    def note(self, voice: Hashable, likely: Likely, spoken_s: float) -> None:
        """Long speech counts for more than short."""
        for language, probability in likely.items():
            self._heard[voice][language] += probability * spoken_s

    def choose(self, voice: Hashable, likely: Likely, spoken_s: float) -> str:
        """The voice's language; another one where this piece surely is in another."""
        heard = self._heard[voice]
        own = max(likely, key=lambda language: likely[language])
        if likely[own] >= _SURE and spoken_s >= _LONG_ENOUGH_S:
            return own
        return max(heard, key=lambda language: heard[language])
