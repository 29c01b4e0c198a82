"""Reading settings, and saying in sentences what is wrong with them."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsError

Kind = TypeVar("Kind", bound=BaseSettings)


class SettingsWrong(Exception):
    """Settings that cannot be used. The message names each of them and says why."""


def read(kind: type[Kind]) -> Kind:
    """From the environment, then `.env`, then files of EARSHOT_SECRETS. Raises SettingsWrong."""
    try:
        with readable():
            return kind(_secrets_dir=secrets_folder())
    except ValidationError as error:
        faults = [_sentence(kind, each) for each in error.errors(include_input=False)]
        raise SettingsWrong("\n".join(faults)) from error
    except SettingsError as error:
        field = re.findall(r'field "(\w+)"', str(error))
        form = "in UTF-8" if isinstance(error.__cause__, UnicodeDecodeError) else "JSON"
        raise SettingsWrong(f"{variable(kind, *field)}: this is not {form}.") from error


@contextmanager
def readable() -> Iterator[None]:
    """For files of settings. Raises SettingsWrong."""
    try:
        yield
    except OSError as error:
        raise SettingsWrong(f"{error.filename} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SettingsWrong("A file of settings is not in UTF-8.") from error


_WHY = {
    "extra_forbidden": "there is no such setting",
    "time_delta_parsing": "not a length of time; write PT30M for 30 minutes, P7D for 7 days",
    "time_delta_type": "not a length of time; write PT30M for 30 minutes, P7D for 7 days",
}
"""For what Pydantic says in the words of its own trade; by its types of errors."""


def secrets_folder() -> Path | None:
    """Where files named after settings lie. Raises SettingsWrong."""
    named = os.environ.get("EARSHOT_SECRETS")
    if not named:
        return None
    if not Path(named).is_dir():
        raise SettingsWrong(f"EARSHOT_SECRETS: there is no folder {named}.")
    return Path(named)


def variable(kind: type[BaseSettings], name: str) -> str:
    """What a setting is called in the environment."""
    return f"{kind.model_config['env_prefix']}{name.upper()}"


def _sentence(kind: type[BaseSettings], error: ErrorDetails) -> str:
    """`EARSHOT_ASR_ENGINES: box.modle: there is no such setting.`"""
    if not error["loc"]:
        return f"{error['msg'].removeprefix('Value error, ')}."
    name, *path = [str(part) for part in error["loc"] if part != "[key]"]
    why = _WHY.get(error["type"]) or error["msg"].removeprefix("Value error, ")
    return ": ".join([variable(kind, name), *filter(None, [".".join(path)]), f"{why}."])
