"""Commands are loaded one by one, and none is forgotten."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import typer

from earshot import lazily


def test_every_command_is_named_with_its_module() -> None:
    folder = Path(lazily.__file__).parent
    modules = {file.stem for file in folder.glob("*.py") if "\napp = typer.Typer(" in _text(file)}
    alone = {
        name: module
        for module in modules - set(lazily.GROUPS.values()) - {"__init__"}
        for name in _commands(module)
    }

    assert alone == lazily.ALONE
    assert set(lazily.GROUPS.values()) <= modules


def test_serving_loads_no_other_command() -> None:
    """And none of what only they need, which takes longer to load than a database to start."""
    script = (
        "import sys; from earshot import app; from typer.main import get_command;"
        "get_command(app).commands['serve'];"
        "print(sorted({'earshot.care', 'fastapi', 'pypinyin', 'numpy'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def _text(file: Path) -> str:
    return file.read_text()


def _commands(module: str) -> set[str]:
    around = typer.Typer()
    around.add_typer(import_module(f"earshot.{module}").app)
    return set(typer.main.get_group(around).commands)
