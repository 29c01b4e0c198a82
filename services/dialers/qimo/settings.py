"""What 七陌's pushes leave open."""

from typing import Literal

from services.dialers import AdapterSettings


class Settings(AdapterSettings):
    agents_by: Literal["Agent", "Exten", "AgentName"] = "Agent"
    """Which of the agent's names Earshot knows agents by; in version 7 `agentNumber` is Agent."""
    campaign_by: Literal["Queue"] | None = None
    """None: the pushes do not tell campaigns."""
    link_push_types: frozenset[str] = frozenset()
    """Version 7: values of pushType that say that both sides are there. Empty: every link."""
