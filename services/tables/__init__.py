"""Every table. Importing this package is what Alembic and tests need for metadata."""

from services.tables.call import (
    AgentState,
    AgentStateChange,
    Call,
    CallState,
    Counter,
    CounterKind,
    Event,
)
from services.tables.organisation import (
    Agent,
    AgentIdentity,
    Campaign,
    Membership,
    Source,
    Unit,
    UnitKind,
)
from services.tables.people import (
    ApiKey,
    AuditEntry,
    KeyScope,
    Role,
    SignInFailure,
    User,
    UserSession,
)
from services.tables.recording import Channel, Recording, RecordingState, Transcript
from services.tables.scoring import Evaluation, Hit, Scorecard, ScorecardVersion, VersionState

__all__ = [
    "Agent",
    "AgentIdentity",
    "AgentState",
    "AgentStateChange",
    "ApiKey",
    "AuditEntry",
    "Call",
    "CallState",
    "Campaign",
    "Channel",
    "Counter",
    "CounterKind",
    "Evaluation",
    "Event",
    "Hit",
    "KeyScope",
    "Membership",
    "Recording",
    "RecordingState",
    "Role",
    "Scorecard",
    "ScorecardVersion",
    "SignInFailure",
    "Source",
    "Transcript",
    "Unit",
    "UnitKind",
    "User",
    "UserSession",
    "VersionState",
]
