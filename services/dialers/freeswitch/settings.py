"""What the adapter must be told of one FreeSWITCH."""

import re

from services.dialers import AdapterSettings


class Settings(AdapterSettings):
    agent_variables: tuple[str, ...] = ("cc_agent",)
    """Channel variables that name the agent, the first that is set. Otherwise it is the user
    of the phone: who was called with `user/...`, signed in, or stands in the From header."""
    agent_pattern: re.Pattern[str] = re.compile(r"\d{2,6}")
    """Which numbers are agents' own: a leg to or from another one is the customer's."""
    campaign_variable: str = "campaign"
    outcome_variable: str = "outcome"
    """A channel variable with what came of the call, in Earshot's words."""
    recording_variables: tuple[str, ...] = (
        "recording_url",
        "record_file_name",
        "cc_record_filename",
    )
    """Channel variables with the URL or the path of the recording, the first that is set.
    Without one it is what `record_session` wrote to."""
    recordings_root: str = "/var/lib/freeswitch/recordings"
    recordings_url: str | None = None
    """Where a web server offers what lies under `recordings_root`."""
