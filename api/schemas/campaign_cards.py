"""Which scorecards score a campaign's calls, and what the campaign states."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.scoring.campaigns import MAX_FACTS, MAX_PERIODS, Fact, Period


class CampaignScorecardIn(BaseModel):
    """Days are those on which calls start, where their team works; both are included."""

    model_config = ConfigDict(extra="forbid")

    scorecard_id: UUID
    from_date: date | None = None
    """Null since ever."""
    until_date: date | None = None
    """Null for good."""

    def period(self) -> Period:
        return Period(**dict(self))


class CampaignScorecardsIn(BaseModel):
    """All of them: what is left out scores nothing any more."""

    model_config = ConfigDict(extra="forbid")

    items: Annotated[list[CampaignScorecardIn], Field(max_length=MAX_PERIODS)]


class CampaignScorecardOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    scorecard_id: UUID
    scorecard_name: str
    from_date: date | None
    until_date: date | None


class CampaignFactsIn(BaseModel):
    """Facts by name; null takes one away, what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    facts: Annotated[dict[str, Fact | None], Field(max_length=MAX_FACTS)]
