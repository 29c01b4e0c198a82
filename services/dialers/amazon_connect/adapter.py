"""Translating what Amazon Connect sends, whichever of its feeds it comes from."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from services.dialers import (
    Acknowledgement,
    Note,
    Payload,
    PayloadUnreadable,
    Setting,
    Translation,
    ZoneNeeded,
)
from services.dialers.amazon_connect import agents, contact_events, transcripts
from services.dialers.amazon_connect.contacts import Contact
from services.dialers.amazon_connect.records import read, records_in
from services.dialers.amazon_connect.settings import Settings

_FIREHOSE = "x-amz-firehose-request-id"
_CALL_KEY_MAX = 200


class _Feed(NamedTuple):
    """What is known beside the records."""

    setting: Setting
    settings: Settings
    call_key: str | None
    """The call's, where the address says it."""


class AmazonConnect:
    settings_type = Settings

    def verify(self, payload: Payload, secrets: Mapping[str, str]) -> None:
        """AWS signs none of these: the key in the header counts."""

    def key_of(self, payload: Payload) -> str | None:
        """Firehose's, the same for every try. Records are known by what they say."""
        return payload.headers.get(_FIREHOSE)

    def translate(self, payload: Payload, setting: Setting) -> Translation:
        feed = _Feed(setting, Settings.model_validate(setting.options), _call_key(payload))
        records = records_in(payload.body)
        if len(records) == 1 and isinstance(records[0], PayloadUnreadable):
            raise records[0]
        return _together(
            _translate(record, line, feed) for line, record in enumerate(records, start=1)
        )

    def acknowledge(self, payload: Payload) -> Acknowledgement:
        """Firehose takes any other answer for a failure."""
        request_id = payload.headers.get(_FIREHOSE)
        if request_id is None:
            return Acknowledgement(b"{}")
        at = payload.received_at
        stamp_ms = round(at.timestamp() * 1000) if at else 0
        answer = {"requestId": request_id, "timestamp": stamp_ms}
        return Acknowledgement(json.dumps(answer).encode())


def _call_key(payload: Payload) -> str | None:
    given = payload.parameters().get("call_id", "").strip()
    return given if given.isprintable() and 0 < len(given) <= _CALL_KEY_MAX else None


def _translate(
    record: dict[str, Any] | PayloadUnreadable,
    line: int,
    feed: _Feed,
) -> Translation:
    """One record; what cannot be read of it does not harm the others."""
    try:
        if isinstance(record, PayloadUnreadable):
            raise record
        return _known(record, feed)
    except (PayloadUnreadable, ZoneNeeded) as error:
        sentence = str(error.facts.get("detail", error.message()))
        note = Note("invalid", sentence, error.field, line=line, refuses=True)
        return Translation(notes=(note,))


def _known(record: dict[str, Any], feed: _Feed) -> Translation:
    """Raises PayloadUnreadable."""
    if "currentagentsnapshot" in record or "previousagentsnapshot" in record:
        return agents.translate(read(agents.AgentEvent, record), feed.settings)
    if "transcript" in record:
        return transcripts.translate(read(transcripts.Analysis, record), feed.call_key)
    if "contactid" in record:
        return contact_events.translate(read(Contact, record), feed.settings, feed.setting)
    if "rulename" in record:
        sentence = "matches of Contact Lens rules are not used: Earshot has its own"
        return Translation(notes=(Note("not_used_rule", sentence, "ruleName"),))
    sentence = "ContactId: missing; neither a contact, an agent event nor a transcript"
    raise PayloadUnreadable(field="ContactId", detail=sentence)


def _together(parts: Iterable[Translation]) -> Translation:
    parts = tuple(parts)
    return Translation(
        events=tuple(each for part in parts for each in part.events),
        links=tuple(each for part in parts for each in part.links),
        transcripts=tuple(each for part in parts for each in part.transcripts),
        notes=tuple(each for part in parts for each in part.notes),
    )
