"""Telling the two pushes of 七陌 apart."""

from collections.abc import Mapping

from services.dialers import Acknowledgement, Payload, Setting, Translation
from services.dialers.qimo.events import translate_event
from services.dialers.qimo.records import translate_record
from services.dialers.qimo.settings import Settings

_JSON = (b"{", b"[")


class Qimo:
    settings_type = Settings

    def verify(self, payload: Payload, secrets: Mapping[str, str]) -> None:
        """The vendor signs nothing: the key in the address counts."""

    def key_of(self, payload: Payload) -> str | None:
        """A push has no id of its own: the events of its call have."""
        return None

    def translate(self, payload: Payload, setting: Setting) -> Translation:
        settings = Settings.model_validate(setting.options)
        if payload.body.lstrip().startswith(_JSON):
            return translate_event(payload.body, settings, setting)
        return translate_record(payload, settings, setting)

    def acknowledge(self, payload: Payload) -> Acknowledgement:
        return Acknowledgement(b"success", "text/plain")
