"""An erasure: a run over all calls of one customer or agent, and what is left beside calls."""

from collections.abc import Sequence
from typing import LiteralString
from uuid import UUID

from sqlmodel import Session, select

from services import db
from services.clock import utc_now
from services.dialers import PayloadUnreadable
from services.dialers.unpacking import unpacked
from services.people import audit
from services.retention import pseudonyms, selecting
from services.tables import DataRequest, Depth, RequestAbout, RunState


def choose(session: Session, request: DataRequest, call_ids: Sequence[UUID]) -> None:
    """Note what the run has to do. Held calls are left out and named in the request."""
    held = set(selecting.held_among(session, call_ids))
    request.held = sorted(map(str, held))
    depth = Depth.CALL if request.about is RequestAbout.CUSTOMER else Depth.AGENT
    db.run(
        session,
        """
        INSERT INTO retention_item (run_id, call_id, depth, rule, counts, contents, attempts)
        SELECT %(run_id)s, call_id, %(depth)s, NULL, '{}', '[]', 0
        FROM unnest(%(call_ids)s::uuid[]) AS call_id ON CONFLICT DO NOTHING
        """,
        {
            "run_id": request.run_id,
            "depth": depth.value,
            "call_ids": [each for each in call_ids if each not in held],
        },
    )
    sql: LiteralString = "UPDATE retention_run SET calls_total = %(n)s WHERE id = %(run_id)s"
    db.run(session, sql, {"n": len(call_ids) - len(held), "run_id": request.run_id})


def agent_of(session: Session, run_id: UUID) -> UUID | None:
    """Whom a run makes nameless; None when it deletes."""
    request = session.exec(select(DataRequest).where(DataRequest.run_id == run_id)).first()
    if request is None or request.about is not RequestAbout.AGENT or request.subject is None:
        return None
    return UUID(request.subject)


def sweep_customer(session: Session, numbers: Sequence[str], call_ids: Sequence[UUID]) -> list[str]:
    """What speaks of a number beside its calls; returns stored files that are to go with it.

    Deliveries are looked through for the number as it is written there: a delivery may
    speak of others, too, and all that Earshot took from it stays with its calls.
    """
    asked = {
        "numbers": list(numbers),
        "patterns": [f"%{number}%" for number in numbers],
        "call_ids": list(call_ids),
    }
    files: list[str] = []
    for sql in _FILES:
        files += [row["sha256"] for row in db.rows(session, sql, asked)]
    for sql in _BESIDE:
        db.run(session, sql, asked)
    _sweep_packed(session, numbers, call_ids)
    return sorted(set(files))


def _sweep_packed(session: Session, numbers: Sequence[str], call_ids: Sequence[UUID]) -> None:
    """Deliveries in which no search finds anything: in gzip, sealed, or in base64.

    What is in gzip is unpacked here, one at a time. Of the adapters whose payloads may be
    sealed or in base64, what came within a minute of an event of one of the calls goes.
    """
    for row in db.rows(session, _GZIPPED, {}):
        [found] = db.rows(session, "SELECT body FROM delivery WHERE id = %(id)s", row)
        if _speaks_of(bytes(found["body"]), numbers):
            db.run(session, "DELETE FROM delivery WHERE id = %(id)s", row)
    db.run(session, _ENCODED, {"call_ids": list(call_ids), "dialers": list(_ENCODING)})


def _speaks_of(packed: bytes, numbers: Sequence[str]) -> bool:
    """Also where it is broken: then nobody can tell."""
    try:
        plain = unpacked(packed)
    except PayloadUnreadable:
        return True
    return any(number.encode() in plain for number in numbers)


def finish(session: Session, request_id: UUID) -> None:
    """Forget whom it was about. What a hold kept stays findable by its call."""
    request = session.get_one(DataRequest, request_id, with_for_update=True)
    if request.about is RequestAbout.AGENT and request.subject and not request.held:
        pseudonyms.empty_agent(session, UUID(request.subject))
    request.subject = None
    request.state, request.finished_at = RunState.DONE, utc_now()
    request.calls_done = request.calls_total - len(request.held)
    session.add(request)
    audit.record(
        session,
        actor=request.created_by,
        act="data_request.erased",
        subject=str(request_id),
        shown=request.shown,
        calls=request.calls_done,
        held=len(request.held),
        run_id=str(request.run_id),
    )


