"""Translating vCons: opened, verified, read, and told as calls."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from services.dialers import (
    Acknowledgement,
    GivenTranscript,
    Note,
    Payload,
    PayloadUnreadable,
    RecordingBytes,
    RecordingLink,
    Setting,
    Translation,
    ZoneNeeded,
)
from services.dialers.unpacking import json_values, unpacked
from services.dialers.vcon import calls, conversation, media, outcomes, transcripts
from services.dialers.vcon.cast import cast_of
from services.dialers.vcon.conversation import Conversation
from services.dialers.vcon.model import Vcon, read
from services.dialers.vcon.sealed import opened
from services.dialers.vcon.settings import Settings

_UNDERSTOOD = frozenset({"CC", "cc"})
"""Extensions: the contact centre's adds roles, campaigns, skills and interactions."""
_ANSWER = Acknowledgement(b'{"status":"stored"}')


class Vcons:
    settings_type = Settings

    def verify(self, payload: Payload, secrets: Mapping[str, str]) -> None:
        """A vCon's signature says who made it, not who brings it: that is the key's part."""

    def key_of(self, payload: Payload) -> str | None:
        """Which edition of which vCon this is, where it says so itself."""
        try:
            values = json_values(unpacked(payload.body))
        except PayloadUnreadable:
            return None
        match values:
            case [{"uuid": str() as uuid, "updated_at": str() as updated_at}]:
                key = json.dumps([uuid, updated_at])
                return key if len(key) < 200 and "\\u0000" not in key else None
        return None

    def translate(self, payload: Payload, setting: Setting) -> Translation:
        settings = Settings.model_validate(setting.options)
        values = json_values(unpacked(payload.body))
        vcons = values[0] if len(values) == 1 and isinstance(values[0], list) else values
        if len(vcons) == 1:
            return _translate(vcons[0], payload, setting, settings)
        return _together(
            _or_note(vcon, line, payload, setting, settings)
            for line, vcon in enumerate(vcons, start=1)
        )

    def acknowledge(self, payload: Payload) -> Acknowledgement:
        return _ANSWER


def _or_note(
    value: Any, line: int, payload: Payload, setting: Setting, settings: Settings
) -> Translation:
    """One of several; what cannot be read does not harm the others."""
    try:
        return _translate(value, payload, setting, settings)
    except (PayloadUnreadable, ZoneNeeded) as error:
        sentence = str(error.facts.get("detail", error.message()))
        note = Note("invalid", sentence, error.field, line=line, refuses=True)
        return Translation(notes=(note,))


def _translate(value: Any, payload: Payload, setting: Setting, settings: Settings) -> Translation:
    """Raises PayloadUnreadable, ZoneNeeded."""
    if not isinstance(value, dict):
        raise PayloadUnreadable(field="body", detail="body: a vCon is an object")
    seal = opened(value, settings.trusted, setting.secrets, payload.received_at)
    doubts: list[Note] = []
    if seal.doubt is not None:
        refuses = settings.untrusted == "keep"
        sentence = f"not trusted: {seal.doubt}"
        doubts.append(Note("untrusted", sentence, "signatures", refuses=refuses))
        if refuses:
            return Translation(notes=tuple(doubts))
    told = _told(read(seal.vcon), setting, settings)
    return _together([Translation(notes=tuple(doubts)), told])


def _told(vcon: Vcon, setting: Setting, settings: Settings) -> Translation:
    """Raises PayloadUnreadable, ZoneNeeded."""
    unknown = sorted(set(vcon.critical) - _UNDERSTOOD - settings.extensions)
    if unknown:
        sentence = f"critical: {', '.join(unknown)} must be understood, and is not"
        raise PayloadUnreadable(field="critical", detail=sentence)
    for name, original in (("redacted", vcon.redacted), ("amended", vcon.amended)):
        if original and settings.copies == "keep":
            of = original.get("uuid", "another vCon")
            return Translation(notes=(Note(name, f"a copy of {of}: kept, not used", name),))
    if not conversation.is_call(vcon):
        return Translation(notes=(Note("no_call", "no recording or call in it", "dialog"),))
    return _call(vcon, setting, settings)


def _call(vcon: Vcon, setting: Setting, settings: Settings) -> Translation:
    key, note = conversation.call_key_of(vcon, settings)
    talk = Conversation(vcon, cast_of(vcon, settings), setting, settings, key)
    words = list(transcripts.transcripts(talk))
    given = [each for _, each in words]
    sound = list(media.recordings(talk))
    return Translation(
        events=tuple(calls.told(talk, _ends(words), outcomes.said(talk))),
        links=tuple(each for each in sound if isinstance(each, RecordingLink)),
        recordings=tuple(each for each in sound if isinstance(each, RecordingBytes)),
        transcripts=tuple(each for each in given if isinstance(each, GivenTranscript)),
        notes=(
            *((note,) if note else ()),
            *conversation.strange(vcon),
            *(each for each in (*sound, *given) if isinstance(each, Note)),
        ),
    )


def _ends(words: Iterable[tuple[int | None, GivenTranscript | Note]]) -> dict[int, float]:
    """Until when words were heard in each dialog, in seconds from its start."""
    return {
        dialog: max(said.end_s for said in given.utterances)
        for dialog, given in words
        if dialog is not None and isinstance(given, GivenTranscript)
    }


def _together(parts: Iterable[Translation]) -> Translation:
    parts = tuple(parts)
    return Translation(
        events=tuple(each for part in parts for each in part.events),
        links=tuple(each for part in parts for each in part.links),
        recordings=tuple(each for part in parts for each in part.recordings),
        transcripts=tuple(each for part in parts for each in part.transcripts),
        notes=tuple(each for part in parts for each in part.notes),
    )
