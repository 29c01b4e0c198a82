"""Asterisk as an adapter: which kind of file a delivery is, and who reads it."""

from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from services.dialers import Acknowledgement, Payload, Setting, Translation
from services.dialers.asterisk import ami, cdr, cel, queue_log
from services.dialers.asterisk.bodies import kind_of, text_of
from services.dialers.asterisk.queue_lines import read_lines
from services.dialers.asterisk.settings import Settings


class Asterisk:
    settings_type = Settings

    def verify(self, payload: Payload, secrets: Mapping[str, str]) -> None:
        """Asterisk signs nothing: the key of the source counts."""

    def key_of(self, payload: Payload) -> str | None:
        return None

    def translate(self, payload: Payload, setting: Setting) -> Translation:
        settings = Settings.model_validate(setting.options)
        text = text_of(payload)
        kind = kind_of(payload, text)
        if kind in settings.utc:
            setting = replace(setting, zone=ZoneInfo("UTC"))
        match kind:
            case "cdr":
                return cdr.translate(text, setting, settings)
            case "cel":
                return cel.translate(text, setting, settings)
            case "ami":
                return ami.translate(text, payload.received_at, settings)
            case "queue_log":
                lines, notes = read_lines(text, setting)
                said = queue_log.translate(lines, settings)
                return replace(said, notes=(*notes, *said.notes))

    def acknowledge(self, payload: Payload) -> Acknowledgement:
        return Acknowledgement(b'{"status":"ok"}')
