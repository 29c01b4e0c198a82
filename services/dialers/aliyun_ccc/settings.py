"""What the messages of 云联络中心 and 语音服务 leave open."""

from typing import Literal

from pydantic import Field

from services.dialers import AdapterSettings


class Settings(AdapterSettings):
    agents_by: Literal["agentId", "name"] = "agentId"
    """Of `li@my-instance`, all of it or only `li`."""
    agent_numbers: frozenset[str] = frozenset()
    """Telephones on which agents work off site: calls to them are agents' channels."""
    campaign_by: Literal["skillGroupId"] | None = None
    """None: the messages do not tell campaigns."""
    vms_outcomes: dict[str, str] = Field(default_factory=dict)
    """Status codes of VMS reports (`200010`), to outcomes. The vendor's list is open."""
