"""The command line: run Earshot, look after it, measure it."""

import typer

from earshot import (
    auditing,
    backing_up,
    bringing,
    cards,
    care,
    configuring,
    dialers,
    keys,
    listening,
    measuring,
    people,
    sampling,
    sealing,
    serving,
    sweeping,
    watching,
)
from earshot.console import sentences
from services import logs
from services.people.origin import be_process
from services.settings import checking, get_asr_settings, get_settings

app = typer.Typer(help=__doc__, no_args_is_help=True, pretty_exceptions_show_locals=False)
for commands in (serving, care, backing_up, dialers, bringing, watching, sweeping, measuring):
    app.add_typer(commands.app)
app.add_typer(configuring.app, name="config")
app.add_typer(people.app, name="user")
app.add_typer(keys.app, name="key")
app.add_typer(listening.app, name="listen")
app.add_typer(cards.app, name="rules")
app.add_typer(auditing.app, name="audit")
app.add_typer(sealing.app, name="seal")
app.add_typer(sampling.app, name="sample")


@app.callback()
def configure() -> None:
    be_process("cli")
    with sentences():
        checking.require_known(configuring.KINDS)
        logs.configure(get_settings())
        get_asr_settings()
