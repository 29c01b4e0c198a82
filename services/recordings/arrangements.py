"""What has been arranged with a dialer about its recordings: part of its source's settings."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from services.recordings.naming import FilePatternWrong, require_patterns
from services.tables import Source


def _known(patterns: tuple[str, ...]) -> tuple[str, ...]:
    try:
        require_patterns(patterns)
    except FilePatternWrong as error:
        raise ValueError(error.facts["detail"]) from error
    return patterns


class RecordingSettings(BaseModel):
    """Every adapter's settings have these too."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    fetch_hosts: tuple[str, ...] = ()
    """Who may be told the source's user and password when recordings are fetched."""
    file_patterns: Annotated[tuple[str, ...], AfterValidator(_known)] = ()
    """How recordings are named, the first that fits decides; see `services.recordings.naming`."""


def arranged_with(source: Source) -> RecordingSettings:
    own = RecordingSettings.model_fields
    return RecordingSettings.model_validate(
        {name: value for name, value in source.settings.items() if name in own}
    )