_FILES: tuple[LiteralString, ...] = (
    "DELETE FROM unmatched_recording WHERE file_name LIKE ANY(%(patterns)s)"
    " OR named ->> 'number' = ANY(%(numbers)s) RETURNING sha256",
    # Whole files that brought one of the calls in, or refused a row of the number.
    """SELECT DISTINCT bulk_import.sha256 FROM bulk_import
    WHERE EXISTS (SELECT FROM event WHERE event.call_id = ANY(%(call_ids)s)
            AND event.source_id = bulk_import.source_id
            AND event.received_at = bulk_import.created_at)
        OR EXISTS (SELECT FROM refused_row WHERE import_id = bulk_import.id
            AND (value LIKE ANY(%(patterns)s) OR sentence LIKE ANY(%(patterns)s)))""",
    """UPDATE data_request SET sha256 = NULL, subject = NULL
    FROM (SELECT id, sha256 FROM data_request WHERE kind = 'export'
        AND about = 'customer' AND subject = ANY(%(numbers)s)
        AND state IN ('done', 'failed')) AS former
    WHERE data_request.id = former.id AND former.sha256 IS NOT NULL
    RETURNING former.sha256""",
)
_ENCODING = ("amazon_connect", "vcon")
_GZIPPED: LiteralString = "SELECT id FROM delivery WHERE substring(body FOR 2) = '\\x1f8b'::bytea"
_ENCODED: LiteralString = """
DELETE FROM delivery USING event
WHERE event.call_id = ANY(%(call_ids)s) AND delivery.dialer = ANY(%(dialers)s)
    AND delivery.source_id = event.source_id
    AND delivery.received_at BETWEEN event.received_at - interval '1 minute'
        AND event.received_at + interval '1 minute'
"""
_BESIDE: tuple[LiteralString, ...] = (
    """DELETE FROM delivery WHERE EXISTS (
        SELECT FROM unnest(%(numbers)s::text[]) AS number
        WHERE position(convert_to(number, 'UTF8') IN body) > 0
            OR position(number IN url) > 0 OR position(number IN notes::text) > 0
            OR position(number IN coalesce(key, '')) > 0)""",
    "DELETE FROM refused_row WHERE value LIKE ANY(%(patterns)s) OR sentence LIKE ANY(%(patterns)s)",
    "UPDATE broken_glass SET reason = '' WHERE reason LIKE ANY(%(patterns)s)",
    "DELETE FROM user_notice WHERE facts::text LIKE ANY(%(patterns)s)",
    "UPDATE watched_file SET place = '' WHERE place LIKE ANY(%(patterns)s)",
    "UPDATE bulk_import SET file_name = '' WHERE file_name LIKE ANY(%(patterns)s)",
    """UPDATE event SET event_id = 'erased:' || id
    WHERE call_id = ANY(%(call_ids)s) AND event_id LIKE ANY(%(patterns)s)""",
    """UPDATE event SET data = jsonb_set(data, '{call_id}', to_jsonb('erased:' || call_id))
    WHERE call_id = ANY(%(call_ids)s) AND data ->> 'call_id' LIKE ANY(%(patterns)s)""",
    """UPDATE call SET call_key = 'erased:' || id
    WHERE id = ANY(%(call_ids)s) AND call_key LIKE ANY(%(patterns)s)""",
    "UPDATE legal_hold SET subject = 'erased' WHERE kind = 'customer'"
    " AND lifted_at IS NOT NULL AND subject = ANY(%(numbers)s)",
    "UPDATE data_request SET subject = NULL WHERE about = 'customer'"
    " AND state IN ('done', 'failed') AND subject = ANY(%(numbers)s)",
)
