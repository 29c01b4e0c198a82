"""One deletion from its beginning to its certificate, a transaction for every call."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, LiteralString
from uuid import UUID

import rfc8785
from sqlmodel import Session, col, select, tuple_

from services import db, jobs
from services.clock import utc_now
from services.errors import Conflict, NotFound
from services.jobs import RunRetention
from services.paging import Paged, cut, decode
from services.people import audit
from services.people.access import Caller, Permission
from services.recordings.storage import Storage
from services.retention import (
    contents,
    erasing,
    gone_months,
    policies,
    pseudonyms,
    selecting,
    steps,
)
from services.tables import Call, Depth, RetentionItem, RetentionRun, RunState

ATTEMPTS = 3
"""Of one call, within a run; the next night tries it again."""


class RunNotFound(NotFound):
    """There is no such deletion."""


class NoRules(Conflict):
    """Nobody has saved rules of retention yet, so nothing may be deleted."""


class RunUnderWay(Conflict):
    """A deletion is under way. Wait until it is done."""


def start(session: Session, actor: str) -> RetentionRun:
    """Queue a deletion of all that is due. Raises NoRules, RunUnderWay."""
    policy = policies.find_policy(session)
    if policy is None:
        raise NoRules()
    # Serialises those who start one at once.
    session.connection().exec_driver_sql("LOCK TABLE retention_run IN EXCLUSIVE MODE")
    if find_open(session) is not None:
        raise RunUnderWay()
    run = RetentionRun(policy_number=policy.number, created_by=actor)
    session.add(run)
    session.flush()
    audit.record(
        session,
        actor=actor,
        act="retention.started",
        subject=str(run.id),
        policy=policy.number,
    )
    jobs.enqueue(session, RunRetention(run_id=run.id))
    return run


def ask(session: Session, caller: Caller) -> RetentionRun:
    """Delete now, not at night. Raises NotPermitted, NoRules, RunUnderWay."""
    caller.require(Permission.RETENTION_MANAGE)
    return start(session, caller.actor)


def find_open(session: Session) -> RetentionRun | None:
    """The deletion by rules that waits or runs."""
    return session.exec(
        select(RetentionRun).where(
            col(RetentionRun.state).in_([RunState.QUEUED, RunState.RUNNING]),
            col(RetentionRun.policy_number).is_not(None),
        )
    ).first()


def begin(session: Session, run_id: UUID) -> bool:
    """Choose what goes; False when there is nothing to do any more. Safe to repeat."""
    run = session.get(RetentionRun, run_id, with_for_update=True)
    if run is None or run.state in (RunState.DONE, RunState.FAILED):
        return False
    if run.state is RunState.QUEUED:
        if run.policy_number is not None:
            policy = policies.find_policy(session, run.policy_number)
            assert policy is not None
            run.calls_total = selecting.choose(session, run_id, policies.rules_of(policy))
        run.state, run.started_at = RunState.RUNNING, utc_now()
        session.add(run)
    return True


def next_calls(session: Session, run_id: UUID, limit: int = 100) -> list[UUID]:
    query = (
        select(RetentionItem.call_id)
        .where(
            RetentionItem.run_id == run_id,
            col(RetentionItem.done_at).is_(None),
            col(RetentionItem.attempts) < ATTEMPTS,
        )
        .order_by(col(RetentionItem.attempts), col(RetentionItem.call_id))
        .limit(limit)
    )
    return list(session.exec(query))


def delete_rows(session: Session, run_id: UUID, call_id: UUID) -> list[str]:
    """Delete what the run deletes of one call; returns stored sound that has no other call.

    What is held meanwhile stays. Then remove the sound and call `settle`. Safe to repeat.
    """
    item = session.get_one(RetentionItem, (run_id, call_id), with_for_update=True)
    item.attempts += 1
    session.add(item)
    call = session.get(Call, call_id, with_for_update=True)
    if call is None or item.done_at is not None:
        return []
    if selecting.is_held(session, call_id):
        item.counts = {"held": 1}
        return []
    counts = _delete(session, run_id, item)
    item.counts = {
        kind: max(item.counts.get(kind, 0), counts.get(kind, 0)) for kind in item.counts | counts
    }
    session.flush()
    return contents.unshared(session, item.contents)


def _delete(session: Session, run_id: UUID, item: RetentionItem) -> dict[str, int]:
    agent_id = erasing.agent_of(session, run_id)
    if agent_id is not None:
        return pseudonyms.empty_call(session, item.call_id, agent_id)
    item.contents = sorted(set(item.contents) | contents.of_call(session, item.call_id))
    return steps.delete(session, item.call_id, item.depth)


def settle(session: Session, run_id: UUID, call_id: UUID, *, sounds: int) -> None:
    item = session.get_one(RetentionItem, (run_id, call_id), with_for_update=True)
    if item.done_at is None:
        item.counts = item.counts | ({"sounds": sounds} if sounds else {})
        item.contents, item.error, item.done_at = [], None, utc_now()
        session.add(item)
        sql: LiteralString = (
            "UPDATE retention_run SET calls_done = calls_done + 1 WHERE id = %(id)s"
        )
        db.run(session, sql, {"id": run_id})


def note_failure(
    session: Session, run_id: UUID, call_id: UUID, error: str, *, counted: bool
) -> None:
    """One call that cannot be deleted never keeps the rest.

    A try is `counted` where its rows are deleted, and only its sound is still there.
    """
    item = session.get_one(RetentionItem, (run_id, call_id), with_for_update=True)
    item.error = error[:500]
    item.attempts += 0 if counted else 1
    session.add(item)


def remove_sounds(storage: Storage, sounds: list[str]) -> int:
    """Raises StorageDown."""
    return contents.remove(storage, sounds)


def finish(session: Session, run_id: UUID) -> RetentionRun:
    """Write the certificate and chain it in the audit log. Safe to repeat."""
    run = session.get_one(RetentionRun, run_id, with_for_update=True)
    if run.state is RunState.DONE:
        return run
    _count(session, run_id)
    session.refresh(run)
    run.state, run.finished_at = RunState.DONE, utc_now()
    run.certificate = _certificate(session, run)
    session.add(run)
    audit.record(
        session,
        actor=run.created_by,
        act="retention.deleted",
        subject=str(run.id),
        policy=run.policy_number,
        calls=run.calls_done,
        failed=run.calls_failed,
        certificate_sha256=sha256(rfc8785.dumps(run.certificate)).hexdigest(),
    )
    return run


def get_run(session: Session, run_id: UUID) -> RetentionRun:
    """Raises RunNotFound."""
    run = session.get(RetentionRun, run_id)
    if run is None:
        raise RunNotFound(run_id=run_id)
    return run


def list_runs(
    session: Session, *, cursor: str | None = None, limit: int = 20
) -> Paged[RetentionRun]:
    """Newest first. Raises CursorBroken."""
    order = (col(RetentionRun.created_at), col(RetentionRun.id))
    query = select(RetentionRun).order_by(*(each.desc() for each in order)).limit(limit + 1)
    if cursor is not None:
        query = query.where(tuple_(*order) < tuple_(*decode(cursor, datetime, UUID)))
    return cut(session.exec(query).all(), limit, lambda run: [run.created_at, run.id])


@dataclass(frozen=True, slots=True)
class Proof:
    """A certificate with the list that its digest is of, and its own digest."""

    certificate: dict[str, Any]
    sha256: str
    calls: list[str]


def prove(session: Session, run_id: UUID) -> Proof:
    """Raises RunNotFound, and RunUnderWay before it is done."""
    run = get_run(session, run_id)
    if run.certificate is None:
        raise RunUnderWay(run_id=run_id)
    digest = sha256(rfc8785.dumps(run.certificate)).hexdigest()
    return Proof(run.certificate, digest, _lines(session, run_id))


def _count(session: Session, run_id: UUID) -> None:
    db.run(
        session,
        """
        UPDATE retention_run SET calls_done = n.done, calls_failed = n.failed FROM (
            SELECT count(*) FILTER (WHERE done_at IS NOT NULL) AS done,
                count(*) FILTER (WHERE done_at IS NULL AND error IS NOT NULL) AS failed
            FROM retention_item WHERE run_id = %(run_id)s
        ) AS n WHERE id = %(run_id)s
        """,
        {"run_id": run_id},
    )


def _certificate(session: Session, run: RetentionRun) -> dict[str, Any]:
    policy = policies.find_policy(session, run.policy_number) if run.policy_number else None
    lines = _lines(session, run.id)
    return {
        "run_id": str(run.id),
        "asked_by": run.created_by,
        "started_at": run.started_at.isoformat() if run.started_at else None,
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "policy_number": run.policy_number,
        "rules": policy.rules if policy else [],
        "calls": {depth.value: _calls(lines, depth) for depth in Depth},
        "held": sum(line.endswith(" held") for line in lines),
        "failed": run.calls_failed,
        "deleted": _deleted(session, run.id),
        "months": gone_months.of_run(session, run.id),
        "list_sha256": sha256("\n".join(lines).encode()).hexdigest(),
    }


def _calls(lines: list[str], depth: Depth) -> int:
    return sum(line.endswith(f" {depth.value}") for line in lines)


def _lines(session: Session, run_id: UUID) -> list[str]:
    """One for each call that is settled: SHA-256 of its id, and how much of it went."""
    found = db.rows(
        session,
        """
        SELECT encode(sha256(convert_to(call_id::text, 'UTF8')), 'hex') || ' '
            || CASE WHEN counts ? 'held' THEN 'held' ELSE depth END AS line
        FROM retention_item WHERE run_id = %(run_id)s AND done_at IS NOT NULL ORDER BY line
        """,
        {"run_id": run_id},
    )
    return [row["line"] for row in found]


def _deleted(session: Session, run_id: UUID) -> dict[str, int]:
    found = db.rows(
        session,
        """
        SELECT key, sum(value::int)::int AS n
        FROM retention_item, jsonb_each_text(counts)
        WHERE run_id = %(run_id)s AND done_at IS NOT NULL AND key <> 'held'
        GROUP BY key ORDER BY key
        """,
        {"run_id": run_id},
    )
    return {row["key"]: row["n"] for row in found}
