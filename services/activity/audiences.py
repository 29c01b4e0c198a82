"""Who looks at a board, and what of it they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.activity.alert_cards import STATE_KINDS
from services.activity.cards import (
    AgentCard,
    AlertCard,
    AnyCard,
    CampaignCard,
    FatalCard,
    GoneCard,
    SaleCard,
    Tally,
    UnitCard,
    VolumeCard,
)
from services.activity.on_walls import on_wall
from services.tables import WallNames

_SCORES = {"scored": 0, "score_sum": 0.0, "fatal_hits": 0}


@dataclass(frozen=True, slots=True)
class Audience:
    """Who looks at a board: the teams they may see, and for agents only themselves."""

    unit_ids: frozenset[UUID]
    agent_id: UUID | None = None
    campaigns: frozenset[tuple[UUID, frozenset[UUID]]] = frozenset()
    """Of units where only calls of some campaigns are seen, which these are."""
    sees_hits: bool = True
    """Of an agent: whether agents are shown what machines found before it is released."""
    wall: WallNames | None = None
    """Everybody who passes looks: how agents are called there. None for a signed-in viewer."""

    def sees(self, card: AnyCard) -> bool:
        if card.unit_id not in self.unit_ids:
            return False
        if self.agent_id is None:
            return self._sees_campaign(card)
        match card:
            case AgentCard():
                return card.key == str(self.agent_id)
            case FatalCard():
                return self.sees_hits and card.agent_id == self.agent_id
            case AlertCard():
                return card.rule_kind in STATE_KINDS and card.agent_id == self.agent_id
            case SaleCard() | GoneCard():
                return card.agent_id == self.agent_id
            case UnitCard() | CampaignCard() | VolumeCard():
                return False

    def shown(self, card: AnyCard) -> AnyCard:
        """`card`, which this audience sees, as they may see it; mostly the very same object.

        Agents learn scores when they are released, on their own page: sums of today's would
        tell them sooner.
        """
        if self.wall is not None:
            return on_wall(card, self.wall)
        if self.agent_id is None or not isinstance(card, AgentCard):
            return card
        return card.model_copy(
            update={name: _unscored(getattr(card, name)) for name in ("today", "hour", "quarter")}
        )

    def shown_numbers(self, numbers: Mapping[str, float]) -> Mapping[str, float]:
        """Likewise of numbers that a card adds to its own."""
        if self.agent_id is None or numbers.keys().isdisjoint(_SCORES):
            return numbers
        return {name: number for name, number in numbers.items() if name not in _SCORES}

    def _sees_campaign(self, card: AnyCard) -> bool:
        if not isinstance(card, CampaignCard | FatalCard | SaleCard | AlertCard | GoneCard):
            return True
        limits = dict(self.campaigns)
        if card.unit_id not in limits or card.campaign_id in limits[card.unit_id]:
            return True
        # What an agent is at belongs to no campaign, and is on their tile anyway.
        is_state = isinstance(card, AlertCard) and card.rule_kind in STATE_KINDS
        return is_state and card.campaign_id is None


def _unscored(tally: Tally) -> Tally:
    return tally.model_copy(update=_SCORES)
