"""A score reaches its call, the counters and the boards, in the transaction that stores it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlmodel import Session

from services import db
from services.activity import counters, notices
from services.activity.contributions import bucket_of, contribution, difference
from services.activity.notices import Notice
from services.calls.locks import lock
from services.errors import NotFound


class CallNotFound(NotFound):
    """No such call, or it is not one of yours."""


def apply_score(
    session: Session,
    call_id: UUID,
    *,
    score: float | None,
    passed: bool | None,
    fatal_hits: int,
    announce: Collection[UUID] = (),
    evaluation_id: UUID | None = None,
    review_id: UUID | None = None,
) -> None:
    """Make `score` the call's current one; None when nothing could be measured.

    `announce` are ids of fatal hits that boards show, or show no more. The score is that
    of the evaluation or of the review that is given. Raises CallNotFound.
    """
    lock(session, [call_id])
    found = db.rows(session, "SELECT * FROM call WHERE id = %(id)s", {"id": call_id})
    if not found:
        raise CallNotFound(call_id=call_id)
    before = found[0]
    after = {
        **before,
        "score": score,
        "passed": passed,
        "fatal_hits": fatal_hits,
        "evaluation_id": evaluation_id or before["evaluation_id"],
        "review_id": review_id or before["review_id"],
    }
    db.run(session, _UPDATE, after)
    counters.add(session, difference(contribution(before), contribution(after)))
    notices.publish(session, _notice(after, announce))


def _notice(call: dict[str, Any], hits: Collection[UUID]) -> Notice:
    last: dict[str, Any] = call["legs"][-1] if call["legs"] else {}
    agent_id, unit_id = last.get("agent_id"), last.get("unit_id")
    volumes = {(UUID(unit_id), bucket_of(call["ended_at"]))} if unit_id and call["ended_at"] else ()
    campaigns = {(UUID(unit_id), call["campaign_id"])} if volumes and call["campaign_id"] else ()
    return Notice(
        agents=frozenset([UUID(agent_id)] if agent_id else ()),
        units=frozenset([UUID(unit_id)] if unit_id else ()),
        volumes=frozenset(volumes),
        hits=frozenset(hits),
        campaigns=frozenset(campaigns),
    )


_UPDATE = """
UPDATE call SET score = %(score)s, passed = %(passed)s, fatal_hits = %(fatal_hits)s,
    evaluation_id = %(evaluation_id)s, review_id = %(review_id)s,
    version = version + 1, updated_at = now()
WHERE id = %(id)s
"""
