"""Other results with the fault that an accepted appeal has shown, and righting them too."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from sqlmodel import Session, col, select

from services import db, paging
from services.calls.locks import lock
from services.paging import Paged
from services.people import audit
from services.people.access import Caller, Permission
from services.privacy.masking import mask_alone
from services.privacy.revealing import sees_in_lists
from services.reviews.appeals import history
from services.reviews.appeals.listing import get_visible_appeal
from services.reviews.appeals.overturning import Overturn, of_appeal, overturn
from services.reviews.appeals.refusals import NotAcceptedYet, NotSameCause, NotYoursToDecide
from services.reviews.reasons import Reason
from services.reviews.result_policies import steps_of
from services.tables import Appeal, AppealAct, AppealState, Call, Review

_BATCH = 500


@dataclass(frozen=True, slots=True)
class SameCause:
    """Another result with the same fault."""

    review_id: UUID
    call_id: UUID
    call_started_at: datetime
    agent_name: str | None
    reviewer_name: str
    score: float | None
    appeal_id: UUID | None
    quote: str | None
    by: str
    may_decide: bool


@dataclass(frozen=True, slots=True)
class Resolved:
    review_id: UUID
    outcome_id: UUID
    score_before: float | None
    score_after: float | None


def list_same(
    session: Session,
    caller: Caller,
    appeal_id: UUID,
    *,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[SameCause]:
    """Of calls in scope, the newest call first. Raises AppealNotFound, CursorBroken."""
    appeal = get_visible_appeal(session, caller, appeal_id)
    last = paging.decode(cursor, datetime, UUID) if cursor is not None else None
    found = _find(session, caller, appeal, last=last, limit=limit + 1)
    return paging.cut(found, limit, lambda each: [each.call_started_at, each.review_id])


def resolve(
    session: Session,
    caller: Caller,
    appeal_id: UUID,
    *,
    review_ids: Collection[UUID],
    text: str | None = None,
) -> list[Resolved]:
    """Overturn the same in these results, all or none.

    Raises AppealNotFound, NotAcceptedYet, NotYoursToDecide, NotSameCause.
    """
    appeal = get_visible_appeal(session, caller, appeal_id)
    if appeal.state is not AppealState.ACCEPTED:
        raise NotAcceptedYet(state=appeal.state.value)
    _require_decider(session, caller, appeal)
    reviews = session.exec(select(Review).where(col(Review.id).in_(review_ids))).all()
    lock(session, [review.call_id for review in reviews])
    same = {each.review_id: each for each in _find(session, caller, appeal, ids=review_ids)}
    for review_id in review_ids:
        if review_id not in same or not same[review_id].may_decide:
            raise NotSameCause(field="review_ids", review_id=str(review_id))
    return [_resolve(session, caller, appeal, each, text) for each in same.values()]


def _require_decider(session: Session, caller: Caller, appeal: Appeal) -> None:
    """Who accepted it, or leads the reviewers."""
    accepted = [
        event.by_id
        for event in history.events_of(session, appeal.id)
        if event.act is AppealAct.ACCEPTED
    ]
    if caller.user_id not in accepted and not caller.may(Permission.REVIEWS_MANAGE):
        raise NotYoursToDecide(appeal_id=appeal.id)


def _resolve(
    session: Session, caller: Caller, cause: Appeal, same: SameCause, text: str | None
) -> Resolved:
    own = session.get_one(Appeal, same.appeal_id, with_for_update=True) if same.appeal_id else None
    outcome = overturn(
        session,
        same.call_id,
        _what(session, cause, same, own, text),
        appeal=own or cause,
        reviewer_id=caller.user_id,
        actor=caller.actor,
        show=own is not None,
    )
    if own is not None:
        history.close(session, own, AppealState.ACCEPTED, outcome)
        history.note(
            session,
            own,
            AppealAct.ACCEPTED,
            actor=caller.actor,
            role=steps_of(own.steps)[own.step].role,
            by_id=caller.user_id,
            text=text,
            same_as=str(cause.id),
        )
    _record(session, caller, cause, same, outcome)
    return Resolved(same.review_id, outcome.id, same.score, outcome.score)


def _what(
    session: Session, cause: Appeal, same: SameCause, own: Appeal | None, text: str | None
) -> Overturn:
    if own is not None and same.by == "reason":
        return of_appeal(own, reason=Reason.OTHER, note=text)
    hits = db.rows(
        session, _HITS, {"appeal": cause.id, "review": same.review_id, "rule": cause.rule_key}
    )
    asked = {own.hit_id} if own and own.hit_id else set()
    return Overturn(
        rule_key=cause.rule_key,
        hit_ids=frozenset(row["id"] for row in hits) | asked,
        reason=Reason.OTHER,
        note=text,
    )


def _record(
    session: Session, caller: Caller, cause: Appeal, same: SameCause, outcome: Review
) -> None:
    audit.record(
        session,
        actor=caller.actor,
        act="review.same_cause_resolved",
        subject=str(same.review_id),
        appeal_id=str(cause.id),
        call_id=str(same.call_id),
        rule_key=cause.rule_key,
        outcome_id=str(outcome.id),
        before={"score": same.score},
        after={"score": outcome.score},
    )


def _find(
    session: Session,
    caller: Caller,
    appeal: Appeal,
    *,
    ids: Collection[UUID] | None = None,
    last: tuple[datetime, UUID] | None = None,
    limit: int = _BATCH,
) -> list[SameCause]:
    """Asked in batches: which calls the caller sees is another question than what is the same."""
    found: list[SameCause] = []
    plain = sees_in_lists(session, caller)
    while len(found) < limit:
        rows = db.rows(session, _SAME, _asked(caller, appeal, ids, last))
        seen = _seen(session, caller, [row["call_id"] for row in rows])
        found += [_same(row, plain=plain) for row in rows if row["call_id"] in seen]
        if len(rows) < _BATCH:
            break
        last = rows[-1]["call_started_at"], rows[-1]["review_id"]
    return found[:limit]


def _asked(
    caller: Caller,
    appeal: Appeal,
    ids: Collection[UUID] | None,
    last: tuple[datetime, UUID] | None,
) -> dict[str, Any]:
    return {
        "appeal": appeal.id,
        "rule": appeal.rule_key,
        "me": caller.user_id,
        "ids": None if ids is None else list(ids),
        "last_at": last[0] if last else None,
        "last_id": last[1] if last else None,
        "limit": _BATCH,
    }


def _seen(session: Session, caller: Caller, call_ids: Sequence[UUID]) -> frozenset[UUID]:
    query = select(Call.id).where(col(Call.id).in_(call_ids), caller.scope.calls_where())
    return frozenset(session.exec(query).all())


def _same(row: dict[str, Any], *, plain: bool) -> SameCause:
    quote = row.pop("quote")
    masked = row.pop("masked_quote")
    shown = quote if plain else masked or (quote and mask_alone(quote))
    return SameCause(**row, quote=shown)


_SAID: LiteralString = (
    r"regexp_replace(lower(normalize({quote}, NFKC)),"
    r" '[\s[:punct:]，。！？、；：“”‘’（）《》…—]', '', 'g')"
)
"""A quote without what only spells it."""

_CAUSE: LiteralString = (
    "SELECT appeal.reason, appeal.call_id, appeal.rule_key, version.id AS version_id,"
    " version.scorecard_id, "
    + _SAID.replace("{quote}", "hit.quote")
    + """ AS said
