"""Which alerts and rules somebody sees, and which rules they may write."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlmodel import col

from services.activity.alert_cards import STATE_KINDS
from services.people.access import Scope
from services.people.reach import BeyondScope
from services.tables import Alert, AlertRule


def alerts_where(scope: Scope) -> ColumnElement[bool]:
    """The condition on `Alert` that every list carries; boards decide alike, see `sees_alert`.

    Agents see how long they are in a state themselves. Those limited to campaigns see
    alerts of these, and states, which belong to none.
    """
    return or_(false(), *(_part_where(part) for part in scope.parts if not part.source_id))


def rules_where(scope: Scope) -> ColumnElement[bool]:
    """The condition on `AlertRule`: those of units in scope, and those of the whole centre."""
    unit: ColumnElement[bool] = true()
    if all(part.unit_ids is not None for part in scope.parts):
        units = frozenset[UUID]().union(*(part.unit_ids or () for part in scope.parts))
        unit = or_(col(AlertRule.unit_id).is_(None), col(AlertRule.unit_id).in_(units))
    campaigns = scope.campaigns
    if campaigns is None:
        return unit
    known = col(AlertRule.campaign_id).in_(campaigns)
    return and_(unit, or_(col(AlertRule.campaign_id).is_(None), known))


def may_write(scope: Scope, unit_id: UUID | None, campaign_id: UUID | None, wide: bool) -> bool:
    """Whether a rule reaches no farther than `scope`. `wide`: it measures the whole centre."""
    if unit_id is None or wide:
        return scope.sees_strays and scope.source_id is None
    if not scope.oversees(unit_id):
        return False
    limit = scope.campaigns_of(unit_id)
    return limit is None or campaign_id in limit


def require_reach(scope: Scope, unit_id: UUID | None, campaign_id: UUID | None, wide: bool) -> None:
    """Raises BeyondScope."""
    if not may_write(scope, unit_id, campaign_id, wide):
        raise BeyondScope(field="unit_id" if unit_id is None or wide else "campaign_id")


def _part_where(part: Scope) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [true()]
    state = col(Alert.kind).in_(STATE_KINDS)
    if part.agent_id is not None:
        return and_(col(Alert.agent_id) == part.agent_id, state)
    if part.unit_ids is not None:
        conditions.append(col(Alert.unit_id).in_(part.unit_ids))
    if part.campaign_ids is not None:
        campaignless = and_(state, col(Alert.campaign_id).is_(None))
        conditions.append(or_(col(Alert.campaign_id).in_(part.campaign_ids), campaignless))
    return and_(*conditions)
