"""What TCCC's pushes leave open."""

from typing import Literal

from services.dialers import AdapterSettings


class Settings(AdapterSettings):
    agents_by: Literal["Mail", "StaffNumber", "UserId", "Phone"] = "Mail"
    """Which of the agent's names Earshot knows agents by. Only Mail is in every push."""
    campaign_by: Literal["SkillGroup", "Uui"] | None = None
    """Which field names the campaign. None: the pushes do not tell campaigns."""
    recordings: Literal["all", "customer", "agents"] = "all"
    """Whose recordings are fetched: each participant is recorded separately."""

    def wants_recording(self, *, of_agent: bool) -> bool:
        return self.recordings in ("all", "agents" if of_agent else "customer")
