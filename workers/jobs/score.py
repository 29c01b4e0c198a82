"""Score a call against its campaign's scorecard."""

from services.db import transaction
from services.jobs import ScoreCall
from services.scoring import evaluate


def score_call(args: ScoreCall) -> None:
    """One transaction. Safe to run again: the same evaluation is never made twice."""
    with transaction() as session:
        evaluate.score_call(session, args.call_id)
