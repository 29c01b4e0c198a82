"""The draw: what holds whatever the seed, and a month of two hundred agents."""

from collections import Counter
from dataclasses import replace
from random import Random
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from services.reviews.dealing import Hand, Waiting, deal
from services.reviews.sampling.drawing import Candidate, Progress, Terms, draw
from services.reviews.sampling.estimates import student_t
from services.reviews.sampling.plans import EventLayer, Handing, PlanBody, RandomLayer, RiskLayer

FLOOR = PlanBody(layers=(RandomLayer(per_agent=3),))
ALL = PlanBody(
    layers=(EventLayer(fatal=True), RiskLayer(percent=10), RandomLayer(per_agent=2)), most=30
)

seeds = st.text("0123456789abcdef", min_size=1, max_size=32)
calls = st.lists(
    st.builds(
        Candidate,
        st.uuids(),
        st.sampled_from([None, *(UUID(int=number) for number in range(4))]),
        st.floats(1, 50),
        st.sampled_from([(), (0,)]),
        queued=st.booleans(),
    ),
    max_size=60,
    unique_by=lambda call: call.call_id,
)


@settings(max_examples=40)
@given(seeds, calls, st.randoms())
def test_the_order_of_the_frame_changes_nothing(
    seed: str, frame: list[Candidate], random: Random
) -> None:
    terms = Terms(closing=True, rates={"": 0.2})
    once = draw(ALL, seed, frame, terms, Progress())
    random.shuffle(frame)
    assert draw(ALL, seed, frame, terms, Progress()) == once


@settings(max_examples=40)
@given(seeds, calls)
def test_a_closed_period_meets_every_floor_that_calls_suffice_for(
    seed: str, frame: list[Candidate]
) -> None:
    result = draw(FLOOR, seed, frame, Terms(closing=True, rates={"": 0.1}), Progress())
    agents = {call.call_id: call.agent_id for call in frame}
    had = Counter(agents[each.call_id] for each in result.chosen)
    there = Counter(agents.values())
    assert all(had[agent] >= min(3, there[agent]) for agent in there if agent is not None)
    assert had[None] == 0


@settings(max_examples=30)
@given(seeds, calls, st.integers(0, 60))
def test_what_is_drawn_blindly_does_not_depend_on_when(
    seed: str, frame: list[Candidate], cut: int
) -> None:
    terms = Terms(rates={"": 0.3})
    at_once = draw(FLOOR, seed, frame, replace(terms, closing=True), Progress())
    early = draw(FLOOR, seed, frame[:cut], terms, Progress())
    blind = {each.call_id for each in early.chosen}
    seen = [replace(each, earlier=True, blind=each.call_id in blind) for each in frame[:cut]]
    late = draw(FLOOR, seed, [*seen, *frame[cut:]], replace(terms, closing=True), early.progress)
    assert blind | {each.call_id for each in late.chosen} == {
        each.call_id for each in at_once.chosen
    }


def test_weight_raises_the_chance() -> None:
    plan = PlanBody(layers=(RiskLayer(count=5),))
    frame = [
        Candidate(UUID(int=number), UUID(int=1), 10 if number < 20 else 1) for number in range(100)
    ]
    chosen = Counter(
        each.call_id.int < 20
        for seed in range(200)
        for each in draw(plan, str(seed), frame, Terms(closing=True), Progress()).chosen
    )
    # A fifth of the calls with ten times the weight hold 20 * 10 / (20 * 10 + 80) = 71 %.
    assert 0.6 < chosen[True] / chosen.total() < 0.75


def test_a_month_of_two_hundred_agents_covers_each_as_planned() -> None:
    random = Random(7)
    had: Counter[UUID] = Counter()
    for week in range(4):
        frame = [
            Candidate(UUID(int=random.getrandbits(128)), UUID(int=agent), 1.0)
            for agent in range(200)
            for _ in range(random.randint(20, 60))
        ]
        terms = Terms(closing=True, rates={"": 3 / 60})
        result = draw(FLOOR, f"week {week}", frame, terms, Progress())
        agents = {call.call_id: call.agent_id for call in frame}
        weekly = Counter(agents[each.call_id] for each in result.chosen)
        assert all(weekly[UUID(int=agent)] >= 3 for agent in range(200))
        had.update(each for each in weekly.elements() if each is not None)
    assert min(had.values()) >= 12
    # The floor costs little more than it asks for.
    assert had.total() < 200 * 12 * 1.4


def test_dealing_rotates_agents_and_stays_even() -> None:
    users = [UUID(int=number) for number in (1, 2, 3)]
    agents = [UUID(int=number) for number in (11, 12, 13)]
    tasks = [
        Waiting(UUID(int=100 + number), agents[number % 3], frozenset(users))
        for number in range(27)
    ]
    given_out = deal(tasks, {each: Hand(room=20) for each in users}, {}, Handing.EVEN)
    pairs = Counter((given_out[task.task_id], task.agent_id) for task in tasks)
    assert set(Counter(given_out.values()).values()) <= {8, 9, 10}
    assert set(pairs.values()) == {3}


def test_t_is_as_tables_print_it() -> None:
    printed = {1: 12.706, 2: 4.303, 5: 2.571, 10: 2.228, 30: 2.042, 100: 1.984, 10_000: 1.962}
    assert {degrees: round(student_t(degrees), 3) for degrees in printed} == printed
