"""What travels to the viewers of a board, over real sockets and over any other server."""

import threading
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from websockets.exceptions import ConnectionClosed

from api.frames import FramesProtocol
from api.groups import BACKLOG_MAX_BYTES
from api.viewing import NO_SUCH_BOARD, SIGNED_OUT, START_AGAIN
from services.activity.board import Audience
from services.activity.cards import Snapshot
from services.errors import SignInNeeded
from services.people.organisation import UnitNotFound
from services.settings import get_settings
from tests.api.live import TEAM, Boards, agent_card, cards_in, served, snapshot, viewer, wait_until


def test_a_viewer_is_told_the_snapshot_and_then_what_changes() -> None:
    boards = Boards(read=lambda _: snapshot([agent_card("li", 1)]))
    with served(boards.app) as port, viewer(port) as li:
        assert cards_in(li.recv()) == {"li": 1}
        boards.broadcast(agent_card("li", 2, name="李娜"))
        boards.broadcast(agent_card("li", 3))

        first = li.recv()
        assert "李娜" in str(first)
        assert cards_in(first) == {"li": 2}
        assert cards_in(li.recv()) == {"li": 3}


def test_those_who_may_see_the_same_get_the_same_bytes() -> None:
    boards = Boards()
    with served(boards.app) as port, viewer(port) as one, viewer(port, "/bobs-boss") as other:
        assert one.recv() == other.recv()
        boards.broadcast(agent_card("a", 2), agent_card("b", 2))
        boards.broadcast(agent_card("a", 3))

        heard = [(each.recv(decode=False), each.recv(decode=False)) for each in (one, other)]

    assert heard[0] == heard[1]


def test_a_viewer_who_reads_slowly_skips_states_and_ends_with_the_newest() -> None:
    boards, long_name, last = Boards(), "x" * BACKLOG_MAX_BYTES, 400
    with served(boards.app) as port, viewer(port, max_queue=1) as slow:
        slow.recv()
        # Far more than the buffers of both systems take: some 25 MB.
        for version in range(1, last + 1):
            boards.broadcast(agent_card("a", version, name=long_name))
        told: list[int] = []
        while not told or told[-1] < last:
            told += cards_in(slow.recv(timeout=20)).values()

    assert told == sorted(set(told))
    assert len(told) < last / 2


def test_a_slow_viewer_keeps_nobody_waiting() -> None:
    boards, long_name = Boards(), "x" * BACKLOG_MAX_BYTES
    with served(boards.app) as port, viewer(port, max_queue=1), viewer(port) as quick:
        quick.recv()
        boards.wait_for_viewers(2)
        for version in range(1, 101):
            boards.broadcast(agent_card("a", version, name=long_name))
            assert cards_in(quick.recv(timeout=20)) == {"a": version}


class Impatient(FramesProtocol):
    """Waits a moment for the other side to close, and tells when the connection is gone."""

    gone = threading.Event()

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.close_timeout = 0.2

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.gone.set()


def test_a_viewer_who_does_not_even_read_the_end_is_cut_off() -> None:
    boards, long_name = Boards(), "x" * BACKLOG_MAX_BYTES
    with served(boards.app, Impatient) as port, viewer(port, max_queue=1, close_timeout=0):
        boards.wait_for_viewers(1)
        for version in range(1, 201):
            boards.broadcast(agent_card("a", version, name=long_name))
        boards.in_loop(boards.hub.drop_all)

        assert Impatient.gone.wait(20)


