"""What people ask about their own data: to have it, or to have it gone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select, tuple_

from services import db, jobs
from services.clock import utc_now
from services.errors import Conflict, NotFound, Rejected
from services.jobs import AnswerRequest
from services.paging import Paged, cut, decode
from services.people import audit
from services.people.access import Caller, Permission
from services.retention import erasing, selecting
from services.retention.numbers import shown, spellings
from services.retention.pseudonyms import name_of
from services.tables import (
    Agent,
    DataRequest,
    RequestAbout,
    RequestKind,
    RetentionRun,
    RunState,
    Source,
)

LINK_FOR = timedelta(days=7)


class RequestNotFound(NotFound):
    """There is no such request."""


class RequestSubjectUnknown(Rejected):
    """There is no such agent."""


class RequestNotConfirmed(Rejected):
    """What you typed to confirm is not what is to be erased."""


class ExportGone(Conflict):
    """This export is not ready, or can no longer be fetched."""


@dataclass(frozen=True, slots=True)
class Found:
    """What there is of somebody."""

    subject: str
    """As it has to be typed to confirm."""
    shown: str
    calls: int
    held: int
    connected: int
    first_at: datetime | None
    last_at: datetime | None


def look(session: Session, caller: Caller, *, about: RequestAbout, subject: str) -> Found:
    """What an export would hold and an erasure take. This is recorded.

    Raises NotPermitted, NumberUnusable, RequestSubjectUnknown.
    """
    caller.require(Permission.RETENTION_MANAGE)
    told, public = _identify(session, about, subject)
    audit.record(
        session, actor=caller.actor, act="data_request.looked", subject=public, about=about.value
    )
    call_ids = find_calls(session, about, told)
    found = db.rows(
        session,
        """
        SELECT count(*) FILTER (WHERE connected) AS connected, min(started_at) AS first_at,
            max(started_at) AS last_at
        FROM call WHERE id = ANY(%(ids)s)
        """,
        {"ids": call_ids},
    )[0]
    held = len(selecting.held_among(session, call_ids))
    return Found(subject=subject.strip(), shown=public, calls=len(call_ids), held=held, **found)


def ask(
    session: Session,
    caller: Caller,
    *,
    kind: RequestKind,
    about: RequestAbout,
    subject: str,
    confirmed: str | None = None,
) -> DataRequest:
    """Queue an export or an erasure; for the latter `confirmed` must be typed again.

    Raises NotPermitted, NumberUnusable, RequestSubjectUnknown, RequestNotConfirmed.
    """
    caller.require(Permission.RETENTION_MANAGE)
    told, public = _identify(session, about, subject)
    if kind is RequestKind.ERASE and (confirmed or "").strip() != subject.strip():
        raise RequestNotConfirmed(field="confirmed")
    request = DataRequest(
        kind=kind, about=about, subject=told, shown=public, created_by=caller.actor
    )
    if kind is RequestKind.ERASE:
        run = RetentionRun(created_by=caller.actor)
        session.add(run)
        session.flush()
        request.run_id = run.id
    session.add(request)
    session.flush()
    audit.record(
        session,
        actor=caller.actor,
        act=f"data_request.{kind.value}_asked",
        subject=str(request.id),
        about=about.value,
        shown=public,
    )
    jobs.enqueue(session, AnswerRequest(request_id=request.id))
    return request


def find_calls(session: Session, about: RequestAbout, subject: str) -> list[UUID]:
    """Those with this customer or agent, oldest first."""
    if about is RequestAbout.CUSTOMER:
        asked = {"numbers": spellings_of(session, subject)}
        sql = "SELECT id FROM call WHERE customer_number = ANY(%(numbers)s) OR caller_number"
        found = db.rows(session, sql + " = ANY(%(numbers)s) ORDER BY started_at, id", asked)
    else:
        found = db.rows(
            session,
            """
            SELECT id FROM call WHERE agent_id = %(agent_id)s::uuid
                OR legs @> jsonb_build_array(jsonb_build_object('agent_id', %(agent_id)s::text))
            ORDER BY started_at, id
            """,
            {"agent_id": subject},
        )
    return [row["id"] for row in found]


def spellings_of(session: Session, number: str) -> list[str]:
    return spellings(number, frozenset(session.exec(select(Source.region).distinct())))


def get_request(session: Session, request_id: UUID) -> DataRequest:
    """Raises RequestNotFound."""
    request = session.get(DataRequest, request_id)
    if request is None:
        raise RequestNotFound(request_id=request_id)
    return request


def list_requests(
    session: Session, *, cursor: str | None = None, limit: int = 50
) -> Paged[DataRequest]:
    """Newest first. Raises CursorBroken."""
    order = (col(DataRequest.created_at), col(DataRequest.id))
    query = select(DataRequest).order_by(*(each.desc() for each in order)).limit(limit + 1)
    if cursor is not None:
        query = query.where(tuple_(*order) < tuple_(*decode(cursor, datetime, UUID)))
    return cut(session.exec(query).all(), limit, lambda request: [request.created_at, request.id])


def fetch_export(session: Session, caller: Caller, request_id: UUID) -> DataRequest:
    """The request whose file in storage may be fetched now; this is recorded.

    Raises NotPermitted, RequestNotFound, ExportGone.
    """
    caller.require(Permission.RETENTION_MANAGE)
    request = get_request(session, request_id)
    if request.sha256 is None or request.expires_at is None or request.expires_at < utc_now():
        raise ExportGone(request_id=request_id)
    audit.record(session, actor=caller.actor, act="data_request.fetched", subject=str(request_id))
    return request


def begin(session: Session, request_id: UUID) -> tuple[DataRequest, list[UUID]] | None:
    """The calls it is about; None when it is answered already. Safe to repeat."""
    request = session.get(DataRequest, request_id, with_for_update=True)
    if request is None or request.state in (RunState.DONE, RunState.FAILED):
        return None
    assert request.subject is not None
    call_ids = find_calls(session, request.about, request.subject)
    if request.state is RunState.QUEUED:
        request.state, request.calls_total = RunState.RUNNING, len(call_ids)
        session.add(request)
        if request.run_id is not None:
            erasing.choose(session, request, call_ids)
    return request, call_ids


def note_progress(session: Session, request_id: UUID, calls_done: int) -> None:
    session.get_one(DataRequest, request_id).calls_done = calls_done


def finish_export(session: Session, request_id: UUID, sha256: str, size_bytes: int) -> None:
    request = session.get_one(DataRequest, request_id, with_for_update=True)
    request.state, request.finished_at = RunState.DONE, utc_now()
    request.calls_done = request.calls_total
    request.sha256, request.size_bytes = sha256, size_bytes
    request.expires_at = utc_now() + LINK_FOR
    session.add(request)
    audit.record(
        session,
        actor=request.created_by,
        act="data_request.exported",
        subject=str(request_id),
        shown=request.shown,
        calls=request.calls_total,
        sha256=sha256,
    )


def fail(session: Session, request_id: UUID, error: str) -> None:
    request = session.get_one(DataRequest, request_id, with_for_update=True)
    request.state, request.error, request.finished_at = RunState.FAILED, error, utc_now()
    session.add(request)


def forget_exports(session: Session) -> list[str]:
    """Let go of files whose link is over; returns what nothing in storage speaks of any more."""
    over = session.exec(
        select(DataRequest).where(
            col(DataRequest.expires_at) < utc_now(), col(DataRequest.sha256).is_not(None)
        )
    ).all()
    gone = [request.sha256 for request in over if request.sha256]
    for request in over:
        request.sha256 = None
        session.add(request)
    return gone


def _identify(session: Session, about: RequestAbout, subject: str) -> tuple[str, str]:
    """Whom it is about, and what may stay readable of that."""
    if about is RequestAbout.CUSTOMER:
        spellings(subject, frozenset())
        return subject.strip(), shown(subject)
    try:
        agent = session.get(Agent, UUID(subject.strip()))
    except ValueError:
        agent = None
    if agent is None:
        raise RequestSubjectUnknown(field="subject")
    return str(agent.id), name_of(agent)
