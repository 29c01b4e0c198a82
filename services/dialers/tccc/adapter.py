"""What TCCC pushes, by its `action`."""

from collections.abc import Mapping

from services.calls.events import EventType
from services.dialers import (
    Acknowledgement,
    Note,
    Payload,
    PayloadUnreadable,
    RecordingLink,
    Setting,
    Told,
    Translation,
)
from services.dialers.numbers import told_of
from services.dialers.reading import Id, Open, Text, read_json
from services.dialers.tccc.cdr import Cdr, translate_cdr
from services.dialers.tccc.settings import Settings
from services.dialers.times import from_epoch

_PUSH_ID = "x-tccc-push-uuid"
_NOTHING_TO_KEEP = ("not_used", "pushes of action {action} are not used")


class _Record(Open):
    """A recording, or a message left: one push for each participant who was recorded."""

    SessionId: Id
    Timestamp: int | None = None
    EndpointUser: Text = None
    """The customer's number, as text or as a number, or an agent's e-mail address."""
    RecordURL: Text = None
    CustomRecordURL: Text = None
    """Where the customer's own bucket has a copy."""

    @property
    def url(self) -> str:
        """Raises PayloadUnreadable."""
        url = self.RecordURL or self.CustomRecordURL
        if url is None:
            raise PayloadUnreadable(field="RecordURL", detail="RecordURL: is required")
        return url

    @property
    def is_agents(self) -> bool:
        return "@" in (self.EndpointUser or "")


class Tccc:
    settings_type = Settings

    def verify(self, payload: Payload, secrets: Mapping[str, str]) -> None:
        """The vendor signs nothing: the key in the address or in Basic authentication counts."""

    def key_of(self, payload: Payload) -> str | None:
        return payload.headers.get(_PUSH_ID)

    def translate(self, payload: Payload, setting: Setting) -> Translation:
        settings = Settings.model_validate(setting.options)
        match payload.parameters().get("action", "cdr"):
            case "cdr":
                return translate_cdr(read_json(Cdr, payload.body), settings, setting)
            case "record":
                return _recording(read_json(_Record, payload.body), settings)
            case "voicemail":
                return _voicemail(read_json(_Record, payload.body), setting)
            case action:
                reason, sentence = _NOTHING_TO_KEEP
                note = Note(reason, sentence.format(action=action[:50]), "action")
                return Translation(notes=(note,))

    def acknowledge(self, payload: Payload) -> Acknowledgement:
        return Acknowledgement(b'{"ErrCode":0,"ErrMsg":""}')


def _recording(record: _Record, settings: Settings) -> Translation:
    if not settings.wants_recording(of_agent=record.is_agents):
        note = Note("not_used", "this side's recordings are not wanted", "EndpointUser")
        return Translation(notes=(note,))
    return Translation(links=(RecordingLink(record.SessionId, record.url),))


def _voicemail(record: _Record, setting: Setting) -> Translation:
    """A message left for us. The call was over when its recording was made, at the latest."""
    at = from_epoch(record.Timestamp, field="Timestamp")
    facts = {
        "call_id": record.SessionId,
        "direction": "inbound",
        **told_of("customer_number", record.EndpointUser, setting),
    }
    told = (
        ()
        if at is None
        else (
            Told(
                f"{record.SessionId}:voicemail",
                EventType.CALL_DISPOSED,
                at,
                {**facts, "outcome": "voicemail"},
            ),
            Told(
                f"{record.SessionId}:voicemail:end",
                EventType.CALL_ENDED,
                at,
                {**facts, "estimated": True},
            ),
        )
    )
    return Translation(events=told, links=(RecordingLink(record.SessionId, record.url),))
