"""Writing CEL as Asterisk 13 and newer do, while calls are played.

The sums of a call are added up from what happens to it, and not from the rows.
"""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import StringIO
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

BEGINS = 1772413200
AGENTS = ("1001", "1002", "1003")
_CUSTOM = (
    "eventtype eventtime cidname cidnum ani rdnis dnid exten context channame appname appdata"
    " amaflags accountcode uniqueid linkedid bridgepeer userfield userdeftype eventextra"
)
_TABLE = (
    "id eventtype eventtime userdeftype cid_name cid_num cid_ani cid_rdnis cid_dnid exten context"
    " channame appname appdata amaflags accountcode peeraccount uniqueid linkedid userfield peer"
    " extra"
)
COLUMNS, WAZO = _CUSTOM.split(), _TABLE.split()
_AS_WAZO = {
    "cidname": "cid_name",
    "cidnum": "cid_num",
    "ani": "cid_ani",
    "rdnis": "cid_rdnis",
    "dnid": "cid_dnid",
    "bridgepeer": "peer",
    "eventextra": "extra",
}


@dataclass
class Caller:
    """A call, in milliseconds."""

    direction: str
    number: str
    talks: list[tuple[str, int]] = field(default_factory=list)
    wait_ms: int = 0
    hold_ms: int = 0
    abandoned: bool = False
    transferred: bool = False
    hangup_by: str | None = None
    outcome: str | None = None


@dataclass
class Channel:
    name: str
    uniqueid: str
    linkedid: str
    number: str
    context: str
    exten: str


