"""What the adapter must be told of one source's tables."""

from services.dialers import AdapterSettings
from services.dialers.csv.mapping import Mapping


class Settings(AdapterSettings):
    mapping: Mapping | None = None
    """Which column says what. None: as headings and values look."""
