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
    address: str | None
    """From where: an IP address, `cli` or `worker`."""
    user_agent: str | None
    seq: int | None
    """Its place in the chain."""
    hash: str | None
    """Of it and all before it: SHA-256, in hexadecimal."""


class AuditHeadOut(BaseModel):
    """Where the chain ends. Noted elsewhere, it proves later that nothing was cut off."""

    seq: int
    hash: str
