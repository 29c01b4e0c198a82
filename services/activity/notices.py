"""Telling every API process which cards changed, in the transaction that changed them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal, NamedTuple, TypeAlias, cast
from uuid import UUID

import msgspec
from sqlmodel import Session

from services import db

CHANNEL = "earshot_board"
_MAX_PAYLOAD_BYTES = 7_900
"""PostgreSQL refuses payloads of 8,000 bytes and more."""


Movable: TypeAlias = Literal["agent", "fatal", "sale"]


class Whose(NamedTuple):
    """Of whom a card is, which decides who sees it."""

    unit_id: UUID
    agent_id: UUID | None = None
    campaign_id: UUID | None = None


class Left(NamedTuple):
    """A card that may be elsewhere now. `kind` and `key` are those of the card."""

    kind: Movable
    key: UUID
    whose: Whose


class Notice(msgspec.Struct, frozen=True):
    """Names of cards that are no longer true. Campaigns are pairs of team and campaign."""

    agents: frozenset[UUID] = frozenset()
    units: frozenset[UUID] = frozenset()
    volumes: frozenset[tuple[UUID, datetime]] = frozenset()
    hits: frozenset[UUID] = frozenset()
    campaigns: frozenset[tuple[UUID, UUID]] = frozenset()
    sales: frozenset[UUID] = frozenset()
    """Calls that were sold, or no longer are."""
    alerts: frozenset[UUID] = frozenset()
    left: frozenset[Left] = frozenset()

    def __or__(self, other: "Notice") -> "Notice":
        return Notice(
            agents=self.agents | other.agents,
            units=self.units | other.units,
            volumes=self.volumes | other.volumes,
            hits=self.hits | other.hits,
            campaigns=self.campaigns | other.campaigns,
            sales=self.sales | other.sales,
            alerts=self.alerts | other.alerts,
            left=self.left | other.left,
        )

    def with_what_left(self) -> "Notice":
        """Also the cards that left somewhere: they may be seen where they are now."""
        if not self.left:
            return self
        keys: dict[Movable, set[UUID]] = {"agent": set(), "fatal": set(), "sale": set()}
        for left in self.left:
            keys[left.kind].add(left.key)
        again = Notice(
            agents=frozenset(keys["agent"]),
            hits=frozenset(keys["fatal"]),
            sales=frozenset(keys["sale"]),
        )
        return self | again

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__struct_fields__)


def publish(session: Session, notice: Notice) -> None:
    """Announce `notice` when the transaction commits, and not at all if it does not."""
    words = [
        *(f"a{agent}" for agent in notice.agents),
        *(f"u{unit}" for unit in notice.units),
        *(f"v{unit}/{int(bucket_at.timestamp())}" for unit, bucket_at in notice.volumes),
        *(f"h{hit}" for hit in notice.hits),
        *(f"c{unit}/{campaign}" for unit, campaign in notice.campaigns),
        *(f"s{call}" for call in notice.sales),
        *(f"l{alert}" for alert in notice.alerts),
        *(_left_word(left) for left in notice.left),
    ]
    payloads = list(_packed(words))
    if payloads:
        db.run(
            session,
            "SELECT pg_notify(%(channel)s, payload) FROM unnest(%(payloads)s::text[]) payload",
            {"channel": CHANNEL, "payloads": payloads},
        )


def read(payload: str) -> Notice:
    """The notice in one payload of `CHANNEL`."""
    by_kind: dict[str, list[str]] = {kind: [] for kind in "auvhcslg"}
    for word in payload.split():
        by_kind[word[0]].append(word[1:])
    return Notice(
        agents=frozenset(map(UUID, by_kind["a"])),
        units=frozenset(map(UUID, by_kind["u"])),
        volumes=frozenset(map(_volume, by_kind["v"])),
        hits=frozenset(map(UUID, by_kind["h"])),
        campaigns=frozenset(map(_campaign, by_kind["c"])),
        sales=frozenset(map(UUID, by_kind["s"])),
        alerts=frozenset(map(UUID, by_kind["l"])),
        left=frozenset(map(_left, by_kind["g"])),
    )


def _volume(word: str) -> tuple[UUID, datetime]:
    unit, seconds = word.split("/")
    return UUID(unit), datetime.fromtimestamp(int(seconds), UTC)


def _campaign(word: str) -> tuple[UUID, UUID]:
    unit, campaign = word.split("/")
    return UUID(unit), UUID(campaign)


def _left_word(left: Left) -> str:
    places = (str(each or "") for each in left.whose)
    return "/".join([f"g{left.kind}", str(left.key), *places])


def _left(word: str) -> Left:
    kind, key, unit, *limits = word.split("/")
    agent_id, campaign_id = (UUID(limit) if limit else None for limit in limits)
    return Left(cast(Movable, kind), UUID(key), Whose(UUID(unit), agent_id, campaign_id))


def _packed(words: Iterable[str]) -> Iterable[str]:
    """Words joined by spaces, as many to a payload as fit."""
    payload = ""
    for word in words:
        if payload and len(payload) + 1 + len(word) > _MAX_PAYLOAD_BYTES:
            yield payload
            payload = ""
        payload = f"{payload} {word}" if payload else word
    if payload:
        yield payload
