"""What must be known of one Amazon Connect instance."""

from pydantic import Field

from services.dialers import AdapterSettings
from services.tables import AgentState


class Settings(AdapterSettings):
    agent_stream: bool = False
    """The agent event stream is delivered too: holds and wrap-up come from there, and contact
    records tell no estimates of them."""
    agents: dict[str, str] = Field(default_factory=dict)
    """Ids of agents (the end of their ARN) to user names: contact events know only ARNs."""
    queues: dict[str, str] = Field(default_factory=dict)
    """Ids of queues (the end of their ARN) to names: contact events know only ARNs."""
    statuses: dict[str, AgentState] = Field(default_factory=dict)
    """Names of the centre's own agent statuses to states. Others are breaks."""
    outcome_attribute: str | None = None
    """The contact attribute that holds what came of a call."""
    outcomes: dict[str, str] = Field(default_factory=dict)
    """Values of that attribute to Earshot's outcomes. Others are kept as they are."""
    campaign_attribute: str | None = None
    """The contact attribute that holds the campaign's code, instead of the campaign's id."""

    def agent_of(self, arn: str | None) -> str | None:
        return self.agents.get(end_of(arn))

    def queue_of(self, arn: str | None) -> str | None:
        return self.queues.get(end_of(arn))

    def outcome_of(self, value: str) -> str:
        return self.outcomes.get(value, value)


def end_of(arn: str | None) -> str:
    """The id at the end of an ARN."""
    return (arn or "").rpartition("/")[2]
