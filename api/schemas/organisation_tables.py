"""Tables of the organisation on their way in."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.onboarding.tables.planned import Outcome, Reason
from services.onboarding.tables.shapes import Kind


class OrganisationImportOut(BaseModel):
    """What applying a file would do, or did."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    file_name: str
    created_by: str
    created_at: datetime
    applied_by: str | None
    applied_at: datetime | None
    counts: dict[Kind, dict[Outcome, int]]
    """Rows by table and outcome."""


class CellChangeOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    column: str
    before: str
    after: str


class CellFaultOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    column: str
    value: str
    reason: Reason


class PlannedRowOut(BaseModel):
    """One row of a file, and what it would do."""

    model_config = ConfigDict(from_attributes=True)

    kind: Kind
    line: int
    key: str
    """What it is about."""
    outcome: Outcome
    changes: list[CellChangeOut] = Field(default_factory=list)
    faults: list[CellFaultOut] = Field(default_factory=list)
