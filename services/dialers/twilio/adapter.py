"""Taking in what Twilio sends."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from services.dialers import (
    Acknowledgement,
    Note,
    Payload,
    PayloadUnreadable,
    Setting,
    SignatureWrong,
    Translation,
)
from services.dialers.twilio import callbacks, signatures
from services.dialers.twilio.settings import Settings

_TOKEN = "auth_token"
_NO_TOKEN = (
    "This source has no auth_token to check signatures with. Set it, or signature to off to "
    "trust the key in the address alone."
)


class Twilio:
    settings_type = Settings

    def verify(self, payload: Payload, secrets: Mapping[str, str]) -> None:
        if secrets.get("signature") == "off":
            return
        token = secrets.get(_TOKEN)
        if not token:
            raise SignatureWrong(detail=_NO_TOKEN)
        signatures.check(payload, token, secrets.get("public_url"))

    def key_of(self, payload: Payload) -> str | None:
        said = payload.parameters()
        if said.get("RecordingSid") and said.get("RecordingStatus"):
            return f"{said['RecordingSid']}:{said['RecordingStatus']}"
        if not said.get("CallSid") or not said.get("SequenceNumber"):
            return None
        source = said.get("CallbackSource", "")
        return f"{said['CallSid']}:{source}:{said['SequenceNumber']}"

    def translate(self, payload: Payload, setting: Setting) -> Translation:
        settings = Settings.model_validate(setting.options)
        if not payload.headers.get("content-type", "").startswith("application/json"):
            return callbacks.translate(payload.parameters(), payload.received_at, settings)
        return _joined(
            callbacks.translate(said, payload.received_at, settings)
            if said is not None
            else Translation(notes=(Note("not_used", "an event of another kind", "type"),))
            for said in _stream(payload)
        )

    def acknowledge(self, payload: Payload) -> Acknowledgement:
        """Nothing: callbacks about what happened ignore what is answered."""
        return Acknowledgement(status=204)


def _stream(payload: Payload) -> Iterator[Mapping[str, str] | None]:
    """Event streams carry the request that a status callback would be, or was."""
    try:
        events = json.loads(payload.body)
    except (ValueError, RecursionError) as error:
        raise PayloadUnreadable(field="body", detail=f"body: not JSON: {error}") from error
    for event in events if isinstance(events, list) else [events]:
        said = _at(event, "data", "request", "parameters")
        if isinstance(said, dict) and said.get("CallSid"):
            yield {name: value for name, value in said.items() if isinstance(value, str)}
        else:
            yield None


def _at(tree: Any, *names: str) -> Any:
    for name in names:
        tree = tree.get(name) if isinstance(tree, dict) else None
    return tree


def _joined(translations: Iterator[Translation]) -> Translation:
    parts = list(translations)
    return Translation(
        events=tuple(event for part in parts for event in part.events),
        links=tuple(link for part in parts for link in part.links),
        notes=tuple(dict.fromkeys(note for part in parts for note in part.notes)),
    )
