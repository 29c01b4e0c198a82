"""Campaigns in full."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.schemas.names import Name
from api.schemas.organisation import CampaignOut
from services.onboarding.centre import Code
from services.people.calling_hours import CallingHours

Line = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00\r\n]*$")]
Script = Annotated[list[Line], Field(max_length=500)]
TalkSeconds = Annotated[int, Field(strict=True, ge=0, le=86_400)]
WaitSeconds = Annotated[int, Field(strict=True, ge=1, le=3_600)]
ListSize = Annotated[int, Field(strict=True, ge=1, le=1_000_000_000)]


class _Wishes(BaseModel):
    model_config = ConfigDict(extra="forbid")

    product: Name | None = None
    effective_talk_s: TalkSeconds = 30
    """Connects at least this long count as effective talks."""
    service_level_s: WaitSeconds = 20
    """Calls that waited no longer for an agent were taken in time."""
    list_size: ListSize | None = None
    """How many numbers there are to call; boards then show how many were."""
    script: Script = Field(default_factory=list)
    """What agents are to say, line by line, for people to read."""
    calling_hours: CallingHours | None = None
    """When customers may be called; null for always."""
    notice_required: bool = True
    """Whether customers must be told that they are recorded."""

    def said(self) -> dict[str, Any]:
        """Fields that were given, by name, as they were read."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class CampaignIn(_Wishes):
    code: Code
    """What dialers call the campaign. It never changes."""
    name: Name

    def fields(self) -> dict[str, Any]:
        said = self.said()
        return {name: said[name] for name in said.keys() - {"code", "name"}}


class CampaignChangeIn(_Wishes):
    """What is left out stays; null clears the product, the list and the calling hours."""

    name: Name = ""
    archived: bool = False


class CampaignDetailOut(CampaignOut):
    service_level_s: int
    list_size: int | None
    script: list[str]
    calling_hours: CallingHours | None
