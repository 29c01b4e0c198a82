"""What comes from 阿里云: one message or an array of them, and never half of one."""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any

from pydantic_core import from_json

from services.dialers import (
    Acknowledgement,
    Note,
    Payload,
    PayloadUnreadable,
    Setting,
    Translation,
)
from services.dialers.aliyun_ccc.events import translate_event
from services.dialers.aliyun_ccc.reports import translate_report
from services.dialers.aliyun_ccc.settings import Settings

_MOST = 10_000
"""Messages in one body; the vendor sends at most some hundreds."""


class AliyunCcc:
    settings_type = Settings

    def verify(self, payload: Payload, secrets: Mapping[str, str]) -> None:
        """The key in the address counts."""

    def key_of(self, payload: Payload) -> str | None:
        """Webhooks carry no id of their own: events are known by what they say."""
        return None

    def translate(self, payload: Payload, setting: Setting) -> Translation:
        """One message that cannot be read refuses all; one of many refuses only itself."""
        settings = Settings.model_validate(setting.options)
        is_report = payload.parameters().get("kind") == "vms"
        translate_one = translate_report if is_report else translate_event
        messages = _messages(payload.body)
        if len(messages) == 1:
            return translate_one(messages[0], settings, setting)
        return _together(
            _attempt(translate_one, message, line, settings, setting)
            for line, message in enumerate(messages, start=1)
        )

    def acknowledge(self, payload: Payload) -> Acknowledgement:
        return Acknowledgement('{"code":0,"msg":"成功"}'.encode())


def _messages(body: bytes) -> list[dict[str, Any]]:
    """Raises PayloadUnreadable."""
    try:
        said = from_json(body, allow_inf_nan=False)
    except ValueError as error:
        raise PayloadUnreadable(field="body", detail=f"body: no JSON: {error}") from error
    messages = said if isinstance(said, list) else [said]
    if not all(isinstance(message, dict) for message in messages):
        raise PayloadUnreadable(field="body", detail="body: neither an object nor an array of them")
    if len(messages) > _MOST:
        raise PayloadUnreadable(field="body", detail=f"body: more than {_MOST} messages")
    return messages


def _attempt(
    translate_one: Callable[[Mapping[str, Any], Settings, Setting], Translation],
    message: Mapping[str, Any],
    line: int,
    settings: Settings,
    setting: Setting,
) -> Translation:
    try:
        return translate_one(message, settings, setting)
    except PayloadUnreadable as refusal:
        sentence = str(refusal.facts.get("detail", refusal.message()))
        note = Note("unreadable", sentence, refusal.field, line, refuses=True)
        return Translation(notes=(note,))


def _together(parts: Iterator[Translation]) -> Translation:
    all_parts = tuple(parts)
    return Translation(
        events=tuple(chain.from_iterable(part.events for part in all_parts)),
        links=tuple(chain.from_iterable(part.links for part in all_parts)),
        notes=tuple(chain.from_iterable(part.notes for part in all_parts)),
    )
