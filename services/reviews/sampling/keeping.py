"""Sampling plans and their draws, kept: made, changed, archived, listed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, tuple_
from sqlmodel.sql.expression import SelectOfScalar

from services import paging
from services.clock import utc_now
from services.errors import Conflict, NotFound
from services.paging import Paged
from services.people import audit
from services.people.access import Caller, Permission
from services.reviews.sampling import running
from services.reviews.sampling.plans import PlanBody
from services.reviews.sampling.reach import bodies_where, within_reach
from services.tables import SampleDraw, SamplingPlan


class PlanNotFound(NotFound):
    """There is no such sampling plan."""


class DrawNotFound(NotFound):
    """There is no such draw."""


class PlanNameTaken(Conflict):
    """Another sampling plan has this name."""


class PlanChanged(Conflict):
    """Somebody else has changed this plan since you read it. Read it again."""


def plans_of(caller: Caller) -> SelectOfScalar[SamplingPlan]:
    """Those not archived whose calls the caller sees all of. Raises NotPermitted."""
    caller.require(Permission.REVIEWS_MANAGE)
    kept = col(SamplingPlan.archived_at).is_(None)
    return select(SamplingPlan).where(kept, bodies_where(caller, SamplingPlan.body))


def list_plans(
    session: Session, caller: Caller, *, cursor: str | None = None, limit: int = 100
) -> Paged[SamplingPlan]:
    """By name, without those archived. Raises NotPermitted, CursorBroken."""
    query = plans_of(caller)
    place = tuple_(col(SamplingPlan.name), col(SamplingPlan.id))
    if cursor is not None:
        query = query.where(place > tuple_(*paging.decode(cursor, str, UUID)))
    found = session.exec(
        query.order_by(col(SamplingPlan.name), col(SamplingPlan.id)).limit(limit + 1)
    ).all()
    return paging.cut(found, limit, lambda plan: [plan.name, plan.id])


def get_plan(session: Session, caller: Caller, plan_id: UUID) -> SamplingPlan:
    """Locked. Raises NotPermitted, PlanNotFound."""
    query = plans_of(caller).where(SamplingPlan.id == plan_id).with_for_update()
    plan = session.exec(query.execution_options(populate_existing=True)).one_or_none()
    if plan is None:
        raise PlanNotFound(plan_id=plan_id)
    return plan


def create_plan(
    session: Session, caller: Caller, *, name: str, body: PlanBody, active: bool
) -> SamplingPlan:
    """Narrowed to what the caller sees. Raises NotPermitted, PlanNameTaken, PlanBeyondScope."""
    caller.require(Permission.REVIEWS_MANAGE)
    plan = SamplingPlan(
        name=name,
        body=within_reach(session, caller, body).model_dump(mode="json"),
        active=active,
        created_by=caller.actor,
        updated_by=caller.actor,
    )
    _store(session, plan)
    _note(session, caller, "sampling_plan.created", plan, after=plan.body)
    return plan


def change_plan(
    session: Session, caller: Caller, plan_id: UUID, *, revision: int, changes: dict[str, Any]
) -> SamplingPlan:
    """Draws that were made keep what the plan said.

    Raises NotPermitted, PlanNotFound, PlanChanged, PlanNameTaken, PlanBeyondScope.
    """
    plan = get_plan(session, caller, plan_id)
    if plan.revision != revision:
        raise PlanChanged(plan_id=plan_id, revision=plan.revision)
    if "body" in changes:
        body = within_reach(session, caller, PlanBody.model_validate(changes["body"]))
        changes = changes | {"body": body.model_dump(mode="json")}
    before = {name: getattr(plan, name) for name in changes}
    if before == changes:
        return plan
    told = {"revision": revision + 1, "updated_at": utc_now(), "updated_by": caller.actor}
    plan.sqlmodel_update({**changes, **told})
    _store(session, plan)
    _note(session, caller, "sampling_plan.changed", plan, before=before, after=changes)
    return plan


def archive_plan(session: Session, caller: Caller, plan_id: UUID) -> None:
    """It draws no more; its draws and tasks stay. Raises PlanNotFound."""
    plan = get_plan(session, caller, plan_id)
    plan.sqlmodel_update({"archived_at": utc_now(), "active": False})
    _store(session, plan)
    _note(session, caller, "sampling_plan.archived", plan)


def draw_by_hand(session: Session, caller: Caller, plan_id: UUID) -> list[SampleDraw]:
    """Raises PlanNotFound."""
    plan = get_plan(session, caller, plan_id)
    draws = running.draw_plan(session, plan.id, actor=caller.actor, by_hand=True)
    for draw in draws:
        facts = {"draw_id": str(draw.id), "chosen": len(draw.chosen)}
        _note(session, caller, "sampling_plan.drawn", plan, **facts)
    return draws


def list_draws(
    session: Session,
    caller: Caller,
    *,
    plan_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Paged[SampleDraw]:
    """Newest first. Raises NotPermitted, CursorBroken."""
    query = _draws_of(caller)
    if plan_id is not None:
        query = query.where(SampleDraw.plan_id == plan_id)
    place = tuple_(col(SampleDraw.drawn_at), col(SampleDraw.id))
    if cursor is not None:
        query = query.where(place < tuple_(*paging.decode(cursor, datetime, UUID)))
    order = (col(SampleDraw.drawn_at).desc(), col(SampleDraw.id).desc())
    found = session.exec(query.order_by(*order).limit(limit + 1)).all()
    return paging.cut(found, limit, lambda draw: [draw.drawn_at, draw.id])


def get_draw(session: Session, caller: Caller, draw_id: UUID) -> SampleDraw:
    """Raises NotPermitted, DrawNotFound."""
    draw = session.exec(_draws_of(caller).where(SampleDraw.id == draw_id)).one_or_none()
    if draw is None:
        raise DrawNotFound(draw_id=draw_id)
    return draw


def active_plans(session: Session) -> list[UUID]:
    """Plans that are drawn by the clock."""
    query = select(SamplingPlan.id).where(
        SamplingPlan.active, col(SamplingPlan.archived_at).is_(None)
    )
    return list(session.exec(query.order_by(col(SamplingPlan.id))))


def _draws_of(caller: Caller) -> SelectOfScalar[SampleDraw]:
    """By what the plan said then: it may have reached farther."""
    caller.require(Permission.REVIEWS_MANAGE)
    return select(SampleDraw).where(bodies_where(caller, SampleDraw.body))


def _store(session: Session, plan: SamplingPlan) -> None:
    try:
        with session.begin_nested():
            session.add(plan)
    except IntegrityError as error:
        raise PlanNameTaken(field="name", name=plan.name) from error


def _note(session: Session, caller: Caller, act: str, plan: SamplingPlan, **facts: Any) -> None:
    audit.record(
        session, actor=caller.actor, act=act, subject=str(plan.id), name=plan.name, **facts
    )
