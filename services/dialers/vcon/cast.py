"""Who is who among the parties of a vCon."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.dialers.vcon.model import Party, Vcon
from services.dialers.vcon.settings import Settings, Side
from services.tables import Channel

_NAME_MAX = 200
_CHANNELS: dict[Side | None, Channel] = {
    "agent": Channel.AGENT,
    "customer": Channel.CUSTOMER,
    None: Channel.MIXED,
}


@dataclass(frozen=True, slots=True)
class Cast:
    """Parties and their sides, by their places."""

    parties: tuple[Party, ...]
    sides: tuple[Side | None, ...]
    settings: Settings

    def is_agent(self, index: int) -> bool:
        return self.sides[index] == "agent"

    def agents(self, indices: Iterable[int]) -> list[int]:
        return [index for index in indices if self.is_agent(index)]

    def name_of(self, index: int) -> str | None:
        """What Earshot knows a party by."""
        for kind in self.settings.agents_by:
            name = getattr(self.parties[index], kind)
            if name:
                plain: str = name.removeprefix(f"{kind}:").strip()[:_NAME_MAX]
                return plain or None
        return None

    def customer(self) -> Party | None:
        return next((party for party, side in self._pairs() if side == "customer"), None)

    def agent(self) -> Party | None:
        return next((party for party, side in self._pairs() if side == "agent"), None)

    def channel_of(self, indices: Sequence[int]) -> Channel:
        """Whose channel it is on which these parties are heard."""
        sides = {self.sides[index] for index in indices if index < len(self.sides)}
        return _CHANNELS[sides.pop()] if len(sides) == 1 else Channel.MIXED

    def channel_called(self, speaker: str) -> Channel:
        """Whose voice a transcript means by a word: a role, or a party's name."""
        word = speaker.strip().lower()
        if word in self.settings.sides:
            return _CHANNELS[self.settings.sides[word]]
        meant = [
            index
            for index, party in enumerate(self.parties)
            if word in {str(name).lower() for name in (party.name, party.tel, party.mailto) if name}
        ]
        return self.channel_of(meant)

    def _pairs(self) -> Iterable[tuple[Party, Side | None]]:
        return zip(self.parties, self.sides, strict=True)


def cast_of(vcon: Vcon, settings: Settings) -> Cast:
    said = [settings.sides.get(party.role_word or "") for party in vcon.parties]
    if not any(said) and settings.agent_party is not None and settings.agent_party < len(said):
        said[settings.agent_party] = "agent"
    return Cast(vcon.parties, tuple(_completed(said)), settings)


def _completed(sides: Sequence[Side | None]) -> Sequence[Side | None]:
    """Of two parties, the one of whom nothing is said is what the other is not."""
    match list(sides):
        case ["agent", None]:
            return ["agent", "customer"]
        case ["customer", None]:
            return ["customer", "agent"]
        case [None, "agent"]:
            return ["customer", "agent"]
        case [None, "customer"]:
            return ["agent", "customer"]
    return sides
