"""Browsers that follow boards, and what tells whether they show what the database has."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

SILENT_S = 8
"""After so long without a message a client connects again, as docs/api.md asks."""
UNANSWERED_S = 4, 10
"""So long a first attempt may take, and any other."""
SNAPSHOT_S = 25
SALES_IN_SNAPSHOT = 50
VOLUMES = ("dials", "connects", "effective_talks")

Name = tuple[str, str]
Cards = dict[Name, dict[str, Any]]


class Viewer:
    """A browser: reads, keeps the newer of two cards, and comes back whenever it is cut off."""

    def __init__(self, url: str, board: UUID, login: str, cookie: str) -> None:
        self.board, self.login = board, login
        self.snapshots = 0
        self.cookie = cookie
        self._cards: Cards = {}
        self._url = f"{url.replace('http', 'ws', 1)}/api/v1/boards/{board}/live"
        self._cut = asyncio.Event()
        self._attempt = 0

    def cut(self) -> None:
        self._cut.set()

    def shown(self) -> Cards:
        return {
            name: card
            for name, card in self._cards.items()
            if card["kind"] != "gone" and not card.get("withdrawn")
        }

    async def watch(self) -> None:
        while True:
            with suppress(OSError, WebSocketException, TimeoutError):
                await self._follow()
            await asyncio.sleep(0.2)

    async def _follow(self) -> None:
        head = {"Cookie": self.cookie}
        patience = min(UNANSWERED_S[0] * 1.25**self._attempt, UNANSWERED_S[1])
        self._attempt += 1
        async with connect(
            self._url, additional_headers=head, max_size=None, open_timeout=patience
        ) as socket:
            self._cut.clear()
            reading = asyncio.create_task(self._read(socket))
            cutting = asyncio.create_task(self._cut.wait())
            try:
                await asyncio.wait((reading, cutting), return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (reading, cutting):
                    task.cancel()
                # Both end here: what cut the socket off is no news.
                await asyncio.gather(reading, cutting, return_exceptions=True)

    async def _read(self, socket: Any) -> None:
        limit: float = SNAPSHOT_S
        while True:
            message = json.loads(await asyncio.wait_for(socket.recv(), limit))
            limit, self._attempt = SILENT_S, 0
            if message["type"] == "snapshot":
                self._cards = {}
                self.snapshots += 1
            for card in message.get("cards", []):
                name = (card.get("of", card["kind"]), card["key"])
                if name not in self._cards or self._cards[name]["version"] < card["version"]:
                    self._cards[name] = card


async def sign_in(url: str, login: str, password: str) -> str:
    """The cookie of a new session."""
    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        answer = await client.post("/api/v1/session", json={"login": login, "password": password})
        answer.raise_for_status()
        return answer.headers["set-cookie"].partition(";")[0]


async def differences(url: str, viewer: Viewer) -> dict[str, Any]:
    """Names of cards that `viewer` shows otherwise than a snapshot does, and how."""
    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        answer = await client.get(
            f"/api/v1/boards/{viewer.board}", headers={"Cookie": viewer.cookie}
        )
    answer.raise_for_status()
    fresh = {(card["kind"], card["key"]): card for card in answer.json()["cards"]}
    shown = _comparable(viewer.shown(), fresh)
    names = [
        name for name in fresh.keys() | shown.keys() if _plain(fresh, name) != _plain(shown, name)
    ]
    return {str(name): (fresh.get(name), shown.get(name)) for name in names}


def _comparable(shown: Cards, fresh: Cards) -> Cards:
    """Without old sales: a board opens with the newest, and who was there before saw more."""
    if sum(kind == "sale" for kind, _ in fresh) < SALES_IN_SNAPSHOT:
        return shown
    return {name: card for name, card in shown.items() if name[0] != "sale" or name in fresh}


def _plain(cards: Cards, name: Name) -> dict[str, Any] | None:
    card = cards.get(name)
    # A correction may empty an interval; a snapshot does not name those without calls.
    if card and card["kind"] == "volume" and not any(card[number] for number in VOLUMES):
        return None
    return card and {key: value for key, value in card.items() if key != "version"}


def told(off: Sequence[Viewer]) -> str:
    return f"{len(off)} viewers differ: {[(each.login, each.board) for each in off]}"
