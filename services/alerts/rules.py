"""Rules of alerts: made, changed, archived, listed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, tuple_
from sqlmodel.sql.expression import SelectOfScalar

from services import paging
from services.alerts import conditions, ending
from services.alerts.conditions import CAMPAIGNLESS, CENTRE_WIDE, DAMPED, AnyCondition
from services.alerts.quiet import QuietHours
from services.alerts.reach import may_write, require_reach, rules_where
from services.clock import utc_now
from services.errors import Conflict, NotFound, Rejected
from services.paging import Paged
from services.people import audit, reach
from services.people.access import Caller, Permission
from services.people.administering import CampaignUnknown
from services.tables import AlertChannel, AlertKind, AlertRule, Campaign, Source, Unit

_PLACES = frozenset({"unit_id", "campaign_id", "kind"})


class AlertRuleNotFound(NotFound):
    """There is no such rule of alerts."""


class AlertRuleNameTaken(Conflict):
    """Another rule of this unit has this name."""


class AlertRuleChanged(Conflict):
    """Somebody else has changed this rule since you read it. Read it again."""


class NotOfOneCampaign(Rejected):
    """What this rule watches belongs to no campaign. Leave the campaign out."""


class LastsAlready(Rejected):
    """Only rates and silence can be asked to last. Leave it at 0."""


class AlertChannelUnknown(Rejected):
    """There is no such channel."""


class SourceUnknown(Rejected):
    """There is no such source."""


@dataclass(frozen=True, slots=True)
class ListedRule:
    """A rule, the names in it, and whether the one who asked may change it."""

    rule: AlertRule
    unit_name: str | None
    campaign_name: str | None
    editable: bool


def list_rules(
    session: Session, caller: Caller, *, cursor: str | None = None, limit: int = 100
) -> Paged[ListedRule]:
    """By name. Raises NotPermitted, CursorBroken."""
    query = _rules_of(caller)
    if cursor is not None:
        place = tuple_(col(AlertRule.name), col(AlertRule.id))
        query = query.where(place > tuple_(*paging.decode(cursor, str, UUID)))
    query = query.order_by(col(AlertRule.name), col(AlertRule.id)).limit(limit + 1)
    page = paging.cut(session.exec(query).all(), limit, lambda rule: [rule.name, rule.id])
    return Paged(_listed(session, caller, page.items), page.next)


def get_rule(session: Session, caller: Caller, rule_id: UUID) -> ListedRule:
    """Raises NotPermitted, AlertRuleNotFound."""
    return _listed(session, caller, [_find(session, caller, rule_id)])[0]


def create_rule(session: Session, caller: Caller, fields: Mapping[str, Any]) -> ListedRule:
    """`fields` are those of AlertRule, with its condition and quiet hours as they are typed.

    Raises NotPermitted, BeyondScope, AlertRuleNameTaken, and Rejected for what is unknown.
    """
    caller.require(Permission.ALERTS_MANAGE)
    _check(session, caller, fields)
    rule = AlertRule(**_to_keep(fields), created_by=caller.actor, updated_by=caller.actor)
    _store(session, rule)
    _note(session, caller, "alert_rule.created", rule, after=_to_keep(fields))
    return _listed(session, caller, [rule])[0]


def change_rule(
    session: Session, caller: Caller, rule_id: UUID, *, revision: int, changes: Mapping[str, Any]
) -> ListedRule:
    """Open alerts end where the rule no longer holds; what they said stays.

    Raises NotPermitted, AlertRuleNotFound, AlertRuleChanged, and what `create_rule` does.
    """
    rule = _for_change(session, caller, rule_id)
    if rule.revision != revision:
        raise AlertRuleChanged(rule_id=rule_id, revision=rule.revision)
    _check(session, caller, _fields(rule) | dict(changes))
    kept = _to_keep(changes)
    before = {name: getattr(rule, name) for name in kept}
    if before == kept:
        return _listed(session, caller, [rule])[0]
    _end_what_no_longer_fits(session, rule, before, kept)
    told = {"revision": revision + 1, "updated_at": utc_now(), "updated_by": caller.actor}
    rule.sqlmodel_update({**kept, **told})
    _store(session, rule)
    _note(session, caller, "alert_rule.changed", rule, before=_told(before), after=_told(kept))
    return _listed(session, caller, [rule])[0]


def archive_rule(session: Session, caller: Caller, rule_id: UUID) -> None:
    """It warns no more, and what is open is over; its alerts stay. Raises AlertRuleNotFound."""
    rule = _for_change(session, caller, rule_id)
    rule.sqlmodel_update({"archived_at": utc_now(), "active": False})
    _store(session, rule)
    ending.end_all(session, rule.id)
    _note(session, caller, "alert_rule.deleted", rule)


def check_reach(
    session: Session,
    caller: Caller,
    condition: AnyCondition,
    unit_id: UUID | None,
    campaign_id: UUID | None,
) -> None:
    """Raises BeyondScope, UnitUnknown, UnitArchived, CampaignUnknown, NotOfOneCampaign."""
    kind = AlertKind(condition.kind)
    if unit_id is not None:
        reach.chosen_unit(session, caller.scope, unit_id, "unit_id")
    if campaign_id is not None:
        _require_campaign(session, caller, campaign_id)
        if kind in CAMPAIGNLESS:
            raise NotOfOneCampaign(field="campaign_id", kind=kind)
    require_reach(caller.scope, unit_id, campaign_id, kind in CENTRE_WIDE)


def _end_what_no_longer_fits(
    session: Session, rule: AlertRule, before: dict[str, Any], after: dict[str, Any]
) -> None:
    """Whom it named may be outside of it now, or it is off: what still holds is raised anew."""
    moved = any(
        name in after and after[name] != before[name] for name in ("unit_id", "campaign_id")
    )
    other_kind = after.get("kind", rule.kind) != rule.kind
    if moved or other_kind or after.get("active") is False:
        ending.end_all(session, rule.id)


def _check(session: Session, caller: Caller, fields: Mapping[str, Any]) -> None:
    condition: AnyCondition = fields["condition"]
    check_reach(session, caller, condition, fields.get("unit_id"), fields.get("campaign_id"))
    if fields["lasting_s"] and AlertKind(condition.kind) not in DAMPED:
        raise LastsAlready(field="lasting_s")
    wanted = {UUID(str(each)) for each in fields["channel_ids"]}
    known = set(
        session.exec(
            select(AlertChannel.id).where(
                col(AlertChannel.id).in_(wanted), col(AlertChannel.archived_at).is_(None)
            )
        )
    )
    if wanted - known:
        raise AlertChannelUnknown(field="channel_ids", channel_ids=sorted(wanted - known))
    _check_sources(session, condition)


def _check_sources(session: Session, condition: AnyCondition) -> None:
    if condition.kind != "source_silent" or not condition.source_ids:
        return
    known = set(session.exec(select(Source.id).where(col(Source.id).in_(condition.source_ids))))
    if set(condition.source_ids) - known:
        raise SourceUnknown(field="condition.source_ids")


def _require_campaign(session: Session, caller: Caller, campaign_id: UUID) -> None:
    if session.get(Campaign, campaign_id) is None or not caller.scope.sees_campaign(campaign_id):
        raise CampaignUnknown(field="campaign_id", campaign_id=campaign_id)


def _to_keep(fields: Mapping[str, Any]) -> dict[str, Any]:
    """As the columns hold them."""
    kept = dict(fields)
    condition: AnyCondition | None = kept.get("condition")
    if condition is not None:
        kept |= {"condition": condition.model_dump(mode="json"), "kind": AlertKind(condition.kind)}
    quiet: QuietHours | None = kept.get("quiet")
    if quiet is not None:
        kept["quiet"] = quiet.to_keep()
    if "channel_ids" in kept:
        kept["channel_ids"] = sorted({str(each) for each in kept["channel_ids"]})
    return kept


def _fields(rule: AlertRule) -> dict[str, Any]:
    """As `create_rule` takes them."""
    return rule.model_dump() | {"condition": conditions.read(rule.condition)}


def _told(kept: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, UUID) else value for name, value in kept.items()}


def _rules_of(caller: Caller) -> SelectOfScalar[AlertRule]:
    caller.require(Permission.ALERTS_MANAGE)
    kept = col(AlertRule.archived_at).is_(None)
    return select(AlertRule).where(kept, rules_where(caller.scope))


def _find(session: Session, caller: Caller, rule_id: UUID) -> AlertRule:
    query = _rules_of(caller).where(AlertRule.id == rule_id)
    rule = session.exec(query).one_or_none()
    if rule is None:
        raise AlertRuleNotFound(rule_id=rule_id)
    return rule


def _for_change(session: Session, caller: Caller, rule_id: UUID) -> AlertRule:
    """Locked. Raises NotPermitted, AlertRuleNotFound, BeyondScope."""
    rule = _find(session, caller, rule_id)
    session.refresh(rule, with_for_update=True)
    require_reach(caller.scope, rule.unit_id, rule.campaign_id, rule.kind in CENTRE_WIDE)
    return rule


def _listed(session: Session, caller: Caller, rules: Sequence[AlertRule]) -> list[ListedRule]:
    units = select(Unit.id, Unit.name).where(col(Unit.id).in_({rule.unit_id for rule in rules}))
    campaigns = select(Campaign.id, Campaign.name).where(
        col(Campaign.id).in_({rule.campaign_id for rule in rules})
    )
    unit_names: dict[UUID | None, str] = dict(session.exec(units).all())
    campaign_names: dict[UUID | None, str] = dict(session.exec(campaigns).all())
    return [
        ListedRule(
            rule,
            unit_names.get(rule.unit_id),
            campaign_names.get(rule.campaign_id),
            may_write(caller.scope, rule.unit_id, rule.campaign_id, rule.kind in CENTRE_WIDE),
        )
        for rule in rules
    ]


def _store(session: Session, rule: AlertRule) -> None:
    try:
        with session.begin_nested():
            session.add(rule)
    except IntegrityError as error:
        raise AlertRuleNameTaken(field="name", name=rule.name) from error


def _note(session: Session, caller: Caller, act: str, rule: AlertRule, **facts: Any) -> None:
    facts = {name: _told(each) for name, each in facts.items()}
    audit.record(
        session, actor=caller.actor, act=act, subject=str(rule.id), name=rule.name, **facts
    )
