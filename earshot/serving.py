"""Running Earshot: everything, workers alone, or the demo."""

import os
from typing import Annotated

import typer

from earshot.console import console, sentences
from services import serving
from services.processes import Child
from services.settings import Settings, get_settings

app = typer.Typer()


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
        # Loaded here, while the API loads beside it, not above.
        from services.db import transaction  # noqa: PLC0415
        from services.people import organisation  # noqa: PLC0415

        with transaction() as session:
            password = organisation.first_admin(session)
        if password:
            console.print(f"First start. Sign in as [b]admin[/b] with password [b]{password}[/b]")
        return []

    def ready() -> None:
        console.print(f"Earshot is ready at [b]http://{settings.host}:{settings.port}[/b]")
        console.print("Press Ctrl-C to stop.")

    with sentences():
        serving.serve(
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
    serving.work(workers)


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


def _settings(host: str | None, port: int | None) -> Settings:
    """The settings, with what the command line says; child processes read the same."""
    if host:
        os.environ["EARSHOT_HOST"] = host
    if port:
        os.environ["EARSHOT_PORT"] = str(port)
    get_settings.cache_clear()
    return get_settings()
