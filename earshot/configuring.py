"""Settings: what holds, where it comes from, whether it can be used."""

import json
from typing import Annotated

import typer
from pydantic_settings import BaseSettings
from rich.table import Table

from earshot.console import console, sentences
from services import sealing
from services.settings import (
    AsrSettings,
    Settings,
    SettingsWrong,
    get_asr_settings,
    get_settings,
)
from services.settings.checking import Setting, settings_of
from services.settings.keys import KeySettings, get_key_settings

KINDS: tuple[type[BaseSettings], ...] = (Settings, AsrSettings, KeySettings)

app = typer.Typer(help=__doc__, invoke_without_command=True)


@app.callback()
def config(
    context: typer.Context,
    changed: Annotated[bool, typer.Option(help="Only what is not as shipped.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per setting.")] = False,
) -> None:
    """Show every setting and where it comes from. Secrets are not shown."""
    if context.invoked_subcommand:
        return
    found = [each for each in _read() if not changed or each.origin != "default"]
    if as_json:
        for each in found:
            line = {"variable": each.variable, "value": each.value, "origin": each.origin}
            print(json.dumps(line, ensure_ascii=False))  # noqa: T201
        return
    table = Table("variable", "value", "from", "meaning", box=None)
    for each in found:
        table.add_row(each.variable, each.value, each.origin, each.meaning)
    console.print(table)


@app.command()
def check() -> None:
    """Say whether all settings can be used, and the keys they name. Exits with 1 when not."""
    found = [each for each in _read() if each.origin != "default"]
    for each in found:
        console.print(
            f"{each.variable} = {each.value} ({each.origin})", markup=False, soft_wrap=True
        )
    with sentences():
        sealing.require_usable()
        _require_judge_key()
    console.print(f"{len(found)} settings are not as shipped. All can be used.")


def _require_judge_key() -> None:
    """Raises SettingsWrong."""
    try:
        get_settings().read_judge_key()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not text"
        raise SettingsWrong(f"EARSHOT_JUDGE_KEY_FILE cannot be read: {why}.") from error


def _read() -> list[Setting]:
    with sentences():
        return list(settings_of((get_settings(), get_asr_settings(), get_key_settings())))
