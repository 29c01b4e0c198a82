"""Which plans and draws somebody sees: those that can choose no call outside their scope."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, true
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Session, cast, col, select

from services.errors import Forbidden
from services.people.access import Caller, Scope
from services.reviews.sampling.plans import Filters, PlanBody
from services.tables import Unit


class PlanBeyondScope(Forbidden):
    """This plan would choose from calls that you do not see. Name units and campaigns of yours."""


def bodies_where(caller: Caller, body: Any) -> ColumnElement[bool]:
    """The condition on a column with plan bodies. The same decision as `within_reach`."""
    filters = col(body)["filters"]
    return or_(*(_part_where(part, filters) for part in _parts(caller)))


def within_reach(session: Session, caller: Caller, body: PlanBody) -> PlanBody:
    """The plan, narrowed to the units and campaigns of the caller where it names none.

    Raises PlanBeyondScope.
    """
    parts = _parts(caller)
    if any(_holds(part, body.filters) for part in parts):
        return body
    for part in parts:
        filled = body.filters.model_copy(
            update={
                "unit_ids": body.filters.unit_ids or _tops(session, part),
                "campaign_ids": body.filters.campaign_ids or tuple(sorted(part.campaign_ids or ())),
            }
        )
        if _holds(part, filled):
            return body.model_copy(update={"filters": filled})
    raise PlanBeyondScope(field="body.filters.unit_ids")


def _parts(caller: Caller) -> list[Scope]:
    return [part for part in caller.scope.parts if part.agent_id is None and not part.source_id]


def _holds(part: Scope, filters: Filters) -> bool:
    return all(
        limit is None or (named and limit.issuperset(named))
        for limit, named in (
            (part.unit_ids, filters.unit_ids),
            (part.campaign_ids, filters.campaign_ids),
        )
    )


def _part_where(part: Scope, filters: Any) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [true()]
    for name, limit in (("unit_ids", part.unit_ids), ("campaign_ids", part.campaign_ids)):
        if limit is not None:
            conditions.append(filters[name] != cast([], JSONB))
            conditions.append(filters[name].contained_by(cast(sorted(map(str, limit)), JSONB)))
    return and_(*conditions)


def _tops(session: Session, part: Scope) -> tuple[UUID, ...]:
    """The units of a scope that no other unit of it stands above."""
    if part.unit_ids is None:
        return ()
    query = select(Unit).where(col(Unit.id).in_(part.unit_ids)).order_by(col(Unit.id))
    return tuple(
        unit.id for unit in session.exec(query).all() if unit.parent_id not in part.unit_ids
    )
