"""Telling every API process which cards changed, in the transaction that changed them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from sqlmodel import Session

from services import db

CHANNEL = "earshot_board"
_MAX_PAYLOAD_BYTES = 7_900
"""PostgreSQL refuses payloads of 8,000 bytes and more."""


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

    def __or__(self, other: "Notice") -> "Notice":
        return Notice(
            agents=self.agents | other.agents,
            units=self.units | other.units,
            volumes=self.volumes | other.volumes,
            hits=self.hits | other.hits,
            campaigns=self.campaigns | other.campaigns,
            sales=self.sales | other.sales,
            alerts=self.alerts | other.alerts,
        )

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
    by_kind: dict[str, list[str]] = {kind: [] for kind in "auvhcsl"}
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
    )


def _volume(word: str) -> tuple[UUID, datetime]:
    unit, seconds = word.split("/")
    return UUID(unit), datetime.fromtimestamp(int(seconds), UTC)


def _campaign(word: str) -> tuple[UUID, UUID]:
    unit, campaign = word.split("/")
    return UUID(unit), UUID(campaign)


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