def test_a_viewer_who_comes_while_a_snapshot_is_read_shares_it_and_misses_nothing() -> None:
    begun, go_on, readings = threading.Event(), threading.Event(), []

    def read(_: Audience) -> Snapshot:
        readings.append(1)
        begun.set()
        assert go_on.wait(20)
        return snapshot([agent_card("a", 1), agent_card("b", 1)])

    boards = Boards(read=read)
    with served(boards.app) as port, viewer(port) as early:
        assert begun.wait(20)
        boards.broadcast(agent_card("a", 2))
        with viewer(port, "/late") as late:
            # One who keeps for the snapshot, and both viewers.
            boards.wait_for_viewers(3)
            boards.broadcast(agent_card("b", 2))
            go_on.set()
            for each in (early, late):
                assert cards_in(each.recv()) == {"a": 1, "b": 1}
                assert cards_in(each.recv()) == {"a": 2, "b": 2}

    assert len(readings) == 1


def test_after_a_lost_database_no_old_snapshot_is_shared() -> None:
    versions = iter((1, 2))
    boards = Boards(read=lambda _: snapshot([agent_card("a", next(versions))]))
    with served(boards.app) as port:
        with viewer(port) as before:
            before.recv()
            boards.in_loop(boards.hub.drop_all)
            with pytest.raises(ConnectionClosed) as end:
                before.recv()
        assert end.value.rcvd is not None
        assert end.value.rcvd.code == START_AGAIN

        with viewer(port) as after:
            assert cards_in(after.recv()) == {"a": 2}


def test_a_snapshot_that_cannot_be_read_is_tried_again_by_the_next() -> None:
    readings = iter((1, 2))

    def read(_: Audience) -> Snapshot:
        if next(readings) == 1:
            raise UnitNotFound()
        return snapshot()

    boards = Boards(read=read)
    with served(boards.app) as port:
        with viewer(port) as unlucky, pytest.raises(ConnectionClosed) as end:
            unlucky.recv()
        assert end.value.rcvd is not None
        assert end.value.rcvd.code == NO_SUCH_BOARD
        wait_until(lambda: len(boards.hub) == 0)
        with viewer(port) as lucky:
            lucky.recv()


@pytest.fixture
def eager_recheck(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("EARSHOT_BOARD_RECHECK", "PT0.2S")
    get_settings.cache_clear()
    yield
    monkeypatch.undo()
    get_settings.cache_clear()


def test_viewers_of_one_session_are_asked_about_once_and_closed_together(
    eager_recheck: None,
) -> None:
    signed_in, asked = threading.Event(), []
    signed_in.set()

    def look() -> Audience:
        if not signed_in.is_set():
            asked.append(1)
            raise SignInNeeded()
        return Audience(frozenset({TEAM}))

    boards = Boards(look=look)
    with served(boards.app) as port, viewer(port) as one, viewer(port) as other:
        one.recv()
        other.recv()
        signed_in.clear()
        for each in (one, other):
            with pytest.raises(ConnectionClosed) as end:
                each.recv(timeout=20)
            assert end.value.rcvd is not None
            assert end.value.rcvd.code == SIGNED_OUT

    assert len(asked) == 1


def test_a_viewer_who_may_see_something_else_starts_again(eager_recheck: None) -> None:
    scopes = iter([frozenset({TEAM})])
    boards = Boards(look=lambda: Audience(next(scopes, frozenset({TEAM, uuid4()}))))
    with served(boards.app) as port, viewer(port) as moved:
        moved.recv()
        with pytest.raises(ConnectionClosed) as end:
            moved.recv(timeout=20)

    assert end.value.rcvd is not None
    assert end.value.rcvd.code == START_AGAIN


def test_a_server_that_takes_no_frames_sends_the_same_texts() -> None:
    boards = Boards(read=lambda _: snapshot([agent_card("a", 1)]))
    with TestClient(boards.app) as client, client.websocket_connect("/bob") as bob:
        assert cards_in(bob.receive_text()) == {"a": 1}
        boards.broadcast(agent_card("a", 2, name="李娜"))
        told = bob.receive_text()
        boards.in_loop(boards.hub.drop_all)
        with pytest.raises(WebSocketDisconnect) as end:
            bob.receive_text()

    assert "李娜" in told
    assert cards_in(told) == {"a": 2}
    assert end.value.code == START_AGAIN
