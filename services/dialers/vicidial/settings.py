"""What the adapter must be told of one VICIdial."""

from pydantic import Field, field_validator

from services.dialers import AdapterSettings
from services.tables import AgentState


class Settings(AdapterSettings):
    statuses: dict[str, str] = Field(default_factory=dict)
    """Outcomes of the statuses of your campaigns, and of system statuses you use otherwise."""
    pause_states: dict[str, AgentState] = Field(default_factory=dict)
    """What a pause with this code is, where it is no break: `meeting`, `training` ..."""

    @field_validator("statuses")
    @classmethod
    def _as_the_database_compares(cls, statuses: dict[str, str]) -> dict[str, str]:
        return {status.upper(): outcome for status, outcome in statuses.items()}
