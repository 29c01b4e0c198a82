"""What dialer systems send, in their own words, and what it means in ours.

One package per vendor. An adapter is pure: bytes and settings in, a `Translation` out; it
opens no connection, reads no clock and touches no database. Vendor words stop here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from pydantic import ConfigDict

from services.calls.events import EventType
from services.errors import Forbidden, Rejected
from services.recordings.arrangements import RecordingSettings
from services.transcripts import Utterance

URL_MAX_BYTES = 2_500
"""What fits into an index. The longest that are in use, signed for S3, have some 2,000."""


class SignatureWrong(Forbidden):
    """The signature of this delivery is missing, wrong or too old."""


class PayloadUnreadable(Rejected):
    """The delivery is not in the format of this dialer. It is kept, but nothing came of it."""


class ZoneNeeded(Rejected):
    """The delivery has local times without a zone. Say which zone this source's clock shows."""


class AdapterSettings(RecordingSettings):
    """What an adapter must be told of one installation. Unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


@dataclass(frozen=True, slots=True)
class Payload:
    """One delivery, as it came."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    url: str = ""
    """Whole URL as the dialer called it, query included."""
    query: str = ""
    received_at: datetime | None = None

    def parameters(self) -> dict[str, str]:
        """Of the query and of a form body; the last of a name wins."""
        pairs = parse_qsl(self.query, keep_blank_values=True)
        if self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            pairs += parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True)
        return dict(pairs)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of the source that a payload comes from."""

    zone: ZoneInfo | None = None
    """Of local times without an offset. None: such times are refused."""
    region: str = "CN"
    """ISO 3166 code of the country that numbers without a country code belong to."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """`Source.settings`: read it through the adapter's own `AdapterSettings`."""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    """`Source.secrets`: for what is encrypted. Signatures are `verify`'s."""


@dataclass(frozen=True, slots=True)
class Told:
    """One event, in our words. `event_id` is the same whenever the dialer tells it again."""

    event_id: str
    type: EventType
    at: datetime
    """With a zone."""
    data: Mapping[str, Any]
    """As in `POST /api/v1/events`; `call_id` or, for agents alone, `agent` is in it."""


@dataclass(frozen=True, slots=True)
class RecordingLink:
    """A recording that can be fetched. `ready_in_s`: not before so many seconds from now."""

    call_key: str
    url: str
    file_name: str | None = None
    agent_channel: int | None = None
    ready_in_s: float = 0
    content_hashes: tuple[str, ...] = ()
    """`sha512-` and base64url, as vCons have them: what is fetched must have one of these."""

    def __post_init__(self) -> None:
        """Raises PayloadUnreadable for what PostgreSQL cannot keep and no server can serve."""
        if not self.url.isprintable():
            raise PayloadUnreadable(field="url", detail="a recording's URL is not printable text")
        if len(self.url.encode()) > URL_MAX_BYTES:
            sentence = f"a recording's URL is longer than {URL_MAX_BYTES} bytes"
            raise PayloadUnreadable(field="url", detail=sentence)


@dataclass(frozen=True, slots=True)
class RecordingBytes:
    """A recording that came along."""

    call_key: str
    content: bytes
    file_name: str | None = None
    agent_channel: int | None = None


@dataclass(frozen=True, slots=True)
class GivenTranscript:
    """Words that somebody else's recogniser heard. Seconds from the start of the recording."""

    call_key: str
    engine: str
    language: str | None
    utterances: tuple[Utterance, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Something in a delivery that was wrong or odd. `field` is the dialer's name for it."""

    reason: str
    """A stable word: `zone_mismatch`, `clock_drift`, `unknown_value`, `missing`, ..."""
    sentence: str
    field: str | None = None
    line: int | None = None
    refuses: bool = False
    """Something could not be used because of it."""


@dataclass(frozen=True, slots=True)
class Translation:
    """What a delivery says. All empty: nothing that Earshot keeps."""

    events: tuple[Told, ...] = ()
    links: tuple[RecordingLink, ...] = ()
    recordings: tuple[RecordingBytes, ...] = ()
    transcripts: tuple[GivenTranscript, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What a dialer wants to hear. Most of them want it to the letter."""

    body: bytes = b""
    media_type: str = "application/json"
    status: int = 200


class Adapter(Protocol):
    """What a vendor's package offers, as `adapter`."""

    @property
    def settings_type(self) -> type[AdapterSettings]: ...

    def verify(self, payload: Payload, secrets: Mapping[str, str]) -> None:
        """Raises SignatureWrong. A source without secrets is known by its key alone.

        `secrets` are the source's, and beside them those of its settings that are texts.
        """
        ...

    def key_of(self, payload: Payload) -> str | None:
        """The dialer's own id of this delivery; None when it has none."""
        ...

    def translate(self, payload: Payload, setting: Setting) -> Translation:
        """Raises PayloadUnreadable, ZoneNeeded: then nothing of it can be used."""
        ...

    def acknowledge(self, payload: Payload) -> Acknowledgement: ...
