"""Who gets in at goals and at a board's numbers beside those of other days."""

from datetime import date
from typing import Any

from sqlmodel import Session

from services.boards.pace import GoalHours
from services.people.access import Permission
from services.tables import Goal, GoalMetric
from tests.api.access_rows import EMPTY, Asker, Names, Row, Thing
from tests.api.access_world import World

P = Permission
_GOAL: dict[str, Any] = {"unit_id": "{unit_id}", "metric": "dials", "target": 100}


def _goal(session: Session, world: World, _: Asker) -> Names:
    goal = Goal(
        unit_id=world.unit_id,
        metric=GoalMetric.DIALS,
        target=100,
        hours=GoalHours().to_keep(),
        valid_from=date(2026, 3, 2),
        created_by="somebody",
    )
    session.add(goal)
    session.flush()
    return {"goal_id": str(goal.id)}


FIGURE_THINGS = {"goal": Thing(_goal)}

FIGURES = (
    Row("list_goals", P.BOARD_READ, "goal", outside=EMPTY),
    Row("set_goal", P.GOALS_WRITE, "unit", body=_GOAL),
    Row("end_goal", P.GOALS_WRITE, "goal"),
    Row("read_board_comparison", P.BOARD_READ, "unit"),
    Row("read_board_series", P.BOARD_READ, "unit"),
    Row("read_board_heat_map", P.BOARD_READ, "unit"),
    Row("list_board_campaigns", P.BOARD_READ, "unit"),
)
