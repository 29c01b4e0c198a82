"""`earshot demo`: the real product on a folder of its own, with a company and a shift in it."""

import os
import shutil
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from demo.calls import MODEL
from services import serving
from services.processes import Child
from services.settings import Settings, get_settings

if TYPE_CHECKING:
    from demo.company import DemoKeys

_SPEECH = {
    "EARSHOT_ASR_MODEL": str(MODEL),
    "EARSHOT_ASR_DEVICE": "cpu",
    "EARSHOT_ASR_CHUNK_LENGTH_S": "10",
    # The demo's voices are synthetic, and quieter between words than people are.
    "EARSHOT_ASR_VAD_THRESHOLD": "0.25",
    # Its attention knows phrases, not words: times within a phrase are spread evenly.
    "EARSHOT_ASR_WORD_TIMES": "false",
    # It has never seen a prompt, and writes nonsense after one.
    "EARSHOT_ASR_PROMPT_HOT_WORDS": "false",
}


def run(settings: Settings, console: Console, *, speed: float, fresh: bool) -> None:
    """Serve the demo until Ctrl-C. `fresh` forgets what earlier demos left."""
    home = settings.home / "demo"
    if fresh:
        shutil.rmtree(home, ignore_errors=True)
    os.environ |= {"EARSHOT_HOME": str(home), **_SPEECH}
    get_settings.cache_clear()
    console.print("Starting the demo company. The first time takes half a minute ...")
    logins: list[DemoKeys] = []

    def prepare() -> list[Child]:
        # Loaded here, and below, where nobody has to wait for it.
        from demo import company  # noqa: PLC0415
        from services.db import transaction  # noqa: PLC0415

        with transaction() as session:
            demo = company.seed(session)
        logins.append(demo)
        return [_shift(settings, demo.secret, speed)]

    def begin() -> None:
        from demo import desk  # noqa: PLC0415

        _welcome(settings, console, logins[0])
        desk.keep()

    serving.serve(get_settings(), prepare=prepare, when_ready=begin)
    console.print("Stopped. Everything is kept; `make demo` goes on from here.")


def _shift(settings: Settings, secret: str, speed: float) -> Child:
    command = [sys.executable, "-m", "demo.shift", "--url", _url(settings), "--speed", str(speed)]
    return Child("shift", command, {"EARSHOT_DEMO_KEY": secret})


def _welcome(settings: Settings, console: Console, demo: "DemoKeys") -> None:
    table = Table("login", "role", "name", box=None, pad_edge=False)
    for login in demo.logins:
        table.add_row(login.login, login.role.value, login.name)
    table.add_row("1001", "agent", "an agent; their logins are their codes")
    console.print()
    console.print(f"The demo is ready at [b]{_url(settings)}[/b]", soft_wrap=True)
    console.print(f"Sign in as any of these; everybody's password is [b]{demo.password}[/b]")
    console.print(table)
    console.print("A simulated shift of 30 agents is on. Press Ctrl-C to stop.")


def _url(settings: Settings) -> str:
    return f"http://{settings.host}:{settings.port}"
