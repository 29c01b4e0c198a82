"""What the review desk does by the clock. Each step is a transaction of its own."""

from services.db import transaction
from services.jobs import KeepDesk
from services.reviews import handing, releasing
from services.reviews.appeals import deadlines
from services.reviews.calibration.sessions import close_what_is_due
from services.reviews.sampling import keeping, running


def keep_desk(_: KeepDesk) -> None:
    """Safe to run again."""
    with transaction() as session:
        close_what_is_due(session)
    with transaction() as session:
        releasing.release_due(session)
    with transaction() as session:
        appeal_ids = deadlines.due_appeals(session)
    for appeal_id in appeal_ids:
        with transaction() as session:
            deadlines.keep_time(session, appeal_id)
    with transaction() as session:
        plan_ids = keeping.active_plans(session)
    for plan_id in plan_ids:
        with transaction() as session:
            running.draw_plan(session, plan_id, actor="system")
    with transaction() as session:
        handing.cover_absences(session, actor="system")
    with transaction() as session:
        handing.hand_out_plans(session, actor="system")
