"""Listen to dialers that send nothing by themselves: a process beside them."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Annotated

import typer

from earshot.ami import Server
from earshot.console import console, sentences
from earshot.door import Door
from earshot.following import Follower
from earshot.live import Listener
from services.dialers.asterisk.bodies import KINDS, Kind
from services.errors import ServiceError

app = typer.Typer(help=__doc__, no_args_is_help=True)

_AMI_PORT = 5038


@app.callback()
def listen() -> None:
    """Listen to dialers that send nothing by themselves: a process beside them."""


@app.command()
def asterisk(
    url: Annotated[str, typer.Option(envvar="EARSHOT_URL", help="Where Earshot is.")],
    key: Annotated[
        str, typer.Option(envvar="EARSHOT_KEY", help="With events:write.", show_envvar=True)
    ],
    file: Annotated[Path | None, typer.Option(help="A file that Asterisk writes.")] = None,
    kind: Annotated[str, typer.Option(help="What it is: queue_log, cdr or cel.")] = "queue_log",
    columns: Annotated[str, typer.Option(help="Of a CSV file, when not the usual ones.")] = "",
    ami: Annotated[str, typer.Option(help="HOST or HOST:PORT of the manager interface.")] = "",
    user: Annotated[str, typer.Option(envvar="ASTERISK_AMI_USER", help="Of manager.conf.")] = "",
    secret: Annotated[str, typer.Option(envvar="ASTERISK_AMI_SECRET", help="The user's.")] = "",
    tls: Annotated[bool, typer.Option(help="Speak TLS to the manager interface.")] = False,
    plain: Annotated[bool, typer.Option(help="Log in without an MD5 challenge.")] = False,
    state: Annotated[Path, typer.Option(help="Folder that remembers how far it got.")] = Path(
        "var/listening"
    ),
    once: Annotated[bool, typer.Option(help="Deliver what is in the file, and stop.")] = False,
) -> None:
    """Deliver what an Asterisk writes (--file) or tells (--ami), until stopped."""
    if bool(file) == bool(ami):
        raise typer.BadParameter("say either --file or --ami")
    door = Door(url, key, "asterisk")
    if file:
        place = state / f"{file.resolve().as_posix().strip('/').replace('/', '_')}.json"
        names = [name.strip() for name in columns.split(",") if name.strip()]
        follower = Follower(file, _kind(kind), door, place, columns=names)
        _run(follower.catch_up(to_the_end=True) if once else follower.follow(), door)
    else:
        server = _server(ami, user, secret, tls=tls, plain=plain)
        place = state / f"ami-{server.host}-{server.port}.json"
        _run(Listener(server, door, place).run(), door)


def _run(work: Coroutine[object, object, object], door: Door) -> None:
    async def until_done() -> None:
        try:
            await work
        except* ServiceError as refused:
            raise refused.exceptions[0] from None
        finally:
            await door.close()

    with sentences():
        try:
            asyncio.run(until_done())
        except KeyboardInterrupt:
            console.print("Stopped.")


def _kind(name: str) -> Kind:
    for kind in KINDS:
        if kind == name and kind != "ami":
            return kind
    raise typer.BadParameter(f"{name} is none of queue_log, cdr, cel", param_hint="--kind")


def _server(address: str, user: str, secret: str, *, tls: bool, plain: bool) -> Server:
    host, _, port = address.partition(":")
    if not user or not secret:
        raise typer.BadParameter("--ami needs --user and ASTERISK_AMI_SECRET")
    if port and not port.isdigit():
        raise typer.BadParameter(f"not a port: {port}", param_hint="--ami")
    return Server(host, int(port or _AMI_PORT), user, secret, tls=tls, plain=plain)
