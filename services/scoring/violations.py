"""Which places are themselves a fault, and how many of them are fatal. Pure."""

from collections.abc import Sequence

from services.scoring.results import Line, Verdict

FAULTS = ("not", "sound")
"""Of these conditions the places of what is false are why it is false."""


def is_violation(line: Line) -> bool:
    """Whether what was found is itself the fault: steps of a wrong order are not."""
    if line.verdict is not Verdict.FAILED:
        return False
    return line.forbids or (line.finding is not None and line.finding.type in FAULTS)


def count_fatal(lines: Sequence[Line]) -> int:
    """Places that broke a fatal rule; one for a rule broken by what was not said."""
    broken = [line for line in lines if line.fatal == "card" and line.verdict is Verdict.FAILED]
    return sum(max(1, len(line.evidence)) if is_violation(line) else 1 for line in broken)
