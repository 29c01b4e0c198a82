"""What has been arranged with a dialer about its recordings: part of its source's settings."""

from pydantic import BaseModel, ConfigDict, Field

from services.tables import Source


class Watch(BaseModel):
    """A folder of this machine, or a bucket, that a dialer writes recordings into."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: str = Field(min_length=1)
    """A folder, or `s3://bucket/prefix`."""


class RecordingSettings(BaseModel):
    """Every adapter's settings have these too."""

    model_config = ConfigDict(frozen=True)

    fetch_hosts: frozenset[str] = frozenset()
    """Who may be told the source's user and password when recordings are fetched."""
    file_patterns: tuple[str, ...] = ()
    """How recordings are named, the first that fits decides; see `services.recordings.naming`."""
    watch: Watch | None = None


def arranged_with(source: Source) -> RecordingSettings:
    own = RecordingSettings.model_fields
    return RecordingSettings.model_validate(
        {name: value for name, value in source.settings.items() if name in own}
    )
