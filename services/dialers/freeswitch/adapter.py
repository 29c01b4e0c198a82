"""Taking in what FreeSWITCH posts."""

import json
from base64 import b64decode
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, unquote

from services.dialers import Acknowledgement, Payload, PayloadUnreadable, Setting, Translation
from services.dialers.freeswitch.legs import read_leg
from services.dialers.freeswitch.settings import Settings
from services.dialers.freeswitch.telling import tell
from services.dialers.freeswitch.trees import tree_of_xml

_FIELD = "cdr"
_PREFIX_OF_A_LEGS = "a_"
_BASE64_OF_OBJECT = "e"


class FreeSwitch:
    settings_type = Settings

    def verify(self, payload: Payload, secrets: Mapping[str, str]) -> None:
        """FreeSWITCH signs nothing: the key in Basic authentication (`cred`) counts."""

    def key_of(self, payload: Payload) -> str | None:
        """The leg, so that the first delivery of it wins."""
        uuid = parse_qs(payload.query).get("uuid", [""])[-1]
        return uuid.removeprefix(_PREFIX_OF_A_LEGS) or None

    def translate(self, payload: Payload, setting: Setting) -> Translation:
        settings = Settings.model_validate(setting.options)
        return tell(read_leg(_tree(_record(payload))), settings, setting)

    def acknowledge(self, payload: Payload) -> Acknowledgement:
        """FreeSWITCH only looks at the status."""
        return Acknowledgement(b'{"status":"ok"}')


def _record(payload: Payload) -> str:
    """The record as text, out of whichever of the three encodings was configured."""
    text = _decoded(payload.body)
    kind = payload.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/x-www-form-base64-encoded":
        return _from_base64(text.partition("=")[2])
    if kind == "application/x-www-form-urlencoded" or text.startswith(f"{_FIELD}="):
        found = parse_qs(text).get(_FIELD)
        if not found:
            raise PayloadUnreadable(field=_FIELD, detail="cdr: the form has no such field")
        return found[-1]
    return _from_file(text.strip())


def _from_file(text: str) -> str:
    """Records that could not be posted are saved as they were encoded, without `cdr=`."""
    if text.startswith(("%7B", "%7b", "%3C", "%3c")):
        return unquote(text)
    return _from_base64(text) if text.startswith(_BASE64_OF_OBJECT) else text


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise PayloadUnreadable(field="body", detail="body: not UTF-8") from error


def _from_base64(text: str) -> str:
    try:
        return _decoded(b64decode(text.strip(), validate=True))
    except ValueError as error:
        raise PayloadUnreadable(field=_FIELD, detail="cdr: not base64") from error


def _tree(record: str) -> Mapping[str, Any]:
    if record.lstrip().startswith("<"):
        return tree_of_xml(record)
    try:
        tree = json.loads(record)
    except (ValueError, RecursionError) as error:
        raise PayloadUnreadable(field="body", detail=f"body: not JSON: {error}") from error
    if not isinstance(tree, dict):
        raise PayloadUnreadable(field="body", detail="body: not one record")
    return tree
