"""Scorecards and their versions."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, model_validator

from api.schemas.names import Name
from services.scoring import scorecards
from services.scoring.card import ScorecardBody
from services.tables import VersionState


class ScorecardIn(BaseModel):
    name: Name


class ScorecardOut(BaseModel):
    """A scorecard and where its versions stand."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    created_at: datetime
    published_version: int | None
    """The newest published one, which calls are scored with."""
    latest_version: int | None
    """The newest of any state."""


class ScorecardVersionOut(BaseModel):
    """One wording of a scorecard. Once published it never changes."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    scorecard_id: UUID
    number: int
    state: VersionState
    body: ScorecardBody
    created_at: datetime
    created_by: str
    published_at: datetime | None

    digest: str = ""
    """Of `body`: who changes a draft says with it what they changed."""

    # Not a computed field: those make two schemas of every model within.
    @model_validator(mode="after")
    def _tell(self) -> Self:
        self.digest = scorecards.digest(self.body)
        return self
