"""Rules of alerts: when to warn, of whom, how loudly, by which channels."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, status

from api.deps import CallerDep, SessionDep
from api.repeats import CreatingRoute
from api.schemas.alert_rules import (
    AlertRuleChangeIn,
    AlertRuleIn,
    AlertRuleOut,
    AlertRulePreviewIn,
    AlertRulePreviewOut,
)
from api.schemas.pages import Page
from services.alerts import previewing, rules

router = APIRouter(prefix="/api/v1/alert-rules", tags=["alerts"], route_class=CreatingRoute)


@router.get("", operation_id="list_alert_rules")
def list_alert_rules(
    session: SessionDep,
    caller: CallerDep,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> Page[AlertRuleOut]:
    """Rules of the units in scope and of the whole centre, by name."""
    page = rules.list_rules(session, caller, cursor=cursor, limit=limit)
    return Page(items=[AlertRuleOut.of(each) for each in page.items], next=page.next)


@router.post("", status_code=status.HTTP_201_CREATED, operation_id="create_alert_rule")
def create_alert_rule(session: SessionDep, caller: CallerDep, rule: AlertRuleIn) -> AlertRuleOut:
    """Make a rule. It watches from now on; what was before raises nothing."""
    return AlertRuleOut.of(rules.create_rule(session, caller, rule.to_fields()))


@router.post("/preview", operation_id="preview_alert_rule")
def preview_alert_rule(
    session: SessionDep, caller: CallerDep, wanted: AlertRulePreviewIn
) -> AlertRulePreviewOut:
    """How often it would have warned in the last seven days: states, long calls, fatal hits."""
    told = previewing.preview(
        session,
        caller,
        wanted.condition,
        unit_id=wanted.unit_id,
        campaign_id=wanted.campaign_id,
    )
    return AlertRulePreviewOut.model_validate(told)


@router.get("/{rule_id}", operation_id="read_alert_rule")
def read_alert_rule(session: SessionDep, caller: CallerDep, rule_id: UUID) -> AlertRuleOut:
    """One rule."""
    return AlertRuleOut.of(rules.get_rule(session, caller, rule_id))


@router.patch("/{rule_id}", operation_id="change_alert_rule")
def change_alert_rule(
    session: SessionDep, caller: CallerDep, rule_id: UUID, change: AlertRuleChangeIn
) -> AlertRuleOut:
    """Change a rule. Switched off, or moved to other people, it ends its open alerts."""
    told = rules.change_rule(
        session, caller, rule_id, revision=change.revision, changes=change.to_changes()
    )
    return AlertRuleOut.of(told)


@router.delete(
    "/{rule_id}", status_code=status.HTTP_204_NO_CONTENT, operation_id="delete_alert_rule"
)
def delete_alert_rule(session: SessionDep, caller: CallerDep, rule_id: UUID) -> None:
    """Warn no more. The alerts that it raised stay in the history."""
    rules.archive_rule(session, caller, rule_id)
