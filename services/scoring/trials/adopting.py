"""Making a re-score's scores the calls' own."""

from sqlmodel import Session

from services import jobs
from services.jobs import RunRescore
from services.people import audit
from services.people.access import Caller
from services.scoring.trials.asking import TrialNotDone
from services.tables import Rescore, TrialState


def adopt(session: Session, rescore: Rescore, caller: Caller) -> None:
    """Queue it: from boards to reports, what counts is the call's own score. Safe to repeat.

    Raises TrialNotDone.
    """
    session.refresh(rescore, with_for_update=True)
    if rescore.state is not TrialState.DONE:
        raise TrialNotDone(state=rescore.state)
    if rescore.adopted_by is not None:
        return
    rescore.adopted_by = caller.actor
    rescore.place = None
    session.add(rescore)
    session.flush()
    jobs.enqueue(session, RunRescore(rescore_id=rescore.id))
    audit.record(session, actor=caller.actor, act="rescore.adopted", subject=str(rescore.id))
