"""What happens to channels, whoever tells it: CEL rows and AMI events alike."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Act(StrEnum):
    START = "start"
    ANSWER = "answer"
    QUEUE = "queue"
    DEQUEUE = "dequeue"
    """A channel is out of the queue, with an agent or without."""
    RUN = "run"
    """The dialplan goes on to another application, of which the facts tell."""
    ENTER = "enter"
    """A channel enters a bridge."""
    EXIT = "exit"
    PAIR = "pair"
    """Before Asterisk 12: a channel and its peer are bridged."""
    PART = "part"
    HOLD = "hold"
    RESUME = "resume"
    TRANSFER = "transfer"
    RECORD = "record"
    HANGUP = "hangup"
    GONE = "gone"
    """The AMI's listener finds a call gone when it is connected again."""
    END = "end"
    """The last channel of the conversation is gone."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to one channel."""

    act: Act
    at: datetime
    channel: str
    uniqueid: str
    linkedid: str
    """Of the conversation: the uniqueid of its first channel."""
    key: str
    """The same whenever this is told."""
    told: bool = False
    """A delivery before told it; it is here for what it means to later ones."""
    number: str = ""
    """The caller's."""
    name: str = ""
    exten: str = ""
    context: str = ""
    bridge: str = ""
    peer: str = ""
    """The other channel of a pair."""
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def is_first(self) -> bool:
        """Whether the conversation began with this channel."""
        return self.uniqueid == self.linkedid
