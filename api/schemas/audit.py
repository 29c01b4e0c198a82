"""The audit log."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict


class AuditEntryOut(BaseModel):
    """Somebody did something that others may have to account for."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    at: datetime
    actor: str
    """A login, `key:<hint>` of a machine, or `system`."""
    act: str
    subject: str
    facts: dict[str, Any]
