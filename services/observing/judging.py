"""What readings mean: for each part of the installation, whether somebody must act. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.observing.readings import Readings
from services.observing.slowly import Slow
from services.settings.checking import UnknownSetting


class SystemCondition(StrEnum):
    """Ordered: the worst of several counts."""

    FINE = "fine"
    LOOK = "look"
    """Nothing is lost yet."""
    ACT = "act"
    """Something does not work, or soon will not."""


_FINE, _LOOK, _ACT = SystemCondition


class SystemPart(StrEnum):
    DATABASE = "database"
    STORAGE = "storage"
    INTAKE = "intake"
    QUEUE = "queue"
    WORKERS = "workers"
    BOARDS = "boards"
    CHANNELS = "channels"
    BACKUPS = "backups"
    VERSION = "version"
    SETTINGS = "settings"
    KEYS = "keys"
    ERRORS = "errors"


class SystemReason(StrEnum):
    """Why a part is not fine. Stable; the client has a sentence for each."""

    CONNECTIONS_LOW = "connections_low"
    DATABASE_SLOW = "database_slow"
    LONG_TRANSACTION = "long_transaction"
    STANDBY_BEHIND = "standby_behind"
    CLOCK_OFF = "clock_off"
    DISK_FULL = "disk_full"
    FULL_SOON = "full_soon"
    SOURCE_SILENT = "source_silent"
    EVENTS_LATE = "events_late"
    JOBS_LATE = "jobs_late"
    JOBS_FAILED = "jobs_failed"
    SET_ASIDE = "set_aside"
    NO_WORKER = "no_worker"
    WORKER_LOST = "worker_lost"
    SLOWER_THAN_SOUND = "slower_than_sound"
    BOARDS_SLOW = "boards_slow"
    CHANNEL_FAILING = "channel_failing"
    NO_BACKUP = "no_backup"
    BACKUP_OLD = "backup_old"
    MIGRATION_DIFFERS = "migration_differs"
    SETTING_WRONG = "setting_wrong"
    COOKIES_OPEN = "cookies_open"
    KEY_UNREADABLE = "key_unreadable"
    KEY_FORMER = "key_former"
    TRACES_MISSING = "traces_missing"
    KEY_EXPIRES = "key_expires"
    KEY_EXPIRED = "key_expired"
    ERRORS = "errors"


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that needs somebody. `since` None where nothing says since when."""

    condition: SystemCondition
    reason: SystemReason
    since: datetime | None = None
    names: Sequence[str] = ()
    """Which dialers, channels or keys it is, where there may be several."""


@dataclass(frozen=True, slots=True)
class Card:
    name: SystemPart
    told: Sequence[Told] = ()

    @property
    def condition(self) -> SystemCondition:
        order = list(SystemCondition)
        return max((each.condition for each in self.told), key=order.index, default=_FINE)


@dataclass(frozen=True, slots=True)
class Around:
    """What the readings do not have: of API processes, of settings, of this version."""

    boards_p95_s: float | None
    problems: Mapping[str, int]
    """Answers of 500 and above in the last hour."""
    newest_migration: str
    unknown: Sequence[UnknownSetting]
    """What is set and is no setting."""
    cookies_open: bool
    traces_missing: bool
    disk_least_bytes: int
    """Recordings are refused when less is free."""


_CROWDED, _CROWDED_BADLY = 0.8, 0.95
_SLOW_S = 0.25
_LONG_OPEN = timedelta(minutes=15)
_BEHIND_S = 60.0
_CLOCKS_AGREE_S = 2.0
_FULL_SOON, _FULL_VERY_SOON = timedelta(days=14), timedelta(days=2)
_LATE_S = 300.0
_WAITS_TOO_LONG = timedelta(minutes=15)
_BOARDS_SLOW_S = 1.0
_BACKUP_OLD, _BACKUP_VERY_OLD = timedelta(days=2), timedelta(days=7)
_MANY_ERRORS = 20


def judge(readings: Readings, slow: Slow, around: Around) -> list[Card]:
    """All of them, those that are fine too, always in the same order."""
    told = {
        SystemPart.DATABASE: _database(readings),
        SystemPart.STORAGE: _storage(readings.at, slow, around),
        SystemPart.INTAKE: _intake(readings),
        SystemPart.QUEUE: _queue(readings),
        SystemPart.WORKERS: _workers(readings),
        SystemPart.BOARDS: _boards(around),
        SystemPart.CHANNELS: _channels(readings),
        SystemPart.BACKUPS: _backups(readings),
        SystemPart.VERSION: _version(readings, around),
        SystemPart.SETTINGS: _settings(readings, around),
        SystemPart.KEYS: _keys(readings),
        SystemPart.ERRORS: _errors(readings, around),
    }
    return [Card(name, tuple(told[name])) for name in SystemPart]


def full_at(now: datetime, slow: Slow) -> datetime | None:
    """When the disk is full at last week's pace; None when it never is, or not in ten years."""
    if slow.disk_free_bytes is None or slow.stored_per_day_bytes <= 0:
        return None
    days = slow.disk_free_bytes / slow.stored_per_day_bytes
    return now + timedelta(days=days) if days < 3650 else None


