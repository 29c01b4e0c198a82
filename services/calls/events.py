"""What a dialer may tell us, validated once, at the edge."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta

from services.tables import AgentState

Key = Annotated[str, Meta(min_length=1, max_length=200)]
Number = Annotated[str, Meta(max_length=64)]
Text = Annotated[str, Meta(max_length=2000)]


class EventType(StrEnum):
    CALL_DIALED = "call.dialed"
    CALL_RINGING = "call.ringing"
    CALL_ANSWERED = "call.answered"
    CALL_QUEUED = "call.queued"
    CALL_BRIDGED = "call.bridged"
    CALL_HELD = "call.held"
    CALL_RESUMED = "call.resumed"
    CALL_TRANSFERRED = "call.transferred"
    CALL_ENDED = "call.ended"
    CALL_DISPOSED = "call.disposed"
    RECORDING_READY = "recording.ready"
    AGENT_STATE = "agent.state"
    SALE_RECORDED = "sale.recorded"
    SATISFACTION_RECORDED = "satisfaction.recorded"


class EventData(msgspec.Struct, frozen=True):
    """The fields of `data` that Earshot knows. Others are kept with the call as they came."""

    call_id: Key | None = None
    agent: Key | None = None
    campaign: Key | None = None
    queue: Key | None = None
    direction: Annotated[str, Meta(pattern="^(outbound|inbound)$")] | None = None
    customer_number: Number | None = None
    caller_number: Number | None = None
    hangup_by: Annotated[str, Meta(max_length=32)] | None = None
    outcome: Annotated[str, Meta(max_length=64)] | None = None
    amount: Annotated[float, Meta(ge=-1e12, le=1e12)] | None = None
    currency: Annotated[str, Meta(max_length=3)] | None = None
    reason: Text | None = None
    estimated: bool | None = None
    """Inferred, not reported. Of an end: when it must have been at the latest."""
    left_by: Annotated[str, Meta(max_length=32)] | None = None
    """Why a wait in a queue ended without an agent: `caller`, `timeout`, `key`, `empty` ..."""
    state: AgentState | None = None


KNOWN_FIELDS = frozenset(EventData.__struct_fields__)


class CallEvent(msgspec.Struct, frozen=True):
    """One event of one source. `(source_id, origin, event_id)` is its identity."""

    source_id: UUID
    origin: str
    event_id: str
    type: EventType
    at: datetime
    call_id: UUID | None
    """None for events about an agent alone."""
    call_key: str | None
    agent_key: str | None
    data: dict[str, Any]
    """All of it, known fields and others."""

    @property
    def identity(self) -> tuple[UUID, str, str]:
        return (self.source_id, self.origin, self.event_id)
