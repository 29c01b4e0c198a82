"""Importing dialers, scorecards and campaigns."""

from typing import Any

from sqlmodel import select

from services.hearing import campaigns
from services.onboarding.centre import CampaignEntry, ScorecardEntry
from services.onboarding.progress import Progress
from services.people import organisation
from services.scoring import scorecards
from services.scoring.campaigns import give_scorecard, set_facts
from services.scoring.card import ScorecardBody
from services.scoring.packs import keeping
from services.tables import Campaign, Scorecard, Source


def import_sources(progress: Progress) -> None:
    known = set(progress.session.exec(select(Source.name)))
    for entry in progress.centre.sources:
        source = organisation.find_or_create_source(progress.session, entry.name)
        changes = progress.update(
            source,
            agent_channel=entry.agent_channel,
            recordings_expected=entry.recordings_expected,
        )
        if entry.name in known:
            progress.kept("source", entry.name, changes)
        else:
            progress.added("source", entry.name)


def import_scorecards(progress: Progress) -> None:
    """Another wording becomes the next version, published at once."""
    progress.scorecards = {card.name: card for card in progress.session.exec(select(Scorecard))}
    for entry in progress.centre.scorecards:
        _import_scorecard(progress, entry)


def import_campaigns(progress: Progress) -> None:
    known = {campaign.code: campaign for campaign in progress.session.exec(select(Campaign))}
    for number, entry in enumerate(progress.centre.campaigns):
        place = f"campaigns[{number}].scorecard"
        scorecard = None
        if entry.scorecard is not None:
            scorecard = progress.find(progress.scorecards, "scorecard", entry.scorecard, place)
        _import_campaign(progress, entry, known.get(entry.code), scorecard)


def _import_scorecard(progress: Progress, entry: ScorecardEntry) -> None:
    scorecard = progress.scorecards.get(entry.name)
    is_new = scorecard is None
    if scorecard is None:
        scorecard = scorecards.create_scorecard(
            progress.session, name=entry.name, created_by=progress.actor
        )
        progress.scorecards[entry.name] = scorecard
    published = scorecards.published_version(progress.session, scorecard.id)
    wanted = keeping.filled(progress.session, entry.body)
    if published and ScorecardBody.model_validate(published.body) == wanted:
        progress.report.kept("scorecard", entry.name, [])
        return
    version = scorecards.add_version(
        progress.session, scorecard, entry.body, created_by=progress.actor
    )
    scorecards.publish(progress.session, version)
    if is_new:
        progress.report.added("scorecard", entry.name)
    else:
        progress.report.kept("scorecard", entry.name, [f"version {version.number} published"])


def _import_campaign(
    progress: Progress,
    entry: CampaignEntry,
    campaign: Campaign | None,
    scorecard: Scorecard | None,
) -> None:
    if campaign is None:
        campaign = organisation.create_campaign(progress.session, code=entry.code, name=entry.name)
        progress.update(campaign, effective_talk_s=entry.effective_talk_s)
        progress.replace(campaign, **_hearing(entry))
        progress.added("campaign", entry.code)
        changes = None
    else:
        changes = progress.update(
            campaign, name=entry.name, effective_talk_s=entry.effective_talk_s
        )
        changes += progress.replace(campaign, **_hearing(entry))
    given = scorecard is not None and give_scorecard(
        progress.session, campaign, scorecard, actor=progress.actor
    )
    stated = _state_facts(progress, entry, campaign)
    if changes is not None:
        changes += stated
    if given and scorecard is not None and changes is not None:
        changes.append(f"scorecard {scorecard.name}")
    if changes is not None:
        progress.kept("campaign", entry.code, changes)


def _state_facts(progress: Progress, entry: CampaignEntry, campaign: Campaign) -> list[str]:
    before = dict(campaign.facts)
    set_facts(progress.session, campaign.id, entry.facts or {}, actor=progress.actor)
    return [f"facts {before} → {campaign.facts}"] if before != campaign.facts else []


def _hearing(entry: CampaignEntry) -> dict[str, Any]:
    """How its calls are heard, as far as the file says."""
    said = {name: getattr(entry, name) for name in campaigns.FIELDS & entry.model_fields_set}
    return campaigns.to_keep(said)
