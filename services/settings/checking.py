"""What is set, where, and what is set in vain."""

import difflib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from pydantic import SecretStr
from pydantic_settings import BaseSettings

from services.settings.reading import SettingsWrong, variable

PREFIX = "EARSHOT_"
FILE = Path(".env")
_NOT_SETTINGS = frozenset({"EARSHOT_URL", "EARSHOT_KEY", "EARSHOT_DEMO_KEY"})
"""Of commands and examples that talk to a server as others do."""
_FOR_TESTS = "EARSHOT_TEST_"


@dataclass(frozen=True, slots=True)
class Setting:
    variable: str
    value: str
    """As people may read it: never a secret."""
    origin: str
    """`environment`, `.env`, `secret file` or `default`."""
    meaning: str


def require_known(kinds: Iterable[type[BaseSettings]]) -> None:
    """Raises SettingsWrong: a name that is nearly right would be the default in silence."""
    known = {variable(kind, name) for kind in kinds for name in kind.model_fields}
    given = [*os.environ, *_of_file()]
    unknown = {
        name for name in given if name.startswith(PREFIX) and not name.startswith(_FOR_TESTS)
    } - (known | _NOT_SETTINGS)
    if unknown:
        raise SettingsWrong("\n".join(_sentence(each, known) for each in sorted(unknown)))


def settings_of(read: Iterable[BaseSettings]) -> Iterator[Setting]:
    """Every setting as it holds now."""
    for settings in read:
        kind = type(settings)
        for name, field in kind.model_fields.items():
            value = getattr(settings, name)
            origin = _origin(kind, name, is_set=name in settings.model_fields_set)
            meaning = " ".join((field.description or "").split())
            yield Setting(variable(kind, name), _shown(value), origin, meaning)


def _origin(kind: type[BaseSettings], name: str, *, is_set: bool) -> str:
    if not is_set:
        return "default"
    called = variable(kind, name)
    if called in os.environ:
        return "environment"
    return str(FILE) if called in _of_file() else "secret file"


def _shown(value: Any) -> str:
    if isinstance(value, SecretStr):
        return "set, not shown"
    text = "" if value is None else str(value)
    scheme, found, rest = text.partition("://")
    account, at, place = rest.rpartition("@")
    return f"{scheme}://{account.partition(':')[0]}@{place}" if found and at else text


def _of_file() -> set[str]:
    return {name.upper() for name in dotenv_values(FILE)} if FILE.is_file() else set()


def _sentence(unknown: str, known: set[str]) -> str:
    near = difflib.get_close_matches(unknown, known, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"{unknown}: there is no such setting.{hint}"
