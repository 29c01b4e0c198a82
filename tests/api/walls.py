"""Walls in tests: how they are made, and screens that hang."""

from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient

from api.deps import WALL_COOKIE
from tests.doors import sign_in

URL = "/api/v1/walls"
AGENTS = {"kind": "built_in", "view": "agents", "seconds": 30}


def wall(unit_id: UUID, **fields: Any) -> dict[str, Any]:
    return {"name": "Floor", "unit_id": str(unit_id), "views": [AGENTS], **fields}


def hang(client: TestClient, login: str, unit_id: UUID, **fields: Any) -> dict[str, Any]:
    """Make a wall as `login`, who stays signed in; with its token."""
    sign_in(client, login)
    answer = client.post(URL, json=wall(unit_id, **fields))
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def only_wall(token: str) -> dict[str, str]:
    """Headers of a browser that knows nothing but the wall's cookie."""
    return {"cookie": f"{WALL_COOKIE}={token}"}
