"""What the demo's teams aim at each day, and how long the lists of its campaigns are."""

from collections.abc import Iterable, Mapping
from datetime import time
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select, update

from services.boards.pace import GoalHours
from services.clock import utc_now
from services.people.calling_hours import Hours
from services.tables import Campaign, Goal, GoalMetric, Unit

LIST_SIZE = 1_000
_EACH: Mapping[GoalMetric, float] = {
    GoalMetric.DIALS: 40,
    GoalMetric.EFFECTIVE_TALKS: 12,
    GoalMetric.SALES: 3,
}
"""Of one agent in a day. The demo may be looked at on any weekday."""
_HOURS = GoalHours(
    weekdays=(1, 2, 3, 4, 5, 6, 7),
    work=Hours(since=time(9), until=time(18)),
    pause=Hours(since=time(12), until=time(13)),
)


def seed(session: Session, sizes: Iterable[tuple[Unit, int]]) -> None:
    """Store goals of units, given with how many agents each has, unless there are any."""
    if session.exec(select(Goal.id).limit(1)).first() is not None:
        return
    for unit, agents in sizes:
        session.add_all(
            Goal(
                unit_id=unit.id,
                metric=metric,
                target=each * agents,
                hours=_HOURS.to_keep(),
                valid_from=utc_now().astimezone(ZoneInfo(unit.timezone)).date(),
                created_by="demo",
            )
            for metric, each in _EACH.items()
        )
    session.exec(
        update(Campaign).where(col(Campaign.list_size).is_(None)).values(list_size=LIST_SIZE)
    )
