"""Which calls somebody sees: the same decision for a row at hand and for a query."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, any_, func, or_, true
from sqlmodel import col, select

from services.tables import Call, CallAgent

_EVERY: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Scope:
    """Which calls somebody sees. Every set field narrows; all None is everything.

    `agent_id` alone decides for an agent, who keeps seeing own calls made in a former
    team and those they passed on; `unit_ids` then only says which units they may know of.
    `source_id` is set for keys. Calls whose agent nobody has matched belong to no unit, so
    only those with `unit_ids=None` see them. `also` are scopes that widen this one: of
    those one deputises for. `call_ids` and `agent_ids` are seen besides, behind broken
    glass. Make combined ones with `widened`, which keeps everything equal to `Scope()`.
    """

    unit_ids: frozenset[UUID] | None = None
    agent_id: UUID | None = None
    source_id: UUID | None = None
    campaign_ids: frozenset[UUID] | None = None
    also: tuple["Scope", ...] = ()
    call_ids: frozenset[UUID] = _EVERY
    agent_ids: frozenset[UUID] = _EVERY

    @property
    def parts(self) -> tuple["Scope", ...]:
        return (self, *self.also)

    @property
    def sees_strays(self) -> bool:
        """What belongs to no call yet is seen by who sees all, of the centre or of a source."""
        return self.unit_ids is None and self.agent_id is None and self.campaign_ids is None

    def sees_unit(self, unit_id: UUID | None) -> bool:
        return any(part.unit_ids is None or unit_id in part.unit_ids for part in self.parts)

    def oversees(self, unit_id: UUID) -> bool:
        """Sees the calls of a whole team, and not only own ones."""
        overseeing = (part for part in self.parts if part.agent_id is None)
        return any(part.unit_ids is None or unit_id in part.unit_ids for part in overseeing)

    def campaigns_of(self, unit_id: UUID) -> frozenset[UUID] | None:
        """Whose calls of an overseen unit are seen; None for those of all campaigns."""
        limits = [
            part.campaign_ids
            for part in self.parts
            if part.agent_id is None and (part.unit_ids is None or unit_id in part.unit_ids)
        ]
        if any(limit is None for limit in limits):
            return None
        return frozenset[UUID]().union(*(limit for limit in limits if limit is not None))

    def sees_campaign(self, campaign_id: UUID) -> bool:
        known = self.campaigns
        return known is None or campaign_id in known

    @property
    def campaigns(self) -> frozenset[UUID] | None:
        """Those whose names are known; None for all of them."""
        limits = [part.campaign_ids for part in self.parts]
        if None in limits:
            return None
        return _EVERY.union(*(limit for limit in limits if limit is not None))

    def sees_call(self, call: Call, earlier_agents: frozenset[UUID] = _EVERY) -> bool:
        """The same decision as `calls_where`, for a row at hand and its `CallAgent`s."""
        if call.id in self.call_ids or not self.agent_ids.isdisjoint(_all(call, earlier_agents)):
            return True
        return any(part._sees_plainly(call, earlier_agents) for part in self.parts)

    def calls_where(self) -> ColumnElement[bool]:
        """The condition on `Call` that every list, search and count must carry."""
        ways = [part._plainly_where() for part in self.parts]
        if self.call_ids:
            ways.append(col(Call.id).in_(self.call_ids))
        if self.agent_ids:
            ways.append(made_by(self.agent_ids))
        return or_(*ways)

    def with_glass(self, call_ids: frozenset[UUID], agent_ids: frozenset[UUID]) -> "Scope":
        """The scope with calls that one has broken the glass of."""
        return replace(self, call_ids=call_ids, agent_ids=agent_ids)

    def without_glass(self) -> "Scope":
        """The scope one has without a reason."""
        return replace(self, call_ids=_EVERY, agent_ids=_EVERY)

    def _sees_plainly(self, call: Call, earlier_agents: frozenset[UUID]) -> bool:
        if self.source_id is not None and call.source_id != self.source_id:
            return False
        if self.agent_id is not None:
            return self.agent_id in _all(call, earlier_agents)
        if self.campaign_ids is not None and call.campaign_id not in self.campaign_ids:
            return False
        return self.unit_ids is None or call.unit_id in self.unit_ids

    def _plainly_where(self) -> ColumnElement[bool]:
        conditions: list[ColumnElement[bool]] = [true()]
        if self.source_id is not None:
            conditions.append(col(Call.source_id) == self.source_id)
        if self.agent_id is not None:
            return and_(*conditions, made_by([self.agent_id]))
        if self.campaign_ids is not None:
            conditions.append(col(Call.campaign_id).in_(self.campaign_ids))
        if self.unit_ids is not None:
            conditions.append(col(Call.unit_id).in_(self.unit_ids))
        return and_(*conditions)


def widened(scopes: Iterable[Scope]) -> Scope:
    """One scope that sees what any of `scopes` does, the widest first; `Scope()` for all.

    Those of the same campaigns become one, so that few conditions remain.
    """
    given = list(scopes)
    if Scope() in given:
        return Scope()
    by_campaigns: dict[frozenset[UUID] | None, frozenset[UUID] | None] = {}
    for each in (each for each in given if each.agent_id is None):
        known = by_campaigns.get(each.campaign_ids, _EVERY)
        wider = None if known is None or each.unit_ids is None else known | each.unit_ids
        by_campaigns[each.campaign_ids] = wider
    merged = [Scope(units, campaign_ids=limit) for limit, units in by_campaigns.items()]
    if Scope() in merged:
        return Scope()
    own = [each for each in given if each.agent_id is not None]
    first, *rest = [*sorted(merged, key=_width), *own]
    return replace(first, also=tuple(rest))


def as_parts(scope: Scope) -> list[dict[str, Any]] | None:
    """What a job that runs later may look at, as JSON; None for everything."""
    if scope == Scope():
        return None
    return [
        {
            "unit_ids": _sorted(part.unit_ids),
            "campaign_ids": _sorted(part.campaign_ids),
            "agent_id": part.agent_id and str(part.agent_id),
        }
        for part in scope.parts
    ]


def _sorted(ids: frozenset[UUID] | None) -> list[str] | None:
    return None if ids is None else sorted(map(str, ids))


def _width(scope: Scope) -> tuple[bool, bool, int]:
    units = 0 if scope.unit_ids is None else -len(scope.unit_ids)
    return scope.campaign_ids is not None, scope.unit_ids is not None, units


def _all(call: Call, earlier: frozenset[UUID]) -> frozenset[UUID]:
    return earlier | {call.agent_id} if call.agent_id else earlier


def made_by(agent_ids: Iterable[UUID]) -> ColumnElement[bool]:
    """Calls whose last leg, or an earlier one, is one of these agents'.

    The earlier ones as an array: the planner then joins two indexes, and reads no table whole.
    """
    ids = list(agent_ids)
    earlier: Any = select(CallAgent.call_id).where(col(CallAgent.agent_id).in_(ids))
    passed_on = col(Call.id) == any_(func.array(earlier.scalar_subquery()))
    return or_(col(Call.agent_id).in_(ids), passed_on)
