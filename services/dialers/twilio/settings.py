"""What the adapter must be told of one Twilio account."""

from typing import Literal

from pydantic import Field

from services.dialers import AdapterSettings


class Settings(AdapterSettings):
    signature: Literal["required", "off"] = "required"
    """`off` trusts the key in the address alone."""
    public_url: str | None = None
    """The address as Twilio calls it, without what follows `?`; where a proxy changes it."""
    dialed_numbers: Literal["agents", "customers"] = "agents"
    """Whose the phone numbers are that `<Dial>` calls. `client:` and `sip:` are agents'."""
    agents: dict[str, str] = Field(default_factory=dict)
    """Names of agents by their phone numbers, as Twilio writes these: `+8613800138000`."""
    first_channel: Literal["customer", "agent"] = "customer"
    """Who is on the first channel of a two-channel recording: the parent call's party."""
