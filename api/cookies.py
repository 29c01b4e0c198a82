"""The cookies: of a session, of a sign-in that is not over yet, and of a screen on a wall."""

from datetime import timedelta

from fastapi import Request, Response

from api.deps import SESSION_COOKIE, WALL_COOKIE, client_address
from services.people.sessions import Visitor
from services.people.signing_in import STEP_LIFETIME
from services.settings import get_settings

STEP_COOKIE = "earshot_sign_in"
_STEP_PATH = "/api/v1/session"
_WALL_PATH = "/api/v1/wall"
_WALL_HANGS = timedelta(days=400)
"""As long as browsers keep any cookie; each look at the wall begins it anew."""


def visitor_of(request: Request) -> Visitor:
    return Visitor(client_address(request), request.headers.get("user-agent"))


def set_session(response: Response, token: str) -> None:
    # No lifetime: the cookie goes with the browser, and the server decides before that.
    response.set_cookie(
        SESSION_COOKIE,
        token,
        secure=get_settings().secure_cookies,
        httponly=True,
        samesite="lax",
        path="/",
    )


def forget_session(response: Response) -> None:
    response.delete_cookie(
        SESSION_COOKIE, secure=get_settings().secure_cookies, httponly=True, samesite="lax"
    )


def set_step(response: Response, token: str) -> None:
    # Lax, not strict: it must come back from an identity provider's page.
    response.set_cookie(
        STEP_COOKIE,
        token,
        max_age=round(STEP_LIFETIME.total_seconds()),
        secure=get_settings().secure_cookies,
        httponly=True,
        samesite="lax",
        path=_STEP_PATH,
    )


def forget_step(response: Response) -> None:
    response.delete_cookie(
        STEP_COOKIE,
        secure=get_settings().secure_cookies,
        httponly=True,
        samesite="lax",
        path=_STEP_PATH,
    )


def set_wall(response: Response, token: str) -> None:
    # By its path this cookie goes to the doors of walls and to no other.
    response.set_cookie(
        WALL_COOKIE,
        token,
        max_age=round(_WALL_HANGS.total_seconds()),
        secure=get_settings().secure_cookies,
        httponly=True,
        samesite="strict",
        path=_WALL_PATH,
    )
