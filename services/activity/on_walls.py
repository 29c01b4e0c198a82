"""What of a card hangs on a wall, where everybody reads it: the one place that decides. Pure."""

from typing import Any, assert_never
from uuid import UUID, uuid5

from services.activity.cards import (
    AgentCard,
    AlertCard,
    AnyCard,
    CampaignCard,
    FatalCard,
    GoneCard,
    SaleCard,
    UnitCard,
    VolumeCard,
)
from services.tables import WallNames

NO_CALL = UUID(int=0)
_KEYS = UUID("5b0f6f0e-7a3b-4f0c-9a43-0d6f0a1c2e77")


def on_wall(card: AnyCard, names: WallNames) -> AnyCard:
    """`card` without calls, quotes and what only colleagues of the agent should know.

    Of fatal hits the agent and the rule stay, of sales the agent and the amount.
    """
    match card:
        case AgentCard():
            return _with(card, name=called(card.name, names), code="", reason=None, call_id=None)
        case FatalCard():
            called_so = called_perhaps(card.agent_name, names)
            return _with(card, agent_name=called_so, call_id=NO_CALL, quote="", start_s=0.0)
        case SaleCard():
            return _with(
                card, key=_sale_key(card), agent_name=called_perhaps(card.agent_name, names)
            )
        case AlertCard():
            subject = called(card.subject, names) if card.agent_id else card.subject
            return _with(card, subject=subject, call_id=None, acknowledged_by=None)
        case GoneCard(of="sale"):
            return _with(card, key=_sale_key(card))
        case GoneCard() | UnitCard() | CampaignCard() | VolumeCard():
            return card
        case _:
            assert_never(card)


def called_perhaps(name: str | None, names: WallNames) -> str | None:
    """Likewise of somebody who may be nobody."""
    return None if name is None else called(name, names)


def called(name: str, names: WallNames) -> str:
    """`name`, or its initials: "李*" of 李娜, "L. N." of Li Na."""
    if names is WallNames.FULL:
        return name
    words = name.split()
    if not words:
        return name
    if not words[0][0].isascii():
        return f"{words[0][0]}*"
    return " ".join(f"{word[0].upper()}." for word in words)


def _sale_key(card: SaleCard | GoneCard) -> str:
    """The key of a sale is the id of its call."""
    return str(uuid5(_KEYS, card.key))


def _with(card: AnyCard, **fields: Any) -> AnyCard:
    return card.model_copy(update=fields)
