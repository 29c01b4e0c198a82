"""What a scorecard would make of a call or a dialogue. Nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel import Session

from services.calls import queries
from services.errors import Rejected
from services.people.access import Caller
from services.scoring import checking
from services.scoring.checking import Problem
from services.scoring.dialogues import read_dialogue
from services.scoring.packs import keeping
from services.transcripts import Utterance
from services.transcripts.reading import get_newest_transcript

_UTTERANCES = TypeAdapter(tuple[Utterance, ...])


class NothingToTryOn(Rejected):
    """Give either a call or a dialogue to try the scorecard on."""


@dataclass(frozen=True, slots=True)
class Tried:
    utterances: tuple[Utterance, ...]
    problems: tuple[Problem, ...]


def try_out(
    session: Session,
    caller: Caller,
    body: Mapping[str, Any],
    *,
    call_id: UUID | None = None,
    dialogue: str | None = None,
) -> Tried:
    """Raises CallNotFound, TranscriptNotFound, DialogueWrong, or NothingToTryOn."""
    utterances = _heard(session, caller, call_id, dialogue)
    checked = checking.check(body, known_packs=keeping.known_keys(session))
    return Tried(utterances, checked.problems)


def _heard(
    session: Session, caller: Caller, call_id: UUID | None, dialogue: str | None
) -> tuple[Utterance, ...]:
    match call_id, dialogue:
        case None, str():
            return read_dialogue(dialogue)
        case UUID(), None:
            call = queries.get_visible_call(session, caller, call_id)
            return _UTTERANCES.validate_python(get_newest_transcript(session, call.id).utterances)
        case _:
            raise NothingToTryOn(field="call_id")
