"""Campaigns: what is sold by which script, when customers may be called, and what they are told.

How their calls are heard is in `services.hearing.campaigns`, what they are scored with in
`services.scoring.campaigns`.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session

from services.clock import utc_now
from services.people import audit, organisation, reach
from services.people.access import Caller
from services.people.calling_hours import CallingHours
from services.tables import Campaign

_ACTS = {"name": "campaign.renamed"}


def add_campaign(
    session: Session, caller: Caller, *, code: str, name: str, fields: Mapping[str, Any]
) -> Campaign:
    """Raises CampaignCodeTaken, BeyondScope for who is limited to other campaigns."""
    if caller.scope.campaigns is not None:
        raise reach.BeyondScope()
    campaign = organisation.create_campaign(session, code=code, name=name)
    campaign.sqlmodel_update(_to_keep(fields))
    session.add(campaign)
    session.flush()
    audit.record(
        session,
        actor=caller.actor,
        act="campaign.created",
        subject=code,
        after={"name": name, **_to_keep(fields)},
    )
    return campaign


def change_campaign(
    session: Session, caller: Caller, campaign_id: UUID, changes: Mapping[str, Any]
) -> Campaign:
    """Change what `changes` names; `archived` says whether it is over.

    A new `effective_talk_s` or `service_level_s` holds for calls of which something comes
    from now on. Raises CampaignNotFound.
    """
    campaign = reach.campaign_in_reach(session, caller.scope, campaign_id)
    session.refresh(campaign, with_for_update=True)
    wanted = dict(changes)
    archived = wanted.pop("archived", None)
    for field, value in _to_keep(wanted).items():
        _change(session, caller, campaign, field, value)
    if archived is not None and archived != (campaign.archived_at is not None):
        _archive(session, caller, campaign, archived)
    session.add(campaign)
    session.flush()
    return campaign


def _change(session: Session, caller: Caller, campaign: Campaign, field: str, value: Any) -> None:
    before = getattr(campaign, field)
    if before == value:
        return
    setattr(campaign, field, value)
    audit.record(
        session,
        actor=caller.actor,
        act=_ACTS.get(field, "campaign.changed"),
        subject=campaign.code,
        before={field: before},
        after={field: value},
    )


def _archive(session: Session, caller: Caller, campaign: Campaign, archived: bool) -> None:
    campaign.archived_at = utc_now() if archived else None
    audit.record(
        session,
        actor=caller.actor,
        act="campaign.archived" if archived else "campaign.restored",
        subject=campaign.code,
        before={"archived": not archived},
        after={"archived": archived},
    )


def _to_keep(fields: Mapping[str, Any]) -> dict[str, Any]:
    """As columns: calling hours as the JSON they are kept as."""
    hours = fields.get("calling_hours")
    kept = {"calling_hours": hours.to_keep()} if isinstance(hours, CallingHours) else {}
    return {**fields, **kept}
