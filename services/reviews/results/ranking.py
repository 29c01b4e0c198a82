"""An agent's place in the team: only the own one, and among how many."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as select_rows
from sqlmodel import Session, col

from services.calls.shown_scores import machine_shown, released_score
from services.clock import utc_now
from services.tables import Call, Unit

_WITHIN = timedelta(days=28)
_FEWEST = 3
"""With fewer, one's own place would tell what another one's score is."""


@dataclass(frozen=True, slots=True)
class Rank:
    """Those of equal mean share the better place."""

    place: int
    of: int
    score: float


def rank_of(session: Session, agent_id: UUID, team: Unit) -> Rank | None:
    """By the mean score of the calls made in the team; None without one, or among few.

    Of scores that agents see: a result that is not released moves nobody.
    """
    score = released_score(machine=machine_shown(session)).score
    rows = session.execute(
        select_rows(col(Call.agent_id), func.avg(score))
        .where(
            col(Call.unit_id) == team.id,
            col(Call.agent_id).is_not(None),
            col(Call.started_at) >= utc_now() - _WITHIN,
            score.is_not(None),
        )
        .group_by(col(Call.agent_id))
    )
    means = {each: float(mean) for each, mean in rows}
    if agent_id not in means or len(means) < _FEWEST:
        return None
    own = means[agent_id]
    better = sum(round(mean, 6) > round(own, 6) for mean in means.values())
    return Rank(place=better + 1, of=len(means), score=own)
