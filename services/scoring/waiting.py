"""Calls that were heard before anybody said what to score them with."""

from uuid import UUID

from sqlmodel import Session

from services import db, jobs


def queue_never_scored(session: Session, scorecard_id: UUID) -> None:
    """Queue scoring of calls that are this scorecard's, have been heard and were never scored.

    The campaigns or the scorecard must be locked, see `evaluate.score_call`. A scorecard
    without a published version queues nothing.
    """
    found = db.tuples(
        session,
        """
        SELECT DISTINCT t.call_id
        FROM transcript t JOIN call ON call.id = t.call_id
        JOIN campaign_card card ON card.campaign_id = call.campaign_id
        LEFT JOIN unit ON unit.id = call.unit_id
        LEFT JOIN unit company ON company.parent_id IS NULL
        CROSS JOIN LATERAL (
            SELECT (call.started_at AT TIME ZONE
                    coalesce(unit.timezone, company.timezone, 'Asia/Shanghai'))::date AS day
        ) AS started
        WHERE card.scorecard_id = %(scorecard_id)s
            AND started.day >= coalesce(card.from_date, '-infinity'::date)
            AND started.day <= coalesce(card.until_date, 'infinity'::date)
            AND EXISTS (SELECT 1 FROM scorecard_version v
                        WHERE v.scorecard_id = card.scorecard_id AND v.state = 'published')
            AND NOT EXISTS (SELECT 1 FROM evaluation e WHERE e.call_id = t.call_id)
        """,
        {"scorecard_id": scorecard_id},
    )
    jobs.enqueue(session, *(jobs.ScoreCall(call_id=call_id) for (call_id,) in found))
