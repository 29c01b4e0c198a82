"""People who sign in."""

from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table

from earshot.console import console, sentences
from services import running
from services.db import transaction
from services.people import organisation, users
from services.people.teams import current_team
from services.tables import Role

app = typer.Typer(help=__doc__, no_args_is_help=True)


@app.command("create")
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


@app.command("password")
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


@app.command("list")
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
