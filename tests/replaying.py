"""Playing a replay as the browser does, from nothing but what the API says."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from fastapi.testclient import TestClient

FIVE_S = 300
Card = dict[str, Any]


class Player:
    """A replay, and its cards as they stand after `play`."""

    def __init__(self, replay: Mapping[str, Any]) -> None:
        self.replay = replay
        self.from_at = datetime.fromisoformat(replay["from_at"])
        self.board: Card = {}
        self.cards: dict[str, Card] = {}
        self._sums: dict[str, dict[int, dict[str, float]]] = {}
        self._begin()

    @property
    def length_s(self) -> float:
        until_at = datetime.fromisoformat(self.replay["until_at"])
        return (until_at - self.from_at).total_seconds()

    def play(self, until_s: float | None = None) -> "Player":
        """All steps up to `until_s`, from the beginning, then the windows of that instant."""
        until_s = self.length_s if until_s is None else until_s
        self._begin()
        for step in self.replay["steps"]:
            if step["at_s"] <= until_s:
                getattr(self, f"_{step['kind']}")(step)
        for name, card in self.cards.items():
            if name.split("/")[0] in ("agent", "unit", "campaign"):
                card["hour"] = self._window(name, until_s, 12)
                card["quarter"] = self._window(name, until_s, 3)
        return self

    def of(self, kind: str) -> list[Card]:
        return [card for name, card in self.cards.items() if name.startswith(f"{kind}/")]

    def _begin(self) -> None:
        self.board = self.replay["board"]
        self._sums = {}
        self._replace(self.replay["cards"])
        for counted in self.replay["recent"]:
            self._remember(counted)

    def _replace(self, cards: list[Card]) -> None:
        self.cards = {f"{card['kind']}/{card['key']}": dict(card) for card in cards}

    def _start(self, step: Card) -> None:
        self.board = step["board"]
        self._replace(step["cards"])

    def _state(self, step: Card) -> None:
        told = {name: step[name] for name in ("state", "reason", "call_id")}
        self.cards[f"agent/{step['agent']}"] |= told | {"state_since": step["since"]}

    def _card(self, step: Card) -> None:
        card = step["card"]
        name = f"{card['kind']}/{card['key']}"
        if card.get("withdrawn"):
            self.cards.pop(name, None)
        else:
            self.cards[name] = dict(card)
        if card["kind"] == "agent":
            self._sums.pop(name, None)
        for counted in step["recent"]:
            self._remember(counted)

    def _leave(self, step: Card) -> None:
        del self.cards[f"agent/{step['agent']}"]

    def _count(self, step: Card) -> None:
        self._remember(step)
        for name in step["of"]:
            today = dict(self.cards[name]["today"])
            for column, number in step["add"].items():
                today[column] += number
            self.cards[name]["today"] = today
            if name.startswith("unit/"):
                self._grow(name.removeprefix("unit/"), step)

    def _grow(self, unit_id: str, step: Card) -> None:
        grown = {name: step["add"].get(name, 0) for name in ("dials", "connects")}
        grown["effective_talks"] = step["add"].get("effective_talks", 0)
        if not any(grown.values()):
            return
        bucket_at = self.from_at + timedelta(seconds=step["bucket_s"])
        key = f"{unit_id}/{int(bucket_at.timestamp())}"
        nothing = {"kind": "volume", "key": key, "unit_id": unit_id} | dict.fromkeys(grown, 0)
        nothing["bucket_at"] = bucket_at.isoformat().replace("+00:00", "Z")
        before = self.cards.get(f"volume/{key}", nothing)
        more = {name: before[name] + number for name, number in grown.items()}
        self.cards[f"volume/{key}"] = before | more

    def _remember(self, counted: Card) -> None:
        for name in counted["of"]:
            sums = self._sums.setdefault(name, {}).setdefault(counted["bucket_s"], {})
            for column, number in counted["add"].items():
                sums[column] = sums.get(column, 0) + number

    def _window(self, name: str, at_s: float, fives: int) -> dict[str, float]:
        going_on = at_s // FIVE_S * FIVE_S
        total: dict[str, float] = {}
        for bucket_s, numbers in self._sums.get(name, {}).items():
            if bucket_s > going_on - fives * FIVE_S:
                for column, number in numbers.items():
                    total[column] = total.get(column, 0) + number
        return total


def plain(cards: Mapping[str, Card]) -> dict[str, Card]:
    """Cards as they are shown: without versions, zeros and what rounding leaves."""
    return {name: _plain(card) for name, card in cards.items()}


def ask(client: TestClient, unit_id: Any, from_at: datetime, minutes: int = 60) -> Any:
    asked = {"from": from_at.isoformat(), "minutes": str(minutes)}
    return client.get(f"/api/v1/boards/{unit_id}/replay", params=asked)


def watch(client: TestClient, unit_id: Any, from_at: datetime, minutes: int = 60) -> Player:
    answer = ask(client, unit_id, from_at, minutes)
    assert answer.status_code == 200, answer.text
    return Player(answer.json())


def _plain(card: Card) -> Card:
    shown = {name: value for name, value in card.items() if name != "version"}
    for period in ("today", "hour", "quarter"):
        if period in shown:
            shown[period] = {
                name: round(number, 2)
                for name, number in shown[period].items()
                if abs(number) > 5e-3
            }
    return shown
