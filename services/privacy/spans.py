"""Personal numbers in what was said: what there is of them, and where."""

from enum import StrEnum

from pydantic import Field

from services.transcripts import Frozen

FINDER = 1
"""Goes up whenever the finder finds something else: what was looked through is looked at again."""


class Pii(StrEnum):
    """Kinds of personal numbers."""

    ID_NUMBER = "id_number"
    """A Chinese resident identity card."""
    CARD = "card"
    PHONE = "phone"
    PASSPORT = "passport"
    BANK_ACCOUNT = "bank_account"
    SSN = "ssn"
    """A United States social security number."""
    EMAIL = "email"
    SECURITY_CODE = "security_code"
    """Of a card, or one that was sent to somebody to prove who they are."""


class Span(Frozen):
    """Characters `char_start:char_end` of utterance number `utterance`, and when they were said.

    A number that is said over several utterances, or read back, is several spans.
    """

    kind: Pii
    utterance: int
    char_start: int
    char_end: int
    start_s: float
    end_s: float
    confidence: float = Field(ge=0, le=1)
