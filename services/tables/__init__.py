"""Every table. Importing this package is what Alembic and tests need for metadata."""

from services.tables.answers import GivenAnswer
from services.tables.call import (
    AgentState,
    AgentStateChange,
    Call,
    CallState,
    Counter,
    CounterKind,
    Event,
)
from services.tables.delivery import Delivery, DeliveryState, FetchState, RecordingFetch
from services.tables.hearing import HearingClock, HearingShare, WorkerProcess
from services.tables.importing import (
    BulkImport,
    ColumnMapping,
    ImportFormat,
    ImportState,
    RefusedRow,
)
from services.tables.judging import JudgeAnswer, JudgeDay
from services.tables.organisation import (
    Agent,
    AgentIdentity,
    Campaign,
    Membership,
    Source,
    Unit,
    UnitKind,
)
from services.tables.packing import WordPack
from services.tables.people import (
    ApiKey,
    AuditEntry,
    KeyScope,
    Role,
    SignInFailure,
    User,
    UserSession,
)
from services.tables.recording import (
    Channel,
    HearingPause,
    Lane,
    Measurement,
    Recording,
    RecordingState,
    Transcript,
    TranscriptOrigin,
)
from services.tables.scoring import (
    CampaignCard,
    Evaluation,
    Hit,
    Scorecard,
    ScorecardVersion,
    VersionState,
)
from services.tables.tallies import SourceMinute
from services.tables.trials import (
    Backtest,
    BacktestCall,
    Rescore,
    RescoreCall,
    TranscriptTokens,
    Trial,
    TrialState,
)
from services.tables.watching import UnmatchedRecording, WatchedFile

__all__ = [
    "Agent",
    "AgentIdentity",
    "AgentState",
    "AgentStateChange",
    "ApiKey",
    "AuditEntry",
    "Backtest",
    "BacktestCall",
    "BulkImport",
    "Call",
    "CallState",
    "Campaign",
    "CampaignCard",
    "Channel",
    "ColumnMapping",
    "Counter",
    "CounterKind",
    "Delivery",
    "DeliveryState",
    "Evaluation",
    "Event",
    "FetchState",
    "GivenAnswer",
    "HearingClock",
    "HearingPause",
    "HearingShare",
    "Hit",
    "ImportFormat",
    "ImportState",
    "JudgeAnswer",
    "JudgeDay",
    "KeyScope",
    "Lane",
    "Measurement",
    "Membership",
    "Recording",
    "RecordingFetch",
    "RecordingState",
    "RefusedRow",
    "Rescore",
    "RescoreCall",
    "Role",
    "Scorecard",
    "ScorecardVersion",
    "SignInFailure",
    "Source",
    "SourceMinute",
    "Transcript",
    "TranscriptOrigin",
    "TranscriptTokens",
    "Trial",
    "TrialState",
    "Unit",
    "UnitKind",
    "UnmatchedRecording",
    "User",
    "UserSession",
    "VersionState",
    "WatchedFile",
    "WordPack",
    "WorkerProcess",
]
