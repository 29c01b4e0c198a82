"""Puts together what the database knows, what API processes say, and what is set."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version

from api.processes import Process
from api.schemas.system import (
    SystemBoardsOut,
    SystemCardOut,
    SystemDatabaseOut,
    SystemErrorsOut,
    SystemExpiringOut,
    SystemFailingOut,
    SystemHeardOut,
    SystemIntakeOut,
    SystemJobsOut,
    SystemOut,
    SystemProcessOut,
    SystemQueueOut,
    SystemSilentOut,
    SystemStorageOut,
    SystemUnknownSettingOut,
    SystemVersionOut,
    SystemWorkerOut,
    SystemWorkersOut,
)
from services import observing, shape, tracing
from services.observing import Around, Card, Readings, Slow, SystemCondition
from services.settings import AsrSettings, Settings, get_settings
from services.settings.checking import UnknownSetting, unknown_settings
from services.settings.keys import KeySettings


def system_out(readings: Readings, slow: Slow, processes: Sequence[Process]) -> SystemOut:
    around = _around(processes)
    judged = observing.judge(readings, slow, around)
    order = list(SystemCondition)
    return SystemOut(
        at=readings.at,
        condition=max((card.condition for card in judged), key=order.index),
        needing=sum(card.condition is not SystemCondition.FINE for card in judged),
        cards=[SystemCardOut.model_validate(card) for card in judged],
        database=SystemDatabaseOut.model_validate(readings.database),
        storage=_storage(readings, slow),
        intake=_intake(readings),
        queue=SystemQueueOut(
            jobs=[SystemJobsOut.model_validate(jobs) for jobs in readings.jobs],
            recordings=readings.recordings,
        ),
        workers=SystemWorkersOut(
            workers=[SystemWorkerOut.model_validate(each) for each in readings.workers],
            engines=[SystemHeardOut.model_validate(each) for each in readings.engines],
        ),
        boards=SystemBoardsOut(
            viewers=sum(process.viewers for process in processes),
            p95_s=around.boards_p95_s,
            processes=[SystemProcessOut.model_validate(process) for process in processes],
        ),
        channels=[SystemFailingOut.model_validate(channel) for channel in readings.failing],
        backup_at=readings.backup_at,
        version=SystemVersionOut(
            earshot=version("earshot"),
            migration=readings.database.migration,
            newest_migration=around.newest_migration,
        ),
        settings_unknown=[SystemUnknownSettingOut.model_validate(each) for each in around.unknown],
        keys=[SystemExpiringOut.model_validate(key) for key in readings.keys],
        errors=SystemErrorsOut(problems=around.problems, jobs=readings.job_errors),
    )


def cards(readings: Readings, slow: Slow, processes: Sequence[Process]) -> list[Card]:
    """Of all parts, those that are fine too."""
    return observing.judge(readings, slow, _around(processes))


def _storage(readings: Readings, slow: Slow) -> SystemStorageOut:
    return SystemStorageOut(
        free_bytes=slow.disk_free_bytes,
        total_bytes=slow.disk_total_bytes,
        per_day_bytes=slow.stored_per_day_bytes,
        full_at=observing.full_at(readings.at, slow),
    )


def _intake(readings: Readings) -> SystemIntakeOut:
    arriving = readings.arriving
    return SystemIntakeOut(
        events_per_minute=arriving.per_minute,
        lag_p50_s=arriving.lag_p50_s,
        lag_p95_s=arriving.lag_p95_s,
        silent=[SystemSilentOut(source=name, since=at) for name, at in readings.silent.items()],
    )


def _around(processes: Sequence[Process]) -> Around:
    settings = get_settings()
    paces = [each.boards_p95_s for each in processes if each.boards_p95_s is not None]
    problems: Counter[str] = Counter()
    for process in processes:
        problems.update(process.problems)
    return Around(
        boards_p95_s=max(paces, default=None),
        problems=dict(problems),
        newest_migration=shape.KNOWN,
        unknown=settings_unknown_at_start(),
        cookies_open=_cookies_open(settings),
        traces_missing=tracing.is_wanted(settings) and not tracing.is_on(),
        disk_least_bytes=settings.recording_min_free_bytes,
    )


def _cookies_open(settings: Settings) -> bool:
    """Browsers come by TLS, and send their cookies without it too."""
    by_tls = any(origin.startswith("https:") for origin in settings.public_origins)
    return by_tls and not settings.secure_cookies


@cache
def settings_unknown_at_start() -> tuple[UnknownSetting, ...]:
    """Settings are read once, and so are the names that are none."""
    return tuple(unknown_settings((Settings, AsrSettings, KeySettings)))
