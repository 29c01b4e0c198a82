"""What is set, where, and what is set in vain."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from pydantic import SecretStr
from pydantic_settings import BaseSettings

from services import spelling
from services.settings.reading import SettingsWrong, readable, secrets_folder, variable

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


@dataclass(frozen=True, slots=True)
class UnknownSetting:
    variable: str
    nearest: str | None
    """The setting that was probably meant; None where no name is like it."""


def require_known(kinds: Iterable[type[BaseSettings]]) -> None:
    """Raises SettingsWrong: a name that is nearly right would be the default in silence."""
    unknown = unknown_settings(kinds)
    if unknown:
        raise SettingsWrong("\n".join(map(_sentence, unknown)))


def unknown_settings(kinds: Iterable[type[BaseSettings]]) -> list[UnknownSetting]:
    """What is given in the environment or in `.env` and is no setting, by name."""
    known = {variable(kind, name) for kind in kinds for name in kind.model_fields}
    given = [*os.environ, *_of_file(), *_of_secrets()]
    unknown = {
        name for name in given if name.startswith(PREFIX) and not name.startswith(_FOR_TESTS)
    } - (known | _NOT_SETTINGS)
    return [UnknownSetting(name, _nearest(name, known)) for name in sorted(unknown)]


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
    with readable():
        return {name.upper() for name in dotenv_values(FILE)} if FILE.is_file() else set()


def _nearest(unknown: str, known: set[str]) -> str | None:
    """By what follows the prefix, which would make all names alike."""
    by_rest = {name.removeprefix(PREFIX): name for name in known}
    near = spelling.nearest(unknown.removeprefix(PREFIX), by_rest)
    return by_rest[near] if near else None


def _of_secrets() -> set[str]:
    folder = secrets_folder()
    with readable():
        return {each.name.upper() for each in folder.iterdir()} if folder else set()


def _sentence(unknown: UnknownSetting) -> str:
    return f"{unknown.variable}: there is no such setting.{spelling.hint(unknown.nearest)}"
