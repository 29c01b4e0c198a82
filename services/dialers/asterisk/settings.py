"""What one Asterisk must be known by: who its agents are, how its files are written."""

import re
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from services.dialers import AdapterSettings

MASTER_CSV = (
    "accountcode src dst dcontext clid channel dstchannel lastapp lastdata start answer end"
    " duration billsec disposition amaflags uniqueid userfield peeraccount linkedid sequence"
)
"""Columns of cdr_csv's Master.csv. Those from `uniqueid` on depend on cdr.conf."""
CEL_CSV = (
    "eventtype eventtime cidname cidnum ani rdnis dnid exten context channame appname appdata"
    " amaflags accountcode uniqueid linkedid bridgepeer userfield userdeftype eventextra"
)
"""Columns of cel_custom's sample configuration."""

# The number of a channel: `-0000002a`, of a Local one `-00000009;1`, before Asterisk 12 `-1545;1`.
_NUMBER = re.compile(r"(?:-[0-9a-f]{8}(?:;[12])?|-[0-9a-f]{4,};[12])$")
_DETOUR = re.compile(r"@.*$|/n[a-z]*$")


def _expression(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return pattern


def _names_agent(pattern: str) -> str:
    if "agent" not in re.compile(_expression(pattern)).groupindex:
        raise ValueError("must name the agent: (?P<agent>...)")
    return pattern


Columns = Annotated[tuple[str, ...], Field(min_length=3)]


class Settings(AdapterSettings):
    agent_channels: Annotated[str, AfterValidator(_names_agent)] = (
        r"^(?:PJSIP|SIP|SCCP|IAX2|DAHDI|Local|Agent)/(?P<agent>\d{2,6})$"
    )
    """Which devices are agents' and how Earshot knows them: `PJSIP/1001` is agent 1001."""
    members: dict[str, str] = Field(default_factory=dict)
    """Devices or names of queue members, to what Earshot knows the agent by."""
    outside_channels: Annotated[str, AfterValidator(_expression)] = (
        "(?i)trunk|gateway|provider|carrier"
    )
    """A regular expression: devices that lead to the telephone network."""
    outside_contexts: tuple[str, ...] = ("from-extern", "from-trunk", "from-pstn", "from-external")
    """Contexts of channels that lead to the telephone network."""
    cdr_columns: Columns = tuple(MASTER_CSV.split())
    """What the columns of CDR files without a heading are, in order."""
    cel_columns: Columns = tuple(CEL_CSV.split())
    """What the columns of CEL files without a heading are, in order."""
    utc: frozenset[Literal["queue_log", "cdr", "cel"]] = frozenset()
    """Files whose local times are UTC: `usegmtime=yes`, `queue_log_realtime_use_gmt=yes`."""
    wrapup_s: Annotated[float, Field(ge=0, le=3600)] | None = None
    """The queues' `wrapuptime`. Without it agents are ready after calls of a queue_log, as
    Asterisk's own default has it; after others wrap-up lasts until their next event."""
    outcomes: dict[str, str] = Field(default_factory=dict)
    """CALLSTATUS codes, to outcomes of calls."""
    ami: Literal["all", "agents"] = "all"
    """`agents`: the AMI tells what agents do, and calls come from the files."""

    @cached_property
    def _agents(self) -> re.Pattern[str]:
        return re.compile(self.agent_channels)

    @cached_property
    def _outside(self) -> re.Pattern[str]:
        return re.compile(self.outside_channels)

    def agent_of(self, channel: str) -> str | None:
        """The agent whose channel or device this is; None when it is nobody's."""
        device = device_of(channel)
        for name in (channel, device):
            if name in self.members:
                return self.members[name]
        found = self._agents.search(device)
        return found["agent"] if found else None

    def member(self, name: str) -> str:
        """What Earshot knows a member of a queue by, who may be logged by device or by name."""
        return self.agent_of(name) or name

    def is_outside(self, channel: str, context: str) -> bool:
        """Whether a channel leads to the telephone network."""
        return context in self.outside_contexts or bool(self._outside.search(device_of(channel)))


def device_of(channel: str) -> str:
    """`PJSIP/1001` of `PJSIP/1001-0000002a`, `Local/2004` of `Local/2004@from-internal/n`."""
    return _DETOUR.sub("", _NUMBER.sub("", channel))


def is_local(channel: str) -> bool:
    """Whether a channel is one of the two ends of a detour inside Asterisk."""
    return channel.startswith("Local/")
