"""What a request can ask for. Routes take these types and nothing else."""

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from fastapi.requests import HTTPConnection
from sqlmodel import Session

from api.hub import Hub
from api.import_feed import ImportFeed
from api.processes import Processes
from api.review_feed import ReviewFeed
from services.db import transaction
from services.errors import SignInNeeded
from services.people import callers, keys, sessions
from services.people.access import Caller

SESSION_COOKIE = "earshot_session"
WALL_COOKIE = "earshot_wall"


class KeyUnknown(SignInNeeded):
    """No API key came with this request, or one that is not known or no longer valid."""


def get_session() -> Iterator[Session]:
    with transaction() as session:
        yield session


def get_hub(connection: HTTPConnection) -> Hub:
    """HTTPConnection is what a request and a websocket have in common."""
    hub: Hub = connection.app.state.hub
    return hub


def get_import_feed(connection: HTTPConnection) -> ImportFeed:
    feed: ImportFeed = connection.app.state.import_feed
    return feed


def get_review_feed(connection: HTTPConnection) -> ReviewFeed:
    feed: ReviewFeed = connection.app.state.review_feed
    return feed


def get_processes(connection: HTTPConnection) -> Processes:
    processes: Processes = connection.app.state.processes
    return processes


# scope="function": commit before the response leaves, so a 2xx means "stored".
SessionDep = Annotated[Session, Depends(get_session, scope="function")]
HubDep = Annotated[Hub, Depends(get_hub)]
ImportFeedDep = Annotated[ImportFeed, Depends(get_import_feed)]
ProcessesDep = Annotated[Processes, Depends(get_processes)]
ReviewFeedDep = Annotated[ReviewFeed, Depends(get_review_feed)]


def find_caller(session: Session, connection: HTTPConnection) -> Caller:
    """Whoever the request's key or cookie says is asking. Raises SignInNeeded."""
    secret = bearer_secret(connection)
    if secret is not None:
        key = keys.find_key(session, secret, client_address(connection))
        if key is None:
            raise KeyUnknown()
        return callers.of_key(key)
    token = connection.cookies.get(SESSION_COOKIE)
    user = sessions.find_session(session, token) if token else None
    if user is None:
        raise SignInNeeded()
    return callers.of_user(session, user)


def client_address(connection: HTTPConnection) -> str:
    """The sender's IP address; behind proxies that EARSHOT_TRUSTED_PROXIES lists, as they say."""
    return connection.client.host if connection.client else "unknown"


def bearer_secret(connection: HTTPConnection) -> str | None:
    scheme, _, secret = connection.headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None


def get_caller(session: SessionDep, connection: HTTPConnection) -> Caller:
    return find_caller(session, connection)


CallerDep = Annotated[Caller, Depends(get_caller, scope="function")]


def get_user(caller: CallerDep) -> Caller:
    """Of doors that are for people only. Raises SignInNeeded: keys are nobody."""
    if caller.user_id is None:
        raise SignInNeeded(actor=caller.actor)
    return caller


def get_user_id(caller: CallerDep) -> UUID:
    """Raises SignInNeeded."""
    if caller.user_id is None:
        raise SignInNeeded(actor=caller.actor)
    return caller.user_id


UserDep = Annotated[Caller, Depends(get_user, scope="function")]
UserIdDep = Annotated[UUID, Depends(get_user_id, scope="function")]
