"""Checking what Earshot stands on, in plain words."""

import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg
from sqlmodel import Session

from services import db, sealing, shape
from services.calls import months
from services.calls.recount import recount
from services.clock import utc_now
from services.db import transaction
from services.dialers import health
from services.errors import ServiceError
from services.hearing import workers
from services.migrations import migrate
from services.privacy.keeping import count_backlog
from services.recordings import missing
from services.recordings.storage import get_storage
from services.scoring import opinions
from services.settings import DEFAULT_ENGINE, AsrSettings, Settings, get_asr_settings

_CLOCKS_AGREE_S = 2.0
_PATIENCE_S = 5.0
_WAITING_TOO_LONG_S = 900.0
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; `finding` says what was seen, and what to do when not `ok`."""

    name: str
    ok: bool
    finding: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def examine(settings: Settings, *, count_again: bool = False) -> Iterator[Check]:
    """Bring the database up to date where it can be, and look at everything.

    Never raises for what it finds wrong, but for a database that is away or that a newer
    version has changed.
    """
    yield from _engines(get_asr_settings())
    yield _disk(settings)
    yield _storage()
    notices = _notices(settings)
    yield notices
    if notices.ok or settings.database_direct_url is None:
        migrate()
    with transaction() as session:
        found = shape.read(session)
        if found.is_usable:
            yield from _kept(session, settings, count_again)
        else:
            yield Check("database", False, str(found.sentence()))


def _kept(session: Session, settings: Settings, count_again: bool) -> Iterator[Check]:
    yield _database(session)
    yield _clock(session)
    yield _months(session)
    yield _workers(session)
    yield _queue(session)
    yield _failed_jobs(session)
    yield _set_aside(session)
    yield _missing_recordings(session, settings)
    yield _silent_dialers(session)
    yield _unmatched_agents(session)
    yield from _judge(session, settings)
    yield _sealing(session)
    yield _looked_through(session)
    if count_again:
        yield _counters(session)


def _engines(settings: AsrSettings) -> Iterator[Check]:
    for name in settings.engine_names:
        shown = "speech model" if name == DEFAULT_ENGINE else f"engine {name}"
        asr = settings.of_engine(name)
        yield _model(shown, asr) if asr.remote_url is None else _server(shown, asr)


def _server(name: str, asr: AsrSettings) -> Check:
    key = asr.remote_key.get_secret_value() if asr.remote_key else None
    return _answering(name, asr.remote_url or "", key, "EARSHOT_ASR_REMOTE_KEY", asr.model)


def _judge(session: Session, settings: Settings) -> Iterator[Check]:
    """Nothing while there is none."""
    if settings.judge_url is None:
        return
    asked, most = opinions.asked_today(session), settings.judge_daily_budget
    model = f"{settings.judge_model}, asked {asked:,} of {most:,} times today"
    try:
        key = settings.read_judge_key()
    except OSError as error:
        yield Check("judge", False, f"EARSHOT_JUDGE_KEY_FILE cannot be read: {error.strerror}")
    else:
        yield _answering("judge", settings.judge_url, key, "EARSHOT_JUDGE_KEY", model)


def _answering(name: str, url: str, key: str | None, key_setting: str, model: str) -> Check:
    """Whether it answers at all: not every server knows how to list its models."""
    shown = httpx.URL(url).copy_with(username=None, password=None)
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        answer = httpx.get(f"{url}/models", headers=headers, timeout=_PATIENCE_S)
    except httpx.HTTPError as error:
        return Check(name, False, f"{shown} does not answer: {error}")
    if answer.status_code in (401, 403):
        return Check(name, False, f"{shown} does not accept the key; set {key_setting}")
    return Check(name, True, f"{model}, at {shown}")


def _model(name: str, asr: AsrSettings) -> Check:
    folder = Path(asr.model)
    if (folder / "model.bin").exists():
        return Check(name, True, f"local folder {asr.model}")
    if folder.is_absolute() or len(folder.parts) > 2:
        return Check(name, False, f"{asr.model} has no model.bin; set EARSHOT_ASR_MODEL")
    finding = f"{asr.model}, fetched from the model hub when the first worker starts"
    return Check(name, True, finding)


def _disk(settings: Settings) -> Check:
    settings.home.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.home).free
    finding = f"{free // _MIB:,} MiB free"
    if free < settings.recording_min_free_bytes:
        return Check("disk", False, f"{finding}; recordings are refused until there is more")
    return Check("disk", True, finding)


def _storage() -> Check:
    try:
        get_storage().check_writable()
    except (ServiceError, OSError) as error:
        return Check("storage", False, str(error))
    return Check("storage", True, "recordings can be written and read")


def _database(session: Session) -> Check:
    [row] = db.rows(
        session,
        "SELECT current_setting('server_version') AS version,"
        " pg_size_pretty(pg_database_size(current_database())) AS size,"
        " (SELECT version_num FROM alembic_version) AS shape",
        {},
    )
    finding = f"PostgreSQL {row['version']}, {row['size']}, migration {row['shape']}"
    return Check("database", True, finding)


def _notices(settings: Settings) -> Check:
    """Whether what one process announces, others hear: not through a pooler of transactions."""
    try:
        heard = _is_heard()
    except psycopg.Error as error:
        if settings.database_direct_url is None:
            raise
        said = " ".join(str(error).split())
        return Check("notices", False, f"EARSHOT_DATABASE_DIRECT_URL cannot be used: {said}")
    if heard:
        return Check("notices", True, "what is announced in the database is heard")
    advice = "behind a pooler set EARSHOT_DATABASE_DIRECT_URL to the server's own address"
    return Check("notices", False, f"the database announces, and nothing is heard; {advice}")


def _is_heard() -> bool:
    with psycopg.connect(db.direct_url(), autocommit=True) as ear:
        ear.execute("LISTEN earshot_doctor")
        with transaction() as session:
            db.rows(session, "SELECT pg_notify('earshot_doctor', '')", {})
        return bool(list(ear.notifies(timeout=_PATIENCE_S, stop_after=1)))


def _clock(session: Session) -> Check:
    [row] = db.rows(session, "SELECT clock_timestamp() AS now", {})
    apart_s = abs((utc_now() - row["now"]).total_seconds())
    ok = apart_s <= _CLOCKS_AGREE_S
    advice = "" if ok else "; set both machines' clocks by NTP"
    return Check("clock", ok, f"{apart_s:.1f} s between this machine and the database{advice}")


def _months(session: Session) -> Check:
    """Workers keep them: what is wrong with them is told before it costs anybody anything."""
    aside = months.gathered(session)
    stuck = {each.month: each.events for each in aside if not each.is_movable}
    soon = months.missing(session, months.months_from(utc_now(), 2))
    wrong = []
    if wanted := [f"{month.from_at:%Y-%m}" for month in soon if month not in stuck]:
        advice = "a worker makes it within the hour; does one run, may its user create tables?"
        wrong.append(f"no part for {', '.join(wanted)}; {advice}")
    if stuck:
        named = ", ".join(f"{month.from_at:%Y-%m} ({n:,})" for month, n in stuck.items())
        advice = "too many for a worker to move; see Large tables in docs/operations.md"
        wrong.append(f"{named} lie in event_other, {advice}")
    if wrong:
        return Check("months of events", False, "; ".join(wrong))
    last = max(part.to_at for part in months.parts(session) if part.to_at)
    finding = f"made until {last:%Y-%m-%d}"
    if aside:
        finding += f"; {sum(each.events for each in aside):,} events wait to be moved to theirs"
    return Check("months of events", True, finding)


def _workers(session: Session) -> Check:
    known = workers.list_workers(session)
    ended = [
        f"{worker.name} ended at {worker.seen_at:%H:%M} UTC: {trouble}"
        for worker in known
        if (trouble := workers.trouble_of(worker))
    ]
    running = sum(workers.is_alive(worker) for worker in known)
    return Check("workers", not ended, "; ".join(ended) or f"{running:,} running")


def _queue(session: Session) -> Check:
    [row] = db.rows(
        session,
        "SELECT count(*) AS waiting, coalesce(extract(epoch FROM now() - min(execute_after)), 0)"
        " AS oldest_s FROM pgqueuer WHERE status = 'queued' AND execute_after <= now()",
        {},
    )
    ok = row["oldest_s"] <= _WAITING_TOO_LONG_S
    advice = "" if ok else "; is a worker running? Is one enough?"
    finding = f"{row['waiting']:,} jobs waiting, the oldest for {row['oldest_s']:,.0f} s{advice}"
    return Check("jobs", ok, finding)


def _failed_jobs(session: Session) -> Check:
    [row] = db.rows(session, "SELECT count(*) AS n FROM pgqueuer WHERE status = 'failed'", {})
    advice = "; the workers' log says why, and the table pgqueuer_log" if row["n"] else ""
    return Check("failed jobs", not row["n"], f"{row['n']:,}{advice}")


def _set_aside(session: Session) -> Check:
    [row] = db.rows(session, "SELECT count(*) AS n FROM recording WHERE state = 'set_aside'", {})
    advice = "; open them from the calls list to see why and retry" if row["n"] else ""
    return Check("recordings set aside", not row["n"], f"{row['n']:,}{advice}")


def _missing_recordings(session: Session, settings: Settings) -> Check:
    counts = missing.count_missing(session, older_than=settings.recording_missing_after)
    finding = ", ".join(f"{source}: {count:,}" for source, count in counts.items())
    return Check("missing recordings", not counts, finding or "every connected call has one")


def _silent_dialers(session: Session) -> Check:
    silent = health.silent_sources(session)
    finding = ", ".join(
        f"{name} since {since:%Y-%m-%d %H:%M} UTC" for name, since in silent.items()
    )
    return Check("silent dialers", not silent, finding or "none in its working hours")


def _unmatched_agents(session: Session) -> Check:
    [row] = db.rows(session, "SELECT count(*) AS n FROM agent_identity WHERE agent_id IS NULL", {})
    advice = "; their calls belong to no team" if row["n"] else ""
    return Check("unmatched agents", not row["n"], f"{row['n']:,}{advice}")


def _sealing(session: Session) -> Check:
    state = sealing.state(session)
    if not state["on"]:
        sealed = f"; {state['data_keys']} data keys need one" if state["data_keys"] else ""
        finding = f"off: neither EARSHOT_KEY_FILE nor EARSHOT_KEY_COMMAND is set{sealed}"
        return Check("encryption", not sealed, finding)
    if state["master"] is None:
        return Check("encryption", False, "the master key cannot be read; see EARSHOT_KEY_FILE")
    former = state["data_keys_of_former_masters"]
    advice = f"; {former} wait for `earshot seal rotate`" if former else ""
    finding = (
        f"recordings and secrets are sealed, master key {state['master']},"
        f" {state['data_keys']} data keys{advice}; words are not: encrypt the database's disk"
    )
    return Check("encryption", not former, finding)


def _looked_through(session: Session) -> Check:
    backlog = count_backlog(session)
    finding = f"{backlog:,} transcripts not looked through for personal numbers yet"
    return Check("personal numbers", True, finding)


def _counters(session: Session) -> Check:
    wrong = recount(session)
    finding = f"{len(wrong):,} intervals differ" if wrong else "exactly what the calls say"
    return Check("counters", not wrong, finding)
