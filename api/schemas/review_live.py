"""What the websocket of a call says: who looks at it, and how far its reviews are saved."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.tables import ReviewState


class LookingOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    user_id: UUID
    name: str
    since: datetime


class SavedReviewOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    state: ReviewState
    revision: int
    reviewer_id: UUID
    reviewer_name: str
    saved_at: datetime


class CallWatched(BaseModel):
    """All of it, every time: the newest message is the truth."""

    model_config = ConfigDict(from_attributes=True)

    type: Literal["call"] = "call"
    people: list[LookingOut]
    """Who has the call open, the one who reads this too."""
    reviews: list[SavedReviewOut]
