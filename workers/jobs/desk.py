"""What the review desk does by the clock. Each step is a transaction of its own."""

from services.db import transaction
from services.jobs import KeepDesk
from services.reviews.calibration.sessions import close_what_is_due
from services.reviews.sampling import keeping, running


def keep_desk(_: KeepDesk) -> None:
    """Safe to run again."""
    with transaction() as session:
        close_what_is_due(session)
    with transaction() as session:
        plan_ids = keeping.active_plans(session)
    for plan_id in plan_ids:
        with transaction() as session:
            running.draw_plan(session, plan_id, actor="system")
