"""With which scorecard a campaign's calls are scored, by date; what the campaign states."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr
from sqlmodel import Session, col, delete, or_, select

from services.clock import utc_now
from services.errors import Rejected
from services.people import audit, organisation
from services.scoring.waiting import queue_never_scored
from services.tables import Call, Campaign, CampaignCard, Scorecard, Unit

MAX_PERIODS = 100
MAX_FACTS = 100
DEFAULT_ZONE = "Asia/Shanghai"
Fact: TypeAlias = (
    Annotated[StrictStr, Field(max_length=200, pattern=r"^[^\x00]*$")]
    | StrictBool
    | StrictInt
    | Annotated[StrictFloat, Field(allow_inf_nan=False)]
)


class PeriodBackwards(Rejected):
    """The last day lies before the first one."""


class PeriodsOverlap(Rejected):
    """Two scorecards would score the calls of the same day."""


class ScorecardUnknown(Rejected):
    """There is no such scorecard."""


class FactNameWrong(Rejected):
    """The name of a fact has 1 to 100 characters, of which none is a control character."""


class TooManyFacts(Rejected):
    """A campaign may state at most 100 facts."""


class Period(BaseModel):
    """From the first to the last day, both included; None for no end."""

    model_config = ConfigDict(frozen=True)

    scorecard_id: UUID
    from_date: date | None = None
    until_date: date | None = None


class NamedPeriod(Period):
    scorecard_name: str


def list_periods(session: Session, campaign_id: UUID) -> list[NamedPeriod]:
    """By date. Raises CampaignNotFound."""
    organisation.get_campaign(session, campaign_id)
    found = session.exec(
        select(CampaignCard, Scorecard.name)
        .join(Scorecard, col(CampaignCard.scorecard_id) == Scorecard.id)
        .where(CampaignCard.campaign_id == campaign_id)
        .order_by(col(CampaignCard.from_date).asc().nulls_first())
    ).all()
    return [
        NamedPeriod(
            scorecard_id=card.scorecard_id,
            from_date=card.from_date,
            until_date=card.until_date,
            scorecard_name=name,
        )
        for card, name in found
    ]


def set_periods(
    session: Session, campaign_id: UUID, wanted: Sequence[Period], *, actor: str
) -> list[NamedPeriod]:
    """Replace all periods of a campaign. Calls never scored are queued; scores stay.

    Raises CampaignNotFound, ScorecardUnknown, PeriodBackwards, PeriodsOverlap.
    """
    campaign = _lock(session, campaign_id)
    _check(session, wanted)
    before = list_periods(session, campaign_id)
    if {(p.scorecard_id, p.from_date, p.until_date) for p in before} == {
        (p.scorecard_id, p.from_date, p.until_date) for p in wanted
    }:
        return before
    session.exec(delete(CampaignCard).where(col(CampaignCard.campaign_id) == campaign_id))
    session.add_all(CampaignCard(campaign_id=campaign_id, **dict(period)) for period in wanted)
    session.flush()
    after = list_periods(session, campaign_id)
    audit.record(
        session,
        actor=actor,
        act="campaign.scorecards_set",
        subject=campaign.code,
        before=[_told(period) for period in before],
        after=[_told(period) for period in after],
    )
    for scorecard_id in sorted({period.scorecard_id for period in wanted}):
        queue_never_scored(session, scorecard_id)
    return after


def give_scorecard(
    session: Session,
    campaign: Campaign,
    scorecard: Scorecard,
    *,
    actor: str,
    from_date: date | None = None,
) -> bool:
    """Score the campaign's calls with it from that day on; what was to come later is dropped.

    None is today, or since ever where the campaign had none. False when it already is that
    day's. Safe to repeat.
    """
    _lock(session, campaign.id)
    first = from_date or _today(session)
    if card_on(session, campaign.id, first) == scorecard.id:
        return False
    former = [
        period.model_copy(update={"until_date": min(_last(period), first - timedelta(days=1))})
        for period in list_periods(session, campaign.id)
        if _first(period) < first
    ]
    wanted = Period(scorecard_id=scorecard.id, from_date=first if former else from_date)
    set_periods(session, campaign.id, [*map(_plain, former), wanted], actor=actor)
    return True


def dropped_by_giving(
    session: Session, campaign: Campaign, scorecard: Scorecard, *, from_date: date | None = None
) -> list[NamedPeriod]:
    """Periods that `give_scorecard` would drop whole, by date: they begin on that day or later."""
    first = from_date or _today(session)
    if card_on(session, campaign.id, first) == scorecard.id:
        return []
    return [each for each in list_periods(session, campaign.id) if _first(each) >= first]


def card_on(session: Session, campaign_id: UUID, day: date) -> UUID | None:
    """The scorecard for calls of that day; None for none."""
    return session.exec(
        select(CampaignCard.scorecard_id).where(
            CampaignCard.campaign_id == campaign_id,
            or_(col(CampaignCard.from_date).is_(None), col(CampaignCard.from_date) <= day),
            or_(col(CampaignCard.until_date).is_(None), col(CampaignCard.until_date) >= day),
        )
    ).one_or_none()


def card_for(session: Session, call: Call) -> UUID | None:
    """The scorecard for a call, by the day on which it started where its team works."""
    if call.campaign_id is None:
        return None
    began = call.started_at.astimezone(ZoneInfo(zone_of(session, call)))
    return card_on(session, call.campaign_id, began.date())


def zone_of(session: Session, call: Call) -> str:
    """IANA name of the zone in which its team works, else the company."""
    unit = session.get(Unit, call.unit_id) if call.unit_id else None
    return unit.timezone if unit else _zone_of_company(session)


def set_facts(
    session: Session, campaign_id: UUID, facts: Mapping[str, Fact | None], *, actor: str
) -> Campaign:
    """Change the facts that are named; None takes one away. Scores that there are stay.

    Raises CampaignNotFound, FactNameWrong, TooManyFacts.
    """
    for name in facts:
        if not re.fullmatch(r"[^\x00-\x1f]{1,100}", name):
            raise FactNameWrong(field=f"facts.{name}"[:200])
    campaign = _lock(session, campaign_id)
    wanted = {k: v for k, v in {**campaign.facts, **facts}.items() if v is not None}
    if len(wanted) > MAX_FACTS:
        raise TooManyFacts(field="facts")
    if wanted != campaign.facts:
        audit.record(
            session,
            actor=actor,
            act="campaign.facts_changed",
            subject=campaign.code,
            before={name: campaign.facts.get(name) for name in facts},
            after=dict(facts),
        )
        campaign.facts = wanted
        session.add(campaign)
        session.flush()
    return campaign


def _lock(session: Session, campaign_id: UUID) -> Campaign:
    """Who scores a call that has no card waits for this, and looks again: see `evaluate`."""
    campaign = organisation.get_campaign(session, campaign_id)
    session.flush()
    session.refresh(campaign, with_for_update=True)
    return campaign


def _check(session: Session, wanted: Sequence[Period]) -> None:
    known = set(session.exec(select(Scorecard.id)))
    for number, period in enumerate(wanted):
        place = f"items[{number}]"
        if period.scorecard_id not in known:
            raise ScorecardUnknown(field=f"{place}.scorecard_id")
        if _first(period) > _last(period):
            raise PeriodBackwards(field=f"{place}.until_date")
        for other in wanted[:number]:
            if _first(period) <= _last(other) and _first(other) <= _last(period):
                raise PeriodsOverlap(field=f"{place}.from_date")


def _first(period: Period) -> date:
    return period.from_date or date.min


def _last(period: Period) -> date:
    return period.until_date or date.max


def _plain(period: NamedPeriod) -> Period:
    return Period(**period.model_dump(exclude={"scorecard_name"}))


def _told(period: NamedPeriod) -> dict[str, str | None]:
    told: dict[str, str | None] = period.model_dump(mode="json")
    return told


def _today(session: Session) -> date:
    return utc_now().astimezone(ZoneInfo(_zone_of_company(session))).date()


def _zone_of_company(session: Session) -> str:
    company = select(Unit.timezone).where(col(Unit.parent_id).is_(None)).limit(1)
    return session.exec(company).first() or DEFAULT_ZONE