FROM appeal JOIN review ON review.id = appeal.review_id
JOIN evaluation ON evaluation.id = review.evaluation_id
JOIN scorecard_version version ON version.id = evaluation.scorecard_version_id
LEFT JOIN hit ON hit.id = appeal.hit_id
WHERE appeal.id = %(appeal)s"""
)

_STANDS: LiteralString = """hit.rule_key = %(rule)s AND hit.violation
    AND NOT EXISTS (SELECT FROM review_verdict v WHERE v.review_id = review.id
        AND v.hit_id = hit.id AND v.verdict = 'rejected')
    AND NOT EXISTS (SELECT FROM review_answer a WHERE a.review_id = review.id
        AND a.rule_key = hit.rule_key AND a.answer <> 'failed')
    AND cause.said <> '' AND cause.said = """ + _SAID.replace("{quote}", "hit.quote")

_HITS: LiteralString = (
    "WITH cause AS (" + _CAUSE + ") SELECT hit.id FROM cause, review"
    " JOIN hit ON hit.evaluation_id = review.evaluation_id"
    " WHERE review.id = %(review)s AND " + _STANDS
)

_SAME: LiteralString = (
    "WITH cause AS (" + _CAUSE + ")"
    """
SELECT review.id AS review_id, review.call_id, call.started_at AS call_started_at,
    agent.name AS agent_name, reviewer.name AS reviewer_name, review.score,
    own.id AS appeal_id, said.quote, said.masked_quote,
    CASE WHEN said.quote IS NULL THEN 'reason' ELSE 'quote' END AS by,
    NOT EXISTS (SELECT FROM review made WHERE made.call_id = review.call_id
        AND made.number <= review.number AND made.reviewer_id = %(me)s) AS may_decide
FROM cause
JOIN review ON review.state = 'final' AND review.purpose IN ('review', 'appeal')
    AND review.call_id <> cause.call_id
JOIN call ON call.id = review.call_id
JOIN evaluation ON evaluation.id = review.evaluation_id
JOIN scorecard_version version ON version.id = evaluation.scorecard_version_id
    AND version.scorecard_id = cause.scorecard_id
JOIN app_user reviewer ON reviewer.id = review.reviewer_id
LEFT JOIN agent ON agent.id = call.agent_id
LEFT JOIN appeal own ON own.call_id = review.call_id AND own.rule_key = cause.rule_key
    AND own.state = 'open'
LEFT JOIN LATERAL (
    SELECT hit.quote, hit.masked_quote FROM hit
    WHERE hit.evaluation_id = review.evaluation_id AND """
    + _STANDS
    + """ ORDER BY hit.start_s LIMIT 1
) said ON true
WHERE (said.quote IS NOT NULL
        OR own.reason = cause.reason AND version.id = cause.version_id)
    AND (%(ids)s::uuid[] IS NULL OR review.id = ANY(%(ids)s::uuid[]))
    AND (%(last_at)s::timestamptz IS NULL
        OR (call.started_at, review.id) < (%(last_at)s, %(last_id)s::uuid))
ORDER BY call.started_at DESC, review.id DESC LIMIT %(limit)s
"""
)
