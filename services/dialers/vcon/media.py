"""The sound of a vCon's dialogs: in the file, or where the file says it is."""

import re
from base64 import b64decode
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from services.dialers import Note, PayloadUnreadable, RecordingBytes, RecordingLink
from services.dialers.vcon.conversation import RECORDED, Conversation
from services.dialers.vcon.model import Dialog

_SOUND = ("audio/", "video/", "application/octet-stream", "application/ogg")
_BINARY = frozenset({None, "base64url", "base64"})
_BLANK = re.compile(r"\s+")
_NAME_MAX = 200


def recordings(talk: Conversation) -> Iterator[RecordingLink | RecordingBytes | Note]:
    """Raises PayloadUnreadable for sound that is no base64url."""
    for number, dialog in talk.numbered(RECORDED):
        field = f"dialog.{number}"
        if dialog.mediatype and not dialog.mediatype.lower().startswith(_SOUND):
            sentence = f"{dialog.mediatype} is no sound"
            yield Note("not_sound", sentence, f"{field}.mediatype")
        elif dialog.body not in (None, ""):
            yield RecordingBytes(
                talk.call_key,
                _content(dialog, field),
                _file_name(dialog),
                _agent_channel(talk, dialog),
            )
        elif dialog.url:
            yield RecordingLink(
                talk.call_key,
                dialog.url,
                _file_name(dialog),
                _agent_channel(talk, dialog),
                content_hashes=dialog.content_hash,
            )


def decoded(body: Any, field: str) -> bytes:
    """Bytes of base64url, or of plain base64, as some write. Raises PayloadUnreadable."""
    if not isinstance(body, str):
        raise PayloadUnreadable(field=field, detail=f"{field}: not base64url")
    text = _BLANK.sub("", body).rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return b64decode(text + "=" * (-len(text) % 4), validate=True)
    except ValueError as error:
        raise PayloadUnreadable(field=field, detail=f"{field}: not base64url") from error


def _content(dialog: Dialog, field: str) -> bytes:
    if dialog.encoding not in _BINARY:
        sentence = f"{field}.encoding: sound is base64url, not {dialog.encoding}"
        raise PayloadUnreadable(field=f"{field}.encoding", detail=sentence)
    return decoded(dialog.body, f"{field}.body")


def _file_name(dialog: Dialog) -> str | None:
    name = PurePosixPath((dialog.filename or "").replace("\\", "/")).name
    return name[-_NAME_MAX:] if name.isprintable() and name else None


def _agent_channel(talk: Conversation, dialog: Dialog) -> int | None:
    """Of two channels the agent's. With one entry per channel, their order is the sound's."""
    channels = dialog.channels
    if len(channels) != 2:
        return None
    theirs = [number for number, who in enumerate(channels) if talk.cast.agents(who)]
    return theirs[0] if len(theirs) == 1 else None
