"""The command line: run Earshot, look after it, measure it."""

import typer

from earshot import configuring
from earshot.console import sentences
from earshot.lazily import Commands
from services import logs
from services.people.origin import be_process
from services.settings import checking, get_asr_settings, get_settings

app = typer.Typer(
    cls=Commands, help=__doc__, no_args_is_help=True, pretty_exceptions_show_locals=False
)


@app.callback()
def configure() -> None:
    be_process("cli")
    with sentences():
        checking.require_known(configuring.KINDS)
        logs.configure(get_settings())
        get_asr_settings()
