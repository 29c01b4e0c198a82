"""Why an agent appeals, and why somebody decides as they do. Codes that clients say in words."""

from enum import StrEnum


class AppealReason(StrEnum):
    MISHEARD = "misheard"
    """Not said: the transcript is wrong."""
    WRONG_SPEAKER = "wrong_speaker"
    """The customer said it."""
    QUOTED = "quoted"
    """Repeated, denied or asked, not meant."""
    ALLOWED_HERE = "allowed_here"
    """Said and meant, and right in this call."""
    SAID_IT = "said_it"
    """What is counted as missing was said."""
    RULE_UNCLEAR = "rule_unclear"
    """Nobody could know that this is not allowed."""
    OTHER = "other"


class DecisionReason(StrEnum):
    HEARD_WRONG = "heard_wrong"
    """The transcript is wrong."""
    JUDGED_WRONG = "judged_wrong"
    """The words are right, the verdict was not."""
    RULE_WRONG = "rule_wrong"
    """The rule finds more than it was made for."""
    EVIDENCE_HOLDS = "evidence_holds"
    """It was said, and the rule means it."""
    NOT_IN_SCRIPT = "not_in_script"
    """What was said does not do what the rule asks for."""
    NEEDS_ANOTHER_LOOK = "needs_another_look"
    """For the next step to decide."""
    OTHER = "other"
