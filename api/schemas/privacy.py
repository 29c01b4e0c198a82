"""What is personal in calls: who sees it, and what the centre has decided."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from services.tables import NoticeState, Originals, Revealed


class RevealIn(BaseModel):
    """What to see as it is, and why."""

    model_config = ConfigDict(extra="forbid")

    what: Revealed
    reason: str | None = Field(default=None, max_length=500, pattern=r"^[^\x00]*$")
    """Needed where the centre has decided so."""


class RevealOut(BaseModel):
    """You see it until then; that you asked is in the audit log."""

    what: Revealed
    until: datetime
    customer_number: str | None = None
    """Given where it was asked for."""


class NoticeOut(BaseModel):
    """Whether it was said that the call is recorded, and when, in seconds from its start."""

    model_config = ConfigDict(from_attributes=True)

    state: NoticeState
    at_s: float | None
    utterance: int | None


class SealingOut(BaseModel):
    """What is encrypted where it lies."""

    on: bool
    """New recordings and secrets are sealed."""
    master: str | None
    """Name of the key that data keys are wrapped with."""
    data_keys: int
    data_keys_of_former_masters: int
    """Those that `earshot seal rotate` has not wrapped anew yet."""


class PolicyOut(BaseModel):
    """What the centre has decided."""

    model_config = ConfigDict(from_attributes=True)

    reveal_needed: bool
    reason_needed: bool
    reveal_minutes: int
    originals: Originals
    replace_after_days: int


class PrivacyOut(BaseModel):
    """What is decided, and how far it is carried out."""

    policy: PolicyOut
    changed_at: datetime | None
    """Null while nobody has decided anything."""
    changed_by: str | None
    transcripts: int
    transcripts_with_personal_numbers: int
    backlog: int
    """Transcripts that nobody has looked through yet; they are looked through when read."""
    beeped: int
    """Recordings of which there is sound with tones."""
    replaced: int
    """Recordings whose originals are gone."""
    sealing: SealingOut
