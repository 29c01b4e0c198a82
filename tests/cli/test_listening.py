"""The process beside an Asterisk: files that grow and rotate, and a connection that breaks."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from earshot import app
from earshot.ami import LoginRefused, Server
from earshot.door import Door, DoorClosed
from earshot.following import Follower
from earshot.live import Listener
from services.db import transaction
from services.dialers import Told
from tests.ami_server import SECRET, USER, AmiServer, event
from tests.asterisk import DAY, calls_in, translate
from tests.deliveries import calls, deliveries, make_dialer


class Desk:
    """Takes what is delivered; answers as told, then with 200."""

    def __init__(self, *answers: int) -> None:
        self.answers = list(answers)
        self.taken: list[tuple[dict[str, str], str]] = []

    def door(self) -> Door:
        transport = httpx.MockTransport(self._take)
        return Door("http://earshot", "ek_x", "asterisk", transport=transport, first_pause_s=0.001)

    def new_lines(self) -> list[str]:
        return [
            line
            for params, body in self.taken
            for line in body.removesuffix("\n").split("\n")[int(params["told"]) :]
        ]

    def _take(self, request: httpx.Request) -> httpx.Response:
        status = self.answers.pop(0) if self.answers else 200
        if status == 0:
            raise httpx.ConnectError("nobody there")
        if status == 200:
            self.taken.append((dict(request.url.params), request.content.decode()))
        return httpx.Response(status)


def follower(file: Path, desk: Desk, kind: Any = "queue_log") -> Follower:
    return Follower(file, kind, desk.door(), file.with_name("state") / "place.json")


def catch_up(file: Path, desk: Desk, kind: Any = "queue_log", *, to_the_end: bool = True) -> bool:
    return asyncio.run(follower(file, desk, kind).catch_up(to_the_end=to_the_end))


def test_a_restart_delivers_nothing_twice_and_nothing_is_left_out(tmp_path: Path) -> None:
    lines = DAY.read_text().splitlines(keepends=True)
    file, desk = tmp_path / "queue_log", Desk()

    for end in (9, 9, 14, len(lines)):
        file.write_text("".join(lines[:end]))
        catch_up(file, desk)

    assert desk.new_lines() == [line.rstrip() for line in lines]
    assert len(desk.taken) == 3


def test_open_calls_come_along_so_that_a_restart_of_asterisk_ends_them(tmp_path: Path) -> None:
    lines = DAY.read_text().splitlines(keepends=True)
    file, desk = tmp_path / "queue_log", Desk()
    told: list[Told] = []

    for end in range(1, len(lines) + 1):
        file.write_text("".join(lines[:end]))
        catch_up(file, desk, to_the_end=True)
    for params, body in desk.taken:
        query = f"kind=queue_log&told={params['told']}"
        told += translate(body.removesuffix("\n"), query=query).events

    by_line, whole = calls_in(told), calls_in(translate(DAY.read_text()).events)
    assert {k: (c.state, c.end_estimated, c.talk_s) for k, c in by_line.items()} == {
        k: (c.state, c.end_estimated, c.talk_s) for k, c in whole.items()
    }


def test_a_line_half_written_and_a_second_not_over_wait(tmp_path: Path) -> None:
    file, desk = tmp_path / "queue_log", Desk()
    file.write_text("100|NONE|NONE|NONE|QUEUESTART|\n101|1.1|a|NONE|ENTERQUEUE||5|1\n102|1.1|a|NO")

    catch_up(file, desk, to_the_end=False)

    assert desk.new_lines() == ["100|NONE|NONE|NONE|QUEUESTART|"]


def test_a_rotated_file_is_read_to_its_end_first(tmp_path: Path) -> None:
    file, desk = tmp_path / "queue_log", Desk()
    file.write_text("100|NONE|NONE|NONE|QUEUESTART|\n")
    catch_up(file, desk)

    with file.open("a") as opened:
        opened.write("101|1.1|a|NONE|ENTERQUEUE||5|1\n")
    file.rename(tmp_path / "queue_log.1")
    file.write_text("102|1.1|a|NONE|ABANDON|1|1|1\n")
    catch_up(file, desk)

    assert desk.new_lines() == [
        "100|NONE|NONE|NONE|QUEUESTART|",
        "101|1.1|a|NONE|ENTERQUEUE||5|1",
        "102|1.1|a|NONE|ABANDON|1|1|1",
    ]


@pytest.mark.parametrize(
    "body", ["103|NONE|NONE|NONE|QUEUESTART|\n", "103|2.2|a|NONE|RINGS|\n" * 9]
)
def test_a_file_that_was_emptied_begins_anew(tmp_path: Path, body: str) -> None:
    file, desk = tmp_path / "queue_log", Desk()
    file.write_text("100|NONE|NONE|NONE|QUEUESTART|\n101|1.1|a|NONE|ENTERQUEUE||5|1\n")
    catch_up(file, desk)

    file.write_text(body)
    catch_up(file, desk)

    assert desk.new_lines()[2:] == body.splitlines()


def test_a_heading_goes_before_every_piece(tmp_path: Path) -> None:
    file, desk = tmp_path / "cel.csv", Desk()
    heading, row = "eventtype,eventtime,uniqueid,linkedid", "CHAN_START,100.5,1.1,1.1"
    file.write_text(f"{heading}\n{row}\n")
    catch_up(file, desk, "cel")
    with file.open("a") as opened:
        opened.write("HANGUP,101.5,1.1,1.1\n")
    catch_up(file, desk, "cel")

    assert [body.splitlines()[0] for _, body in desk.taken] == [heading, heading]
    assert desk.taken[1] == (
        {"kind": "cel", "told": "2"},
        f"{heading}\n{row}\nHANGUP,101.5,1.1,1.1\n",
    )


def test_an_earshot_that_is_away_or_busy_is_waited_for(tmp_path: Path) -> None:
    file, desk = tmp_path / "queue_log", Desk(0, 503, 429, 500)
    file.write_text("100|NONE|NONE|NONE|QUEUESTART|\n")

    catch_up(file, desk)

    assert len(desk.taken) == 1


def test_a_wrong_key_stops_and_what_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "queue_log"
    file.write_text("100|NONE|NONE|NONE|QUEUESTART|\n")

    with pytest.raises(DoorClosed):
        catch_up(file, Desk(401))
    unread = Desk(422)
    catch_up(file, unread)
    assert (unread.taken, catch_up(file, unread)) == ([], False)


CUSTOMER = {"Uniqueid": "1772413200.1", "Linkedid": "1772413200.1"} | {
    "Channel": "PJSIP/trunk-00000001",
    "CallerIDNum": "13800138000",
    "Context": "from-trunk",
}
AGENT = {"Channel": "PJSIP/1001-00000002", "Uniqueid": "1772413203.2", "Linkedid": "1772413200.1"}
LATER = {"Channel": "PJSIP/trunk-00000007", "Uniqueid": "1772413900.7", "Linkedid": "1772413900.7"}
BRIDGED = [event("BridgeEnter", **each, BridgeUniqueid="b") for each in (AGENT, CUSTOMER)]


@asynccontextmanager
async def listening(server: AmiServer, desk: Desk, state: Path, **how: Any) -> AsyncIterator[None]:
    where = Server("127.0.0.1", server.port, USER, how.pop("secret", SECRET), **how)
    task = asyncio.create_task(Listener(where, desk.door(), state, first_pause_s=0.01).run())
    try:
        yield
        if task.done():
            await task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, BaseExceptionGroup):
            await task


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():
            await asyncio.sleep(0.01)


def events_of(desk: Desk) -> list[Told]:
    return [
        told
        for params, body in desk.taken
        for told in translate(body, query=f"kind=ami&told={params['told']}").events
    ]


def test_a_connection_that_breaks_is_made_again_and_what_is_gone_is_told(tmp_path: Path) -> None:
    server = AmiServer(
        scripts=[
            [event("Newchannel", **CUSTOMER), event("Newchannel", **AGENT), *BRIDGED],
            [event("Newchannel", **LATER), event("RTCPSent", **LATER)],
        ],
        channels=[(), ()],
    )
    desk = Desk()

    async def listen() -> None:
        async with server.running(), listening(server, desk, tmp_path / "ami.json"):
            await until(lambda: any("1772413900.7" in body for _, body in desk.taken))

    asyncio.run(listen())

    said = [action["Action"] for action in server.actions]
    assert said == ["Challenge", "Login", "CoreShowChannels", "QueueStatus"] * 2
    assert "Secret" not in server.actions[1]
    call = calls_in(events_of(desk))["1772413200.1"]
    assert (call.end_estimated, call.facts["reason"]) == (True, "lost")
    assert [leg.agent_key for leg in call.legs] == ["1001"]
    assert not any("RTCPSent" in body for _, body in desk.taken)


def test_a_call_that_outlives_the_break_goes_on(tmp_path: Path) -> None:
    shown = [event("CoreShowChannel", **each, BridgeId="b") for each in (CUSTOMER, AGENT)]
    server = AmiServer(
        scripts=[
            [event("Newchannel", **CUSTOMER), *BRIDGED],
            [event("Hangup", **each, Cause="16") for each in (AGENT, CUSTOMER)],
        ],
        channels=[(), shown],
    )
    desk = Desk()

    async def listen() -> None:
        async with server.running(), listening(server, desk, tmp_path / "ami.json"):
            await until(lambda: any("EarshotCallEnd" in body for _, body in desk.taken))

    asyncio.run(listen())

    [call] = calls_in(events_of(desk)).values()
    assert (call.state, call.end_estimated, len(call.legs)) == ("ended", False, 1)
    assert json.loads((tmp_path / "ami.json").read_text())["unfinished"] == []


@pytest.mark.parametrize("plain", [False, True])
def test_a_wrong_secret_stops_and_is_not_tried_for_ever(tmp_path: Path, plain: bool) -> None:
    server = AmiServer(scripts=[()], md5=not plain)

    with pytest.raises(BaseExceptionGroup) as refused:
        asyncio.run(asyncio.wait_for(_until_refused(server, tmp_path, plain=plain), 30))

    assert refused.group_contains(LoginRefused)


async def _until_refused(server: AmiServer, folder: Path, *, plain: bool) -> None:
    async with server.running():
        where = Server("127.0.0.1", server.port, USER, "wrong", plain=plain)
        await Listener(where, Desk().door(), folder / "x.json", first_pause_s=0.01).run()


def test_an_asterisk_without_a_challenge_takes_the_secret_itself(tmp_path: Path) -> None:
    server = AmiServer(scripts=[[event("Newchannel", **CUSTOMER)]], md5=False)
    desk = Desk()

    async def listen() -> None:
        async with server.running(), listening(server, desk, tmp_path / "a.json", plain=True):
            await until(lambda: bool(desk.taken))

    asyncio.run(listen())
    assert server.actions[0]["Secret"] == SECRET


def test_the_whole_way_from_a_file_to_calls(client: TestClient, tmp_path: Path) -> None:
    with transaction() as session:
        key = make_dialer(session, dialer="asterisk")

    def pass_on(request: httpx.Request) -> httpx.Response:
        answer = client.post(
            request.url.path,
            params=dict(request.url.params),
            content=request.content,
            headers=dict(request.headers),
        )
        return httpx.Response(answer.status_code, content=answer.content)

    file = tmp_path / "queue_log"
    file.write_bytes(DAY.read_bytes())
    transport = httpx.MockTransport(pass_on)
    for _ in range(2):
        # The second time as after a crash before the place was written.
        door = Door("http://testserver", key, "asterisk", transport=transport)
        state = tmp_path / f"{len(deliveries())}.json"
        asyncio.run(Follower(file, "queue_log", door, state).catch_up(to_the_end=True))

    assert {call.call_key: (call.wait_s, call.talk_s, call.abandoned) for call in calls()} == {
        "1772413208.1": (12, 60, False),
        "1772413299.4": (40, 20, False),
        "1772413409.7": (45, 0, True),
        "1772413599.8": (10, 30, False),
        "1772413699.10": (5, 95, False),
        "1772413749.12": (50, 0, False),
    }
    first, second = deliveries()
    assert (first.duplicates, second.events) == (0, second.duplicates)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "either --file or --ami"),
        (["--file", "x", "--kind", "ami"], "none of"),
        (["--ami", "127.0.0.1"], "needs --user"),
        (["--ami", "127.0.0.1:x", "--user", "u", "--secret", "s"], "not a port"),
    ],
)
def test_what_is_missing_is_said(arguments: list[str], said: str) -> None:
    command = ["listen", "asterisk", "--url", "http://x", "--key", "k", *arguments]

    answer = CliRunner().invoke(app, command)

    assert answer.exit_code == 2
    assert said in " ".join(answer.output.replace("│", " ").split())
