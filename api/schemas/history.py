"""What became of a unit, an agent or a campaign."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict


class HistoryEntryOut(BaseModel):
    """Somebody changed it. `facts` has what changed as `before` and `after`."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    at: datetime
    actor: str
    """A login, `key:<hint>` of a machine, or `system`."""
    act: str
    """Such as `unit.renamed`, `agent.moved`, `campaign.archived`."""
    facts: dict[str, Any]
