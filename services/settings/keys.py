"""Where the key is that everything is sealed with."""

from functools import cache
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from services.settings.reading import read


class KeySettings(BaseSettings):
    """Where the master key is."""

    model_config = SettingsConfigDict(
        env_prefix="EARSHOT_KEY_", env_file=".env", extra="ignore", use_attribute_docstrings=True
    )

    file: Path | None = None
    """Master keys of 32 bytes in base64, one a line; the first seals, all of them open."""
    command: str | None = None
    """A command that wraps and unwraps with a key service: `wrap` and `unwrap`, base64 on stdin
    and stdout. It seals where both are set; the file's keys still open."""


@cache
def get_key_settings() -> KeySettings:
    return read(KeySettings)
