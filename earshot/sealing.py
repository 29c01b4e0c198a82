"""Keys that recordings and secrets are sealed with."""

import typer
from rich.progress import track
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Session, select

from earshot.console import console, sentences
from services import running, sealing
from services.db import transaction
from services.errors import NotFound
from services.people import audit
from services.recordings.storage import get_storage
from services.tables import IdentityProvider, SecondFactor, Source
from services.tables.base import Table

_SECRETS: tuple[tuple[type[Table], str], ...] = (
    (Source, "secrets"),
    (SecondFactor, "secret"),
    (IdentityProvider, "client_secret"),
)

app = typer.Typer(help=__doc__, no_args_is_help=True)


@app.command("new-key")
def new_key() -> None:
    """Make a master key: one line for the file that EARSHOT_KEY_FILE names."""
    console.print(sealing.new_master_key(), soft_wrap=True)


@app.command("rotate")
def rotate() -> None:
    """Wrap every data key by the present master key; what they sealed is not touched.

    Put the new key on the first line of the key file and leave the old ones below it until
    this is done. Works while Earshot runs, and may be run again.
    """
    with sentences(), running.connected():
        with transaction() as session:
            waiting = sealing.keys_to_rotate(session)
        for key_id in track(waiting, "Wrapping data keys", console=console):
            with transaction() as session:
                sealing.rotate(session, key_id)
        with transaction() as session:
            audit.record(
                session, actor="system", act="keys.rotated", subject="data keys", keys=len(waiting)
            )
    console.print(f"{len(waiting)} data keys wrapped anew.")


@app.command("stored")
def seal_stored() -> None:
    """Seal what was stored before there was a key: recordings and secrets.

    Works while Earshot runs, and may be run again: it goes on where it stopped.
    """
    done = 0
    with sentences(), running.connected():
        if not sealing.is_on():
            raise sealing.KeyUnavailable(reason="set EARSHOT_KEY_FILE or EARSHOT_KEY_COMMAND")
        storage = get_storage()
        names = [sha256 for batch in storage.contents() for sha256, _ in batch]
        for sha256 in track(names, "Sealing recordings", console=console):
            try:
                done += storage.seal(sha256)
            except NotFound as error:
                console.print(f"{sha256[:12]}… left as it is: {error}", style="yellow")
        with transaction() as session:
            _seal_secrets(session)
    console.print(f"{done} of {len(names)} recordings sealed now; the rest were.")


def _seal_secrets(session: Session) -> None:
    """Of dialers, second factors and identity providers. Written again: writing seals."""
    for table, column in _SECRETS:
        for row in session.exec(select(table).with_for_update()):
            flag_modified(row, column)
