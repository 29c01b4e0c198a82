"""Reading settings, and saying in sentences what is wrong with them."""

import re
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsError

Kind = TypeVar("Kind", bound=BaseSettings)


class SettingsWrong(Exception):
    """Settings that cannot be used. The message names each of them and says why."""


def read(kind: type[Kind]) -> Kind:
    """Raises SettingsWrong."""
    try:
        return kind()
    except ValidationError as error:
        faults = [_sentence(kind, each) for each in error.errors(include_input=False)]
        raise SettingsWrong("\n".join(faults)) from error
    except SettingsError as error:
        field = re.findall(r'field "(\w+)"', str(error))
        raise SettingsWrong(f"{_variable(kind, *field)}: this is not JSON.") from error


def _sentence(kind: type[BaseSettings], error: ErrorDetails) -> str:
    """`EARSHOT_ASR_ENGINES: box.modle: there is no such setting.`"""
    name, *path = [str(part) for part in error["loc"] if part != "[key]"]
    unknown = error["type"] == "extra_forbidden"
    why = "there is no such setting" if unknown else error["msg"].removeprefix("Value error, ")
    return ": ".join([_variable(kind, name), *filter(None, [".".join(path)]), f"{why}."])


def _variable(kind: type[BaseSettings], name: str) -> str:
    return f"{kind.model_config['env_prefix']}{name.upper()}"
