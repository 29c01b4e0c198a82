"""Calls that were heard before anybody said what to score them with."""

from uuid import UUID

from sqlmodel import Session

from services import db, jobs
from services.people import audit
from services.tables import Campaign, Scorecard


def give_scorecard(
    session: Session, campaign: Campaign, scorecard: Scorecard, *, actor: str
) -> None:
    """From now on the campaign's calls are scored by it; those never scored are queued.

    Scores that there are stay. Safe to repeat.
    """
    if campaign.scorecard_id == scorecard.id:
        return
    campaign.scorecard_id = scorecard.id
    session.add(campaign)
    session.flush()
    audit.record(
        session,
        actor=actor,
        act="campaign.scorecard_given",
        subject=campaign.code,
        scorecard_id=str(scorecard.id),
    )
    queue_never_scored(session, scorecard.id)


def queue_never_scored(session: Session, scorecard_id: UUID) -> None:
    """Queue scoring of calls of this scorecard's campaigns that have been heard and never scored.

    The campaigns or the scorecard must be locked, see `evaluate.score_call`. A scorecard
    without a published version queues nothing.
    """
    found = db.tuples(
        session,
        """
        SELECT DISTINCT t.call_id
        FROM transcript t JOIN call ON call.id = t.call_id
        JOIN campaign ON campaign.id = call.campaign_id
        WHERE campaign.scorecard_id = %(scorecard_id)s
            AND EXISTS (SELECT 1 FROM scorecard_version v
                        WHERE v.scorecard_id = campaign.scorecard_id AND v.state = 'published')
            AND NOT EXISTS (SELECT 1 FROM evaluation e WHERE e.call_id = t.call_id)
        """,
        {"scorecard_id": scorecard_id},
    )
    jobs.enqueue(session, *(jobs.ScoreCall(call_id=call_id) for (call_id,) in found))
