"""The command line: run Earshot, look after it, measure it."""

import importlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from services import doctor as checks
from services import logs, running
from services.db import rehearsal, transaction
from services.embedded import AlreadyRunning
from services.errors import ServiceError
from services.onboarding import centre, importing
from services.people import keys, organisation, users
from services.people.teams import current_team
from services.processes import Child
from services.settings import Settings, get_settings
from services.tables import KeyScope, Role

app = typer.Typer(help=__doc__, no_args_is_help=True, pretty_exceptions_show_locals=False)
user_app = typer.Typer(help="People who sign in.", no_args_is_help=True)
key_app = typer.Typer(help="Keys with which machines send and read.", no_args_is_help=True)
app.add_typer(user_app, name="user")
app.add_typer(key_app, name="key")
console = Console()

BENCHES = Path(__file__).parent / "tests" / "bench"


@app.callback()
def configure() -> None:
    logs.configure(get_settings())


@contextmanager
def sentences() -> Iterator[None]:
    """Expected failures end the command with their sentence, not with a traceback."""
    try:
        yield
    except (ServiceError, AlreadyRunning) as error:
        console.print(str(error), style="red", markup=False, soft_wrap=True)
        raise typer.Exit(1) from error


@app.command()
def serve(
    processes: Annotated[int, typer.Option(min=1, help="API processes.")] = 1,
    workers: Annotated[int, typer.Option(min=0, help="Worker processes; 0 for none.")] = 1,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Run everything on this machine: database, API, workers."""
    settings = _settings(host, port)

    def first_start() -> list[Child]:
        with transaction() as session:
            password = organisation.first_admin(session)
        if password:
            console.print(f"First start. Sign in as [b]admin[/b] with password [b]{password}[/b]")
        return []

    def ready() -> None:
        console.print(f"Earshot is ready at [b]http://{settings.host}:{settings.port}[/b]")
        console.print("Press Ctrl-C to stop.")

    with sentences():
        running.serve(
            settings, processes=processes, workers=workers, prepare=first_start, when_ready=ready
        )


@app.command()
def worker(
    workers: Annotated[int, typer.Option(min=1, help="Worker processes.")] = 1,
) -> None:
    """Run workers alone, on a machine whose API runs elsewhere."""
    if get_settings().database_url is None:
        console.print("[red]Set EARSHOT_DATABASE_URL to the database the API uses.[/red]")
        raise typer.Exit(1)
    running.work(workers)


@app.command()
def demo(
    speed: Annotated[float, typer.Option(min=0.1, help="How fast the shift passes.")] = 1.0,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    fresh: Annotated[bool, typer.Option(help="Forget the last demo first.")] = False,
) -> None:
    """Run the demo company with a simulated shift."""
    # The demo is a company of its own, seeded and spoken by code nobody else needs.
    from demo import show  # noqa: PLC0415

    with sentences():
        show.run(_settings(None, port), console, speed=speed, fresh=fresh)


@app.command()
def migrate() -> None:
    """Bring the database to the shape this version needs."""
    with sentences(), running.connected():
        console.print("The database is up to date.")


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="JSON, in UTF-8.")],
    dry_run: Annotated[bool, typer.Option(help="Say what it would do, and do nothing.")] = False,
) -> None:
    """Say who works here: units, agents, dialers, scorecards, campaigns and users from a file."""
    with sentences():
        wanted = centre.read_centre(file.read_bytes())
        with running.connected(), rehearsal() if dry_run else transaction() as session:
            report = importing.import_centre(session, wanted)
    table = Table("", "added", "changed", "unchanged", box=None)
    for kind, tally in report.kinds.items():
        table.add_row(kind, str(len(tally.added)), str(len(tally.changed)), str(tally.unchanged))
    console.print(table)
    for line in report.lines():
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    if dry_run:
        console.print("Nothing was stored.")
    elif report.passwords:
        console.print("Passwords of new users, shown only now:")
        for login, password in report.passwords.items():
            console.print(f"{login}  {password}", markup=False, highlight=False, soft_wrap=True)


@app.command()
def doctor(
    recount: Annotated[bool, typer.Option(help="Rebuild all counters and compare.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per check.")] = False,
) -> None:
    """Check what Earshot stands on. Exits with 1 when something needs attention."""
    with sentences(), running.connected():
        found = list(checks.examine(get_settings(), count_again=recount))
    if as_json:
        for check in found:
            print(json.dumps(check.as_dict(), ensure_ascii=False))  # noqa: T201
    else:
        table = Table("check", "state", "finding", box=None)
        for check in found:
            state = "[green]ok[/green]" if check.ok else "[red]look[/red]"
            table.add_row(check.name, state, check.finding)
        console.print(table)
    raise typer.Exit(0 if all(check.ok for check in found) else 1)


@app.command()
def bench(
    name: Annotated[str, typer.Argument(help="Which benchmark; `list` names them.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON.")] = False,
) -> None:
    """Measure a budget against its floor, both in this run."""
    known = sorted(path.stem for path in BENCHES.glob("*.py") if "def measure" in path.read_text())
    if name == "list":
        console.print("\n".join(known))
        return
    if name not in known:
        console.print(f"[red]No benchmark {name!r}. There are: {', '.join(known) or 'none'}.[/red]")
        raise typer.Exit(2)
    result = importlib.import_module(f"tests.bench.{name}").measure()
    print(json.dumps(result.as_dict())) if as_json else console.print(result)  # noqa: T201
    raise typer.Exit(0 if result.ok else 1)


@user_app.command("create")
def create_user(
    login: str,
    name: Annotated[str, typer.Option(help="The name people see.")],
    role: Annotated[Role, typer.Option(help="What they may do.")],
    unit: Annotated[
        UUID | None, typer.Option(help="Unit id; the agent's team or the company when left out.")
    ] = None,
    agent: Annotated[str | None, typer.Option(help="Agent code, for role agent.")] = None,
    password: Annotated[
        str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)
    ] = "",
) -> None:
    """Add somebody who signs in."""
    with sentences(), running.connected(), transaction() as session:
        agent_id = organisation.get_agent(session, agent).id if agent else None
        team = current_team(session, agent_id) if agent_id else None
        users.create_user(
            session,
            login=login,
            name=name,
            role=role,
            unit_id=unit or (team or organisation.get_company(session)).id,
            agent_id=agent_id,
            password=password,
            actor="system",
        )
    console.print(f"Added {login}.")


@user_app.command("password")
def set_password(
    login: str,
    password: Annotated[
        str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)
    ] = "",
) -> None:
    """Give somebody a new password and end their sessions."""
    with sentences(), running.connected(), transaction() as session:
        users.set_password(session, users.get_user(session, login), password, actor="system")
    console.print(f"Changed the password of {login}.")


@user_app.command("list")
def list_users() -> None:
    """Everybody who may sign in."""
    table = Table("login", "name", "role", "active", box=None)
    with sentences(), running.connected(), transaction() as session:
        cursor: str | None = None
        while True:
            page = users.list_users(session, cursor=cursor)
            for user in page.items:
                table.add_row(user.login, user.name, user.role, "yes" if user.active else "no")
            cursor = page.next
            if cursor is None:
                break
    console.print(table)


@key_app.command("create")
def create_key(
    name: str,
    source: Annotated[str, typer.Option(help="The dialer it speaks for; made when new.")],
    scope: Annotated[list[KeyScope], typer.Option(help="What it may do; repeat for several.")],
) -> None:
    """Make a key. It is shown once."""
    where = get_settings().where
    with sentences(), running.connected(), transaction() as session:
        dialer = organisation.find_or_create_source(session, source)
        _, secret = keys.create_key(session, name=name, source=dialer, scopes=scope, actor="system")
    # Beside the secret, not in it: `KEY=$(earshot key create ...)` takes what stands on stdout.
    Console(stderr=True).print(f"A key for {source} in {where}:", soft_wrap=True)
    console.print(secret, soft_wrap=True)


@key_app.command("list")
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
                source.name,
                " ".join(key.scopes),
                f"{key.last_used_at:%Y-%m-%d %H:%M}" if key.last_used_at else "never",
                f"{key.revoked_at:%Y-%m-%d %H:%M}" if key.revoked_at else "",
            )
    console.print(table)


@key_app.command("revoke")
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


def _settings(host: str | None, port: int | None) -> Settings:
    """The settings, with what the command line says; child processes read the same."""
    if host:
        os.environ["EARSHOT_HOST"] = host
    if port:
        os.environ["EARSHOT_PORT"] = str(port)
    get_settings.cache_clear()
    return get_settings()


if __name__ == "__main__":
    app()
