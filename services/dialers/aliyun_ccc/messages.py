"""An event of 云联络中心, and which of a call's two channels it is about."""

from datetime import UTC, datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from services.dialers import PayloadUnreadable, Setting
from services.dialers.aliyun_ccc.settings import Settings
from services.dialers.numbers import in_e164, told_of
from services.dialers.reading import Id, Open, Text
from services.dialers.times import from_text

_GMT = Setting(zone=ZoneInfo("UTC"))
_DIRECTIONS = {
    "INBOUND": "inbound",
    "OUTBOUND": "outbound",
    "PREDICTIVE": "outbound",
    "BACK2BACK": "outbound",
}
_AMONG_AGENTS = frozenset({"INTERNAL", "CONSULTANT", "MONITOR", "COACH", "BARGE", "INTERCEPT"})
_BESIDE_THE_CALL = frozenset({"MONITORING", "COACHING", "INTERCEPTING", "BARGING", "CONSULTED"})
_MASKS = "*xX"
_SHORTEST_MASKED = 7
"""Digits and masks; internal extensions are shorter or have no mask."""


class Side(Enum):
    """Whose channel it is. Every call has two."""

    AGENT = "agent"
    CUSTOMER = "customer"
    UNKNOWN = "unknown"


class Message(Open):
    model_config = ConfigDict(alias_generator=to_camel)

    event_time: Id
    event_type: Id
    agent_id: Text = None
    contact_id: Text = None
    channel_id: Text = None
    call_type: Text = None
    caller: Text = None
    callee: Text = None
    media_type: Text = None
    skill_group_id: Text = None
    scenario: Text = None
    tags: Text = None
    break_code: Text = None
    release_initiator: Text = None
    release_reason: Text = None
    early_media_state: Text = None
    early_media_text: Text = None
    abandon_phase: Text = None
    file_name: Text = None
    download_url: Text = Field(None, alias="downloadURL")
    satisfaction: Text = None
    satisfaction_index: Text = None
    satisfaction_description: Text = None
    survey_channel: Text = None

    @property
    def at(self) -> datetime:
        """Event times are GMT, even without saying so. Raises PayloadUnreadable."""
        at = from_text(self.event_time, _GMT, field="eventTime")
        if at is None:
            raise PayloadUnreadable(field="eventTime", detail="eventTime: is required")
        return at.astimezone(UTC)

    @property
    def kind(self) -> str | None:
        """The type of the call, however it is written."""
        return self.call_type.upper() if self.call_type else None

    @property
    def direction(self) -> str | None:
        return _DIRECTIONS.get(self.kind or "")

    @property
    def is_sound(self) -> bool:
        return self.media_type is None or self.media_type.upper() == "AUDIO"

    @property
    def is_of_a_customers_call(self) -> bool:
        """Neither among colleagues nor a supervisor's part in somebody's call."""
        scenario = (self.scenario or "").upper()
        return self.kind not in _AMONG_AGENTS and scenario not in _BESIDE_THE_CALL

    def agent(self, settings: Settings) -> str | None:
        if self.agent_id is None or settings.agents_by == "agentId":
            return self.agent_id
        return self.agent_id.partition("@")[0] or None

    def side(self, settings: Settings, setting: Setting) -> Side:
        """Only a channel that leads to a telephone outside is surely the customer's."""
        if self.agent_id or "@" in f"{self.caller}{self.callee}":
            return Side.AGENT
        if {self.caller, self.callee} & settings.agent_numbers:
            return Side.AGENT
        if self.kind == "BACK2BACK" or self.callee is None or self.direction is None:
            return Side.UNKNOWN
        return Side.CUSTOMER if _is_outside(self.callee, setting) else Side.AGENT

    def customer(self) -> str | None:
        return self.caller if self.direction == "inbound" else self.callee

    def numbers(self, side: Side, setting: Setting) -> dict[str, Any]:
        """As the customer's channel has them; the agent's has the agent's extension instead."""
        if side is not Side.CUSTOMER:
            return {}
        ours = self.callee if self.direction == "inbound" else self.caller
        return {
            **told_of("customer_number", self.customer(), setting),
            **told_of("caller_number", ours, setting),
        }


def _is_outside(number: str, setting: Setting) -> bool:
    if any(mask in number for mask in _MASKS):
        return len(number) >= _SHORTEST_MASKED
    return in_e164(number, setting.region).startswith("+")
