"""Keys with which machines send and read."""

from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from earshot.console import console, sentences
from services import running
from services.db import transaction
from services.people import keys, organisation
from services.settings import get_settings
from services.tables import KeyScope

app = typer.Typer(help=__doc__, no_args_is_help=True)


@app.command("create")
def create_key(
    name: str,
    source: Annotated[
        str | None, typer.Option(help="The dialer it speaks for; made when new.")
    ] = None,
    *,
    scope: Annotated[list[KeyScope], typer.Option(help="What it may do; repeat for several.")],
) -> None:
    """Make a key. It is shown once."""
    where = get_settings().where
    with sentences(), running.connected(), transaction() as session:
        dialer = organisation.find_or_create_source(session, source) if source else None
        _, secret = keys.create_key(session, name=name, source=dialer, scopes=scope, actor="system")
    # Beside the secret, not in it: `KEY=$(earshot key create ...)` takes what stands on stdout.
    Console(stderr=True).print(f"A key for {source or 'a directory'} in {where}:", soft_wrap=True)
    console.print(secret, soft_wrap=True)


@app.command("list")
def list_keys() -> None:
    """All keys, by what they start with."""
    table = Table(box=None)
    # Whole, also in a narrow window: `key revoke` wants all of the id.
    for column in ("key", "id"):
        table.add_column(column, no_wrap=True)
    for column in ("name", "source", "scopes", "last used", "revoked"):
        table.add_column(column, overflow="fold")
    with sentences(), running.connected(), transaction() as session:
        for key, source in keys.list_keys(session, limit=500).items:
            table.add_row(
                f"{key.hint}…",
                str(key.id),
                key.name,
                source.name if source else "",
                " ".join(key.scopes),
                f"{key.last_used_at:%Y-%m-%d %H:%M}" if key.last_used_at else "never",
                f"{key.revoked_at:%Y-%m-%d %H:%M}" if key.revoked_at else "",
            )
    console.print(table)


@app.command("revoke")
def revoke_key(
    key_id: UUID,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Make a key useless from now on."""
    if not yes:
        typer.confirm(f"Revoke key {key_id}? What uses it stops working", abort=True)
    with sentences(), running.connected(), transaction() as session:
        keys.revoke_key(session, key_id, actor="system")
    console.print("Revoked.")
