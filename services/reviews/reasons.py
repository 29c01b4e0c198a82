"""Why a reviewer says that a hit of the machine is none."""

from enum import StrEnum


class Reason(StrEnum):
    """Codes; the web client says them in both languages, in this order."""

    MISHEARD = "misheard"
    """The words were not said: the transcript is wrong."""
    WRONG_SPEAKER = "wrong_speaker"
    """Said by the other side."""
    QUOTED = "quoted"
    """Repeated, denied or asked, not meant."""
    ALLOWED_HERE = "allowed_here"
    """Said and meant, and right in this call."""
    RULE_TOO_WIDE = "rule_too_wide"
    """The rule finds more than it was made for."""
    OTHER = "other"
