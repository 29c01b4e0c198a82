"""How the whole installation is, for administrators."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from services.observing import SystemCondition, SystemPart, SystemReason


class _Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class SystemToldOut(_Out):
    """One thing that needs somebody."""

    condition: SystemCondition
    reason: SystemReason
    since: datetime | None
    """None where nothing says since when."""


class SystemCardOut(_Out):
    """A part of the installation; fine while nothing is told."""

    name: SystemPart
    condition: SystemCondition
    told: Sequence[SystemToldOut]


class SystemStandbyOut(_Out):
    name: str
    lag_s: float | None


class SystemDatabaseOut(_Out):
    version: str
    started_at: datetime
    size_bytes: int
    connections: int
    connections_max: int
    answer_s: float
    """How long it took to answer a question that is no work."""
    clock_apart_s: float
    oldest_transaction_at: datetime | None
    """When the oldest open one began, backups left out."""
    oldest_transaction_of: str | None
    standbys: Sequence[SystemStandbyOut]


class SystemStorageOut(BaseModel):
    free_bytes: int | None
    """None where recordings are in a bucket."""
    total_bytes: int | None
    per_day_bytes: float
    """Recordings a day, over the last week."""
    full_at: datetime | None
    """At that pace; None when not within ten years."""


class SystemSilentOut(BaseModel):
    source: str
    since: datetime


class SystemIntakeOut(BaseModel):
    """Of the last five minutes."""

    events_per_minute: float
    lag_p50_s: float | None
    lag_p95_s: float | None
    """Seconds from what happened to its arrival; None when nothing came."""
    silent: list[SystemSilentOut]


class SystemJobsOut(_Out):
    """Jobs of one kind; `failed` were given up."""

    job: str
    waiting: int
    running: int
    failed: int
    oldest_at: datetime | None
    """Since when the oldest of those that wait could have run."""


class SystemQueueOut(BaseModel):
    jobs: Sequence[SystemJobsOut]
    recordings: Mapping[str, int]
    """Those that are not done, by state."""


class SystemLoadedOut(_Out):
    name: str
    model: str | None
    device: str | None


class SystemWorkerOut(_Out):
    name: str
    started_at: datetime
    seen_at: datetime
    alive: bool
    engines: Sequence[SystemLoadedOut]
    trouble: str | None
    """What it said when it ended because it could not work."""


class SystemHeardOut(_Out):
    """An engine: how fast, and when it was last done with a recording."""

    engine: str
    real_time_factor: float | None
    waiting_s: float
    last_at: datetime | None


class SystemWorkersOut(BaseModel):
    workers: Sequence[SystemWorkerOut]
    engines: Sequence[SystemHeardOut]


class SystemProcessOut(_Out):
    """An API process, as it said a few seconds ago."""

    name: str
    started_at: datetime
    viewers: int
    boards_p95_s: float | None


class SystemBoardsOut(BaseModel):
    viewers: int
    p95_s: float | None
    """The slowest process's, from a change to its being written; None when nothing changed."""
    processes: Sequence[SystemProcessOut]


class SystemFailingOut(_Out):
    name: str
    failed: int
    """Messages given up in the last 24 hours."""
    last_at: datetime


class SystemExpiringOut(_Out):
    name: str
    expires_at: datetime


class SystemVersionOut(BaseModel):
    earshot: str
    migration: str
    """The database's."""
    newest_migration: str
    """The last that this version knows."""


class SystemUnknownSettingOut(_Out):
    """A name in the environment or in `.env` that is no setting."""

    variable: str
    nearest: str | None
    """The setting that was probably meant."""


class SystemErrorsOut(BaseModel):
    """Of the last hour."""

    problems: Mapping[str, int]
    """Answers of 500 and above, by problem."""
    jobs: Mapping[str, int]
    """Tries that ended in an error, by kind of job."""


class SystemOut(BaseModel):
    """All of it at one moment, some seconds old at most."""

    at: datetime
    condition: SystemCondition
    """The worst of all."""
    needing: int
    """Parts that are not fine."""
    cards: list[SystemCardOut]
    database: SystemDatabaseOut
    storage: SystemStorageOut
    intake: SystemIntakeOut
    queue: SystemQueueOut
    workers: SystemWorkersOut
    boards: SystemBoardsOut
    channels: Sequence[SystemFailingOut]
    """Those whose last message could not be delivered."""
    backup_at: datetime | None
    """When the last whole backup was taken."""
    version: SystemVersionOut
    settings_unknown: Sequence[SystemUnknownSettingOut]
    keys: Sequence[SystemExpiringOut]
    """API keys that end within 14 days, or ended within 7."""
    errors: SystemErrorsOut


class SystemSlotOut(_Out):
    """A quarter of an hour."""

    at: datetime
    events_per_minute: float
    waited_s: float | None
    """How long recordings that were done then had waited to be begun, at the median."""
    real_time_factor: float | None


class SystemDayOut(BaseModel):
    slot_s: float
    slots: list[SystemSlotOut]
    """Of the last 24 hours, the oldest first; at most five minutes old."""