def _database(readings: Readings) -> Iterator[Told]:
    database = readings.database
    share = database.connections / max(1, database.connections_max)
    if share >= _CROWDED:
        worse = _ACT if share >= _CROWDED_BADLY else _LOOK
        yield Told(worse, SystemReason.CONNECTIONS_LOW)
    if database.answer_s > _SLOW_S:
        yield Told(_LOOK, SystemReason.DATABASE_SLOW)
    since = database.oldest_transaction_at
    if since is not None and readings.at - since > _LONG_OPEN:
        yield Told(_LOOK, SystemReason.LONG_TRANSACTION, since)
    if any((standby.lag_s or 0) > _BEHIND_S for standby in database.standbys):
        yield Told(_LOOK, SystemReason.STANDBY_BEHIND)
    if abs(database.clock_apart_s) > _CLOCKS_AGREE_S:
        yield Told(_ACT, SystemReason.CLOCK_OFF)


def _storage(now: datetime, slow: Slow, around: Around) -> Iterator[Told]:
    if slow.disk_free_bytes is None:
        return
    if slow.disk_free_bytes < around.disk_least_bytes:
        yield Told(_ACT, SystemReason.DISK_FULL)
        return
    full = full_at(now, slow)
    if full is not None and full - now < _FULL_SOON:
        worse = _ACT if full - now < _FULL_VERY_SOON else _LOOK
        yield Told(worse, SystemReason.FULL_SOON)


def _intake(readings: Readings) -> Iterator[Told]:
    if readings.silent:
        since = min(readings.silent.values())
        yield Told(_ACT, SystemReason.SOURCE_SILENT, since, list(readings.silent))
    if (readings.arriving.lag_p95_s or 0) > _LATE_S:
        yield Told(_LOOK, SystemReason.EVENTS_LATE)


def _queue(readings: Readings) -> Iterator[Told]:
    waiting = [jobs.oldest_at for jobs in readings.jobs if jobs.oldest_at is not None]
    oldest_at = min(waiting, default=readings.at)
    if readings.at - oldest_at > _WAITS_TOO_LONG:
        yield Told(_LOOK, SystemReason.JOBS_LATE, oldest_at)
    if any(jobs.failed for jobs in readings.jobs):
        yield Told(_LOOK, SystemReason.JOBS_FAILED)
    if readings.recordings.get("set_aside"):
        yield Told(_LOOK, SystemReason.SET_ASIDE)


def _workers(readings: Readings) -> Iterator[Told]:
    lost = [worker.seen_at for worker in readings.workers if not worker.alive]
    if not any(worker.alive for worker in readings.workers):
        yield Told(_ACT, SystemReason.NO_WORKER, max(lost, default=None))
    elif lost:
        yield Told(_LOOK, SystemReason.WORKER_LOST, min(lost))
    for engine in readings.engines:
        if (engine.real_time_factor or 0) > max(1, engine.hearers) and engine.waiting_s:
            yield Told(_LOOK, SystemReason.SLOWER_THAN_SOUND)
            return


def _boards(around: Around) -> Iterator[Told]:
    if (around.boards_p95_s or 0) > _BOARDS_SLOW_S:
        yield Told(_LOOK, SystemReason.BOARDS_SLOW)


def _channels(readings: Readings) -> Iterator[Told]:
    if readings.failing:
        since = min(channel.last_at for channel in readings.failing)
        names = [channel.name for channel in readings.failing]
        yield Told(_ACT, SystemReason.CHANNEL_FAILING, since, names)


def _backups(readings: Readings) -> Iterator[Told]:
    if readings.backup_at is None:
        yield Told(_LOOK, SystemReason.NO_BACKUP)
    elif readings.at - readings.backup_at > _BACKUP_OLD:
        worse = _ACT if readings.at - readings.backup_at > _BACKUP_VERY_OLD else _LOOK
        yield Told(worse, SystemReason.BACKUP_OLD, readings.backup_at + _BACKUP_OLD)


def _version(readings: Readings, around: Around) -> Iterator[Told]:
    if readings.database.migration != around.newest_migration:
        yield Told(_ACT, SystemReason.MIGRATION_DIFFERS)


def _settings(readings: Readings, around: Around) -> Iterator[Told]:
    sealing = readings.sealing
    if around.unknown:
        yield Told(_LOOK, SystemReason.SETTING_WRONG)
    if around.cookies_open:
        yield Told(_LOOK, SystemReason.COOKIES_OPEN)
    if sealing["data_keys"] and sealing["master"] is None:
        yield Told(_ACT, SystemReason.KEY_UNREADABLE)
    if sealing["data_keys_of_former_masters"]:
        yield Told(_LOOK, SystemReason.KEY_FORMER)
    if around.traces_missing:
        yield Told(_LOOK, SystemReason.TRACES_MISSING)


def _keys(readings: Readings) -> Iterator[Told]:
    ended = [key for key in readings.keys if key.expires_at <= readings.at]
    if ended:
        since = min(key.expires_at for key in ended)
        yield Told(_ACT, SystemReason.KEY_EXPIRED, since, [key.name for key in ended])
    if len(ended) < len(readings.keys):
        yield Told(_LOOK, SystemReason.KEY_EXPIRES)


def _errors(readings: Readings, around: Around) -> Iterator[Told]:
    number = sum(around.problems.values()) + sum(readings.job_errors.values())
    if number:
        yield Told(
            _ACT if number >= _MANY_ERRORS else _LOOK,
            SystemReason.ERRORS,
        )
