"""Replays: a past hour as it was, to those who may see the board."""

from datetime import timedelta
from random import Random

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.db import transaction
from services.tables import Unit
from tests.counting import NINE, Centre, counters, forget_everything, moments, record
from tests.doors import sign_in
from tests.factories import make_user
from tests.replaying import plain, watch

FIVE = timedelta(minutes=5)


@pytest.fixture
def centre(client: TestClient) -> Centre:
    """One team, whose lead looks."""
    centre = Centre()
    with transaction() as session:
        centre.build(session)
        team = session.get_one(Unit, centre.unit_id)
        make_user(session, team, login="lead")
    sign_in(client, "lead")
    return centre


def same_at_every_five_minutes(client: TestClient, centre: Centre) -> None:
    """What is played up to an instant is what a replay from there begins with."""
    for fives in range(1, 7):
        at = NINE + fives * FIVE
        played = watch(client, centre.unit_id, NINE, minutes=5 * fives).play()
        begun = watch(client, centre.unit_id, at, minutes=5)
        assert plain(played.cards) == plain(begun.cards), f"at {at}"


def test_a_shift_played_to_its_end_is_what_the_counters_say(
    client: TestClient, centre: Centre
) -> None:
    record(centre.a_shift())

    player = watch(client, centre.unit_id, NINE, minutes=30).play()

    [team] = player.of("unit")
    sums: dict[str, float] = {}
    for (kind, _, bucket_at, *_), numbers in counters().items():
        if kind == "unit" and bucket_at < NINE + 6 * FIVE:
            for name, number in numbers.items():
                sums[name] = sums.get(name, 0) + number
    assert {name: n for name, n in team["today"].items() if n} == pytest.approx(sums)
    assert (sums["dials"], sums["sales"], sums["talk_s"]) == (2, 1, 379)


def test_a_shift_is_the_same_whether_played_or_looked_up(
    client: TestClient, centre: Centre
) -> None:
    record(centre.a_shift())
    same_at_every_five_minutes(client, centre)


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(moments=moments, chance=st.randoms(use_true_random=False))
def test_whatever_came_late_or_twice_a_replay_ends_with_the_counters(
    client: TestClient,
    centre: Centre,
    moments: list[tuple[str, int, str, str | None, str | None]],
    chance: Random,
) -> None:
    forget_everything()
    told = [centre.happening(*moment) for moment in moments]
    chance.shuffle(told)
    cut = chance.randint(0, len(told))
    record(told[:cut])
    record(told[cut:] + told[:2])
    same_at_every_five_minutes(client, centre)
