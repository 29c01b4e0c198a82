"""Whatever the speed of its readers, a group tells each of them the newest."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from api.frames import Message
from api.groups import BACKLOG_MAX_BYTES, BEAT_S, STALLED_S, Group, Viewer
from api.viewing import START_AGAIN
from services.activity.board import Audience


class Line:
    """An outlet whose reader takes as much as it is let."""

    def __init__(self) -> None:
        self.unread: list[Message] = []
        self.read: list[Message] = []
        self.closed: int | None = None
        self.most = 0

    def write(self, message: Message) -> None:
        self.unread.append(message)
        self.most = max(self.most, self.backlog())

    def backlog(self) -> int:
        return sum(len(message.text) for message in self.unread)

    def hang_up(self, code: int, reason: str) -> None:
        self.closed = code

    def take(self, count: int) -> None:
        self.read += self.unread[:count]
        del self.unread[:count]

    def state(self) -> dict[str, int]:
        """What a browser that has read everything knows; versions may not go back."""
        known: dict[str, int] = {}
        for message in self.read:
            for card in json.loads(message.text).get("cards", []):
                assert card["version"] > known.get(card["key"], 0)
                known[card["key"]] = card["version"]
        return known


def encoded(
    key: str, version: int, padding_bytes: int = BACKLOG_MAX_BYTES // 3
) -> dict[tuple[str, str], bytes]:
    padding = "x" * padding_bytes
    card = {"kind": "agent", "key": key, "version": version, "name": padding}
    return {("agent", key): json.dumps(card).encode()}


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def group(line: Line) -> Group:
    group = Group()
    viewer = Viewer(Audience(frozenset()), line)
    group.join(viewer)
    group.open(viewer)
    return group


_steps = st.lists(
    st.one_of(
        st.tuples(st.just("tell"), st.sampled_from("abc")),
        st.tuples(st.just("take"), st.integers(1, 4)),
        st.tuples(st.just("pulse"), st.none()),
    ),
    max_size=60,
)


@settings(max_examples=60)
@example([("tell", "a")] * 5 + [("take", 4)])
@given(steps=_steps)
def test_every_reader_ends_with_the_newest_and_has_a_bounded_backlog(
    steps: list[tuple[str, str | int | None]],
) -> None:
    line, group, newest = Line(), Group(), {}
    viewer = Viewer(Audience(frozenset()), line)
    group.join(viewer)
    group.open(viewer)
    for version, (step, what) in enumerate(steps, start=1):
        match step, what:
            case "tell", str(key):
                newest[key] = version
                group.tell(encoded(key, version))
            case "take", int(count):
                line.take(count)
            case _:
                group.pulse(0)
    group.pulse(0)
    while line.unread:
        line.take(1)
        group.pulse(0)

    assert line.state() == newest
    # What was not too much yet, and one message of every card.
    assert line.most <= BACKLOG_MAX_BYTES + 4 * len(encoded("a", 1)["agent", "a"])


def test_a_reader_who_takes_nothing_for_long_has_to_start_again(group: Group, line: Line) -> None:
    for version in range(1, 6):
        group.tell(encoded("a", version))
    now = group.told_at

    group.pulse(now + STALLED_S / 2)
    assert line.closed is None

    group.pulse(now + STALLED_S + 1)
    assert line.closed == START_AGAIN


def test_a_reader_who_takes_a_little_is_waited_for(group: Group, line: Line) -> None:
    group.tell(encoded("a", 1))
    group.tell(encoded("a", 2, BACKLOG_MAX_BYTES * 2))
    group.tell(encoded("a", 3))
    now = group.told_at

    line.take(1)
    group.pulse(now + STALLED_S - 1)
    group.pulse(now + STALLED_S + 1)

    assert line.closed is None


def test_who_hears_nothing_for_long_gets_a_beat(group: Group, line: Line) -> None:
    group.pulse(group.told_at + BEAT_S - 1)
    assert line.unread == []

    group.pulse(group.told_at + BEAT_S)
    assert [json.loads(message.text)["type"] for message in line.unread] == ["beat"]