class Writer:
    """Rows of calls, and what those come to."""

    def __init__(self, seed: int) -> None:
        self.calls: dict[str, Caller] = {}
        self.rows: list[dict[str, str]] = []
        self._random = Random(seed)
        self._number = 0
        self._at_ms = BEGINS * 1000

    def lines(self, rows: Sequence[dict[str, str]] | None = None) -> list[str]:
        """As cel_custom's sample has them."""
        return [_line([row[name] for name in COLUMNS]) for row in rows or self.rows]

    def as_table(self, zone: str | None = None) -> list[str]:
        """As an export of the database: with a heading, and local times, with their offset or
        for those who know the `zone`."""
        lines = [_line(WAZO)]
        for nth, row in enumerate(self.rows):
            known = {_AS_WAZO.get(name, name): value for name, value in row.items()}
            at = datetime.fromtimestamp(float(row["eventtime"]), UTC)
            local = at.astimezone(ZoneInfo(zone or "America/New_York")).isoformat(" ")
            known |= {"id": str(nth), "eventtime": local[: -6 if zone else -3]}
            lines.append(_line([known.get(name, "") for name in WAZO]))
        return lines

    def _comes_in(self) -> tuple[Channel, Caller]:
        number = f"1380013{self._random.randrange(10000):04}"
        customer = self._start("PJSIP/trunk", number, context="from-trunk", exten="4000")
        return customer, self._call(customer, "inbound", number)

    def _waits(self) -> tuple[Channel, Caller]:
        customer, call = self._comes_in()
        self._row("ANSWER", customer, appname="Answer")
        self._pass(2000)
        self._row("APP_START", customer, appname="Queue", appdata="sales,t")
        return customer, call

    def _goes_out(self) -> tuple[Channel, Channel, Caller]:
        number = f"0139{self._random.randrange(10**8):08}"
        agent = self._start("PJSIP/1001", "1001", exten=number)
        call = self._call(agent, "outbound", number)
        self._row("APP_START", agent, appname="Dial", appdata=f"PJSIP/{number}@trunk")
        customer = self._start("PJSIP/trunk", "", agent, context="from-trunk", exten="s")
        return agent, customer, call

    def _call(self, first: Channel, direction: str, number: str) -> Caller:
        found = self.calls[first.linkedid] = Caller(direction, number)
        return found

    def _rings(self, agent: str, caller: Channel) -> Channel:
        return self._start(f"PJSIP/{agent}", agent, caller, exten="s")

    def _detour(self, agent: str, caller: Channel) -> tuple[Channel, Channel]:
        one, two = (self._start(f"Local/{agent}@agents", "", caller) for _ in "12")
        number = one.name[-8:]
        one.name, two.name = (f"Local/{agent}@agents-{number};{end}" for end in "12")
        for row, channel in zip(self.rows[-2:], (one, two), strict=True):
            row["channame"] = channel.name
        return one, two

    def _joins(self, callee: Channel, caller: Channel) -> str:
        """Who was called answers; the caller's channel follows in the same millisecond."""
        self._row("ANSWER", callee, appname="AppDial")
        bridge = self._bridge()
        self._enter(callee, bridge)
        self._enter(caller, bridge)
        return bridge

    def _passes_on(self, agent: Channel, customer: Channel, bridge: str, to: str) -> None:
        extra = {"extension": to, "context": "internal", "bridge_id": bridge}
        extra |= {"transferee_channel_name": customer.name}
        self._row("BLINDTRANSFER", agent, extra)
        self._exit(agent, bridge)
        self._exit(customer, bridge)
        self._hangs_up(agent, source=agent.name)

    def _over(
        self, call: Caller, agent: Channel, customer: Channel, bridge: str = "", app: str = ""
    ) -> None:
        """One of them hangs up, and Asterisk the other."""
        call.hangup_by = self._random.choice(("agent", "customer"))
        both = (agent, customer) if call.hangup_by == "agent" else (customer, agent)
        bridge = bridge or self._last_bridge
        for channel in both:
            self._exit(channel, bridge)
            if app and channel is customer:
                self._row("APP_END", customer, appname=app, appdata="sales,t")
            self._hangs_up(channel, source=both[0].name, status="ANSWER")
        self._ends(customer)

    def _hangs_up(
        self, channel: Channel, *, cause: int = 16, source: str = "", status: str = ""
    ) -> None:
        extra = {"hangupcause": cause, "hangupsource": source, "dialstatus": status}
        self._row("HANGUP", channel, extra)
        self._row("CHAN_END", channel)

    def _ends(self, channel: Channel) -> None:
        self._row("LINKEDID_END", channel)

    def _enter(self, channel: Channel, bridge: str, technology: str = "simple_bridge") -> None:
        extra = {"bridge_id": bridge, "bridge_technology": technology}
        self._row("BRIDGE_ENTER", channel, extra)

    def _exit(self, channel: Channel, bridge: str, technology: str = "simple_bridge") -> None:
        extra = {"bridge_id": bridge, "bridge_technology": technology}
        self._row("BRIDGE_EXIT", channel, extra)

    def _bridge(self) -> str:
        self._number += 1
        self._last_bridge = f"3f2a-{self._number}"
        return self._last_bridge

    def _start(
        self,
        device: str,
        number: str,
        caller: Channel | None = None,
        context: str = "internal",
        exten: str = "s",
    ) -> Channel:
        self._number += 1
        uniqueid = f"{self._at_ms // 1000}.{self._number}"
        name = f"{device}-{self._number:08x}"
        linkedid = caller.linkedid if caller else uniqueid
        channel = Channel(name, uniqueid, linkedid, number, context, exten)
        self._row("CHAN_START", channel)
        return channel

    def _pass(self, most_ms: int = 90_000, *, exactly: bool = False) -> int:
        """Let time pass, and say how much. Nobody's talk is shorter than two seconds."""
        ms = most_ms if exactly else self._random.randint(min(2000, most_ms), most_ms)
        self._at_ms += ms
        return ms

    def _row(self, kind: str, channel: Channel, extra: Any = None, **said: str) -> None:
        """Rows of one instant are some microseconds apart, as they are written."""
        self.rows.append(
            dict.fromkeys(COLUMNS, "")
            | {
                "eventtype": kind,
                "eventtime": f"{self._at_ms // 1000}.{self._at_ms % 1000:03}{self._tick():03}",
                "cidnum": channel.number,
                "exten": channel.exten,
                "context": channel.context,
                "channame": channel.name,
                "amaflags": "3",
                "uniqueid": channel.uniqueid,
                "linkedid": channel.linkedid,
                "eventextra": json.dumps(extra) if extra else "",
            }
            | said
        )

    def _tick(self) -> int:
        """Microseconds after those of the rows before, in the same millisecond."""
        now = f"{self._at_ms // 1000}.{self._at_ms % 1000:03}"
        return 7 * sum(row["eventtime"].startswith(now) for row in self.rows[-40:])


def _line(cells: Sequence[str]) -> str:
    text = StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="").writerow(cells)
    return text.getvalue()
