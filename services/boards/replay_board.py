"""A past board at one instant: what is known of it then, and its cards."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from services.activity.board import FATAL_SHOWN, SALES_SHOWN
from services.activity.cards import (
    AgentCard,
    AlertCard,
    AnyCard,
    CampaignCard,
    FatalCard,
    SaleCard,
    UnitCard,
    VolumeCard,
)
from services.boards.replay_happenings import Appeared, Cast, Entered, day_start
from services.boards.replay_ledger import Ledger, Name
from services.tables import AgentState

VOLUME = ("dials", "connects", "effective_talks")
_NO_VOLUME = (0, 0, 0)


class PastBoard:
    """Tell it what happens in the order of time, and it has the cards of then."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.ledger = Ledger()
        self.teams: dict[str, UUID] = {}
        """Of the agents on the board."""
        self._doing: dict[UUID, Entered] = {}
        self._volumes: dict[tuple[UUID, datetime], tuple[float, ...]] = {}
        self._campaigns: dict[Name, tuple[UUID, UUID]] = {}
        self._appeared: dict[tuple[str, str], Appeared] = {}
        self._seen_of_teams: dict[Name, bool] = {}
        self._version = 0

    def place(self, agent_id: UUID, unit_id: UUID | None) -> None:
        """Let an agent be in a team; of other boards' teams this one knows nothing."""
        self.teams.pop(str(agent_id), None)
        if unit_id is not None and unit_id in self.cast.teams:
            self.teams[str(agent_id)] = unit_id

    def enter(self, entered: Entered) -> None:
        self._doing[entered.agent_id] = entered

    def begin(self, name: Name) -> bool:
        """Put a campaign on the board, whose card is there from its first number on."""
        kind, key, *campaign = name.split("/")
        if kind != "campaign" or name in self._campaigns or UUID(key) not in self.cast.teams:
            return False
        self._campaigns[name] = UUID(key), UUID(campaign[0])
        return True

    def count(self, name: Name, bucket_at: datetime, numbers: Mapping[str, float]) -> None:
        self.ledger.add(name, bucket_at, numbers)

    def grow(self, unit_id: UUID, bucket_at: datetime, numbers: Mapping[str, float]) -> None:
        """Count in the volume of a team's five minutes."""
        more = [numbers.get(name, 0) for name in VOLUME]
        if any(more):
            before = self._volumes.get((unit_id, bucket_at), _NO_VOLUME)
            self._volumes[unit_id, bucket_at] = tuple(map(sum, zip(before, more, strict=True)))

    def show(self, appeared: Appeared) -> None:
        self._appeared[appeared.card.kind, appeared.card.key] = appeared

    def has(self, name: Name) -> bool:
        """Whether a card of numbers is there, seen or not."""
        if name.startswith("campaign/"):
            return name in self._campaigns
        return name.startswith("unit/") or name.removeprefix("agent/") in self.teams

    def seen(self, name: Name) -> bool:
        """Whether a card of numbers, were it there, is for the one who looks."""
        if name.startswith("agent/"):
            key, own = name.removeprefix("agent/"), self.cast.audience.agent_id
            return key in self.teams and (own is None or key == str(own))
        if name not in self._seen_of_teams:
            self._seen_of_teams[name] = self._sees(name)
        return self._seen_of_teams[name]

    def number(self) -> int:
        """Of the next card: whichever comes later is the newer."""
        self._version += 1
        return self._version

    def cards(self, at: datetime) -> list[AnyCard]:
        """Everything that is seen."""
        audience = self.cast.audience
        return [audience.shown(card) for card in self._cards(at) if audience.sees(card)]

    def agent_card(self, agent_id: UUID, at: datetime) -> AgentCard:
        unit_id, person = self.teams[str(agent_id)], self.cast.agents[agent_id]
        doing = self._doing.get(agent_id)
        tallies = self.ledger.tallies(f"agent/{agent_id}", self._day(unit_id, at), at)
        return AgentCard(
            key=str(agent_id),
            version=self.number(),
            unit_id=unit_id,
            name=person.name,
            code=person.code,
            state=doing.state if doing else AgentState.OFFLINE,
            state_since=doing.since if doing else None,
            reason=doing.reason if doing else None,
            call_id=doing.call_id if doing else None,
            **tallies._asdict(),
        )

    def campaign_card(self, name: Name, at: datetime) -> CampaignCard:
        unit_id, campaign_id = self._campaigns[name]
        tallies = self.ledger.tallies(name, self._day(unit_id, at), at)
        return CampaignCard(
            key=f"{unit_id}/{campaign_id}",
            version=self.number(),
            unit_id=unit_id,
            campaign_id=campaign_id,
            name=self.cast.campaigns.get(campaign_id, ""),
            **tallies._asdict(),
        )

    def _sees(self, name: Name) -> bool:
        audience = self.cast.audience
        _, key, *campaign = name.split("/")
        if audience.agent_id is not None or UUID(key) not in self.cast.teams:
            return False
        limits = dict(audience.campaigns).get(UUID(key))
        return not campaign or limits is None or UUID(campaign[0]) in limits

    def _cards(self, at: datetime) -> Iterator[AnyCard]:
        for unit_id in self.cast.teams:
            yield self._unit_card(unit_id, at)
        for agent_id in self.teams:
            yield self.agent_card(UUID(agent_id), at)
        for name in self._campaigns:
            yield self.campaign_card(name, at)
        for unit_id, bucket_at in self._volumes:
            if bucket_at >= self._day(unit_id, at):
                yield self._volume_card(unit_id, bucket_at)
        yield from self._standing(at)

    def _standing(self, at: datetime) -> Iterator[AnyCard]:
        """What has appeared and is not withdrawn: the newest of today, and every alert."""
        newest = sorted(self._appeared.values(), key=lambda each: each.at, reverse=True)
        cards = [each.card for each in newest if self._stands(each, at)]
        yield from [card for card in cards if isinstance(card, FatalCard)][:FATAL_SHOWN]
        yield from [card for card in cards if isinstance(card, SaleCard)][:SALES_SHOWN]
        yield from (card for card in cards if isinstance(card, AlertCard))

    def _stands(self, appeared: Appeared, at: datetime) -> bool:
        card = appeared.card
        if card.withdrawn:
            return False
        return isinstance(card, AlertCard) or appeared.at >= self._day(card.unit_id, at)

    def _day(self, unit_id: UUID, at: datetime) -> datetime:
        team = self.cast.teams.get(unit_id, self.cast.unit)
        return day_start(team.timezone, at)

    def _unit_card(self, unit_id: UUID, at: datetime) -> UnitCard:
        tallies = self.ledger.tallies(f"unit/{unit_id}", self._day(unit_id, at), at)
        return UnitCard(
            key=str(unit_id),
            version=self.number(),
            unit_id=unit_id,
            name=self.cast.teams[unit_id].name,
            **tallies._asdict(),
        )

    def _volume_card(self, unit_id: UUID, bucket_at: datetime) -> VolumeCard:
        dials, connects, effective_talks = self._volumes[unit_id, bucket_at]
        return VolumeCard(
            key=f"{unit_id}/{int(bucket_at.timestamp())}",
            version=self.number(),
            unit_id=unit_id,
            bucket_at=bucket_at,
            dials=int(dials),
            connects=int(connects),
            effective_talks=int(effective_talks),
        )
