"""How the whole installation is, for those who watch it: read once, told in two ways.

`readings` asks the database and the disk. `figures` tells Prometheus, `judging` tells
people what it means, `telling` tells administrators when it turns bad.
"""

from services.observing.figures import Figure, figures
from services.observing.judging import (
    Around,
    Card,
    SystemCondition,
    SystemPart,
    SystemReason,
    Told,
    full_at,
    judge,
)
from services.observing.readings import Readings, read
from services.observing.slowly import SLOT, Slot, Slow, read_day, read_slowly
from services.observing.telling import tell

__all__ = [
    "SLOT",
    "Around",
    "Card",
    "Figure",
    "Readings",
    "Slot",
    "Slow",
    "SystemCondition",
    "SystemPart",
    "SystemReason",
    "Told",
    "figures",
    "full_at",
    "judge",
    "read",
    "read_day",
    "read_slowly",
    "tell",
]
