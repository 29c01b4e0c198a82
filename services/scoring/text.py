"""Spelling, where scoring has always looked for it."""

from services.transcripts.spelling import (
    PERCENT,
    POINT,
    SPACE,
    fold,
    is_ideographic,
    needs_space,
    normalize,
    runs_on,
)

__all__ = [
    "PERCENT",
    "POINT",
    "SPACE",
    "fold",
    "is_ideographic",
    "needs_space",
    "normalize",
    "runs_on",
]
