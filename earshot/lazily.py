"""Commands that are loaded when they are asked for: loading all takes seconds."""

from collections import UserDict
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from services.loading import without_collecting

ALONE = {
    "serve": "serving",
    "worker": "serving",
    "demo": "serving",
    "migrate": "care",
    "import": "care",
    "doctor": "care",
    "backup": "backing_up",
    "backups": "backing_up",
    "restore": "backing_up",
    "replay": "dialers",
    "bring": "bringing",
    "watch": "watching",
    "sweep": "sweeping",
    "bench": "measuring",
}
GROUPS = {
    "config": "configuring",
    "user": "people",
    "key": "keys",
    "listen": "listening",
    "rules": "cards",
    "audit": "auditing",
    "seal": "sealing",
    "sample": "sampling",
}
"""By name the module whose `app` a command is of, and the group that an `app` is."""


class Commands(TyperGroup):
    """All of them; `--help` loads all, to tell what they say of themselves."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = _Loaded(ALONE | GROUPS)


class _Loaded(UserDict[str, Any]):
    """Names of modules, read as the commands in them."""

    def __getitem__(self, name: str) -> Any:
        with without_collecting():
            module = import_module(f"earshot.{self.data[name]}")
        around = typer.Typer()
        around.add_typer(module.app, name=name if name in GROUPS else None)
        return typer.main.get_group(around).commands[name]
