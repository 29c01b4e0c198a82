"""A shift by its CDR: rows as Asterisk 13 and newer write them, and what a reader finds there.

What a CDR cannot know is expected to be told by nobody: how long an agent of a queue talked.
"""

import csv
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import StringIO
from random import Random
from zoneinfo import ZoneInfo

BEGINS = 1772413200
ZONE = "Asia/Shanghai"
FREEPBX = (
    "calldate clid src dst dcontext channel dstchannel lastapp lastdata duration billsec"
    " disposition amaflags accountcode uniqueid userfield did recordingfile linkedid sequence"
)
MASTER = (
    "accountcode src dst dcontext clid channel dstchannel lastapp lastdata start answer end"
    " duration billsec disposition amaflags uniqueid userfield peeraccount linkedid sequence"
)
TRUNK = "PJSIP/trunk"


@dataclass
class Caller:
    direction: str
    number: str
    talks: list[tuple[str, int]] = field(default_factory=list)
    """Agents, and for how many seconds; 0 where no row can say."""
    outcome: str | None = None


class Shift:
    """Played once, with the chances of one seed; every kind of call once a round."""

    def __init__(self, seed: int, rounds: int = 1) -> None:
        self.calls: dict[str, Caller] = {}
        self.forked: set[str] = set()
        self.rows: list[dict[str, object]] = []
        self._random = Random(seed)
        self._number = 0
        kinds = (
            self._dialled,
            self._dialled_in_vain,
            self._other_carrier,
            self._forked,
            self._ring_group,
            self._nobody_there,
            self._passed_on,
            self._passed_on_outbound,
            self._passed_on_in_vain,
            self._consulted,
            self._queued,
            self._queued_in_vain,
            self._queued_by_detour,
        )
        for nth, kind in enumerate(kinds * rounds):
            self._at_s = BEGINS + nth * 30
            kind()
        # The file is in the order in which rows ended.
        self.rows.sort(key=lambda row: str(row["end"]))

    def lines(
        self, columns: str = MASTER, rows: list[dict[str, object]] | None = None
    ) -> list[str]:
        names = columns.split()
        return [_line([row.get(name, "") for name in names]) for row in rows or self.rows]

    def export(self) -> list[str]:
        """FreePBX's table, with a heading; it has neither answer nor end."""
        known = [row | {"calldate": row["start"]} for row in self.rows]
        return [_line(FREEPBX.split()), *self.lines(FREEPBX, known)]

    def _dialled(self) -> None:
        agent, call = self._goes_out()
        call.talks.append(("1001", self._dials(agent, TRUNK, dst=call.number)))

    def _dialled_in_vain(self) -> None:
        """The dialplan had answered before: there are seconds to bill, and nobody talked."""
        agent, call = self._goes_out()
        disposition, call.outcome = self._random.choice(
            (
                ("NO ANSWER", "no_answer"),
                ("BUSY", "busy"),
                ("FAILED", "failed"),
                ("CONGESTION", "failed"),
            )
        )
        self._dials(agent, TRUNK, dst=call.number, result=disposition, billed=True)

    def _other_carrier(self) -> None:
        agent, call = self._goes_out()
        self._dials(agent, TRUNK, dst=call.number, result="CONGESTION")
        call.talks.append(("1001", self._dials(agent, "PJSIP/carrier2", dst=call.number)))

    def _forked(self) -> None:
        """ForkCDR() in the middle: two rows of one talk."""
        agent, call = self._goes_out()
        self.forked.add(agent[2])
        talked = self._dials(agent, TRUNK, dst=call.number)
        talked += self._dials(agent, TRUNK, dst=call.number, ring_s=0, same=True)
        call.talks.append(("1001", talked))

    def _ring_group(self) -> None:
        customer, call = self._comes_in()
        begun = self._at_s
        for device in ("PJSIP/1001", "PJSIP/1003"):
            self._at_s = begun
            self._dials(customer, device, result="NO ANSWER", ring_s=7)
        self._at_s = begun
        call.talks.append(("1002", self._dials(customer, "PJSIP/1002", ring_s=7)))

    def _nobody_there(self) -> None:
        """Rings, and goes to the voicemail."""
        customer, call = self._comes_in()
        self._dials(customer, "PJSIP/1001", result="NO ANSWER")
        self._runs(customer, "VoiceMail")
        call.outcome = "voicemail"

    def _passed_on(self) -> None:
        customer, call = self._comes_in()
        call.talks.append(("1001", self._dials(customer, "PJSIP/1001")))
        # The caller is answered already: what is billed begins with the row.
        call.talks.append(("1002", self._dials(customer, "PJSIP/1002", dst="1002", ring_s=0)))

    def _passed_on_outbound(self) -> None:
        """The second row is of the customer's channel: the call is outbound all the same."""
        agent, call = self._goes_out()
        call.talks.append(("1001", self._dials(agent, TRUNK, dst=call.number)))
        customer = self._channel(TRUNK, agent[2])
        call.talks.append(("1003", self._dials(customer, "PJSIP/1003", dst="1003", ring_s=0)))

    def _passed_on_in_vain(self) -> None:
        customer, call = self._comes_in()
        call.talks.append(("1001", self._dials(customer, "PJSIP/1001")))
        self._dials(customer, "PJSIP/1002", dst="1002", result="NO ANSWER", billed=True)

    def _consulted(self) -> None:
        """On a second line: a call of its own, that a CDR does not link with the first."""
        customer, call = self._comes_in()
        call.talks.append(("1001", self._dials(customer, "PJSIP/1001")))
        line = self._channel("PJSIP/1001")
        asked = self.calls[line[2]] = Caller("outbound", "1002")
        self._at_s -= 1
        asked.talks.append(("1001", self._dials(line, "PJSIP/1002", dst="1002", src="1001")))
        call.talks.append(("1002", self._dials(customer, "PJSIP/1002", ring_s=0)))

    def _queued(self) -> None:
        """Two do not take it, the third does; when, is hidden in the caller's own answer."""
        customer, call = self._comes_in()
        begun = self._at_s
        for agent in ("1001", "1002"):
            self._at_s = begun
            self._dials(customer, f"PJSIP/{agent}", app="Queue", result="NO ANSWER", billed=True)
        self._at_s = begun
        self._dials(customer, "PJSIP/1003", app="Queue", ring_s=0)
        call.talks.append(("1003", 0))

    def _queued_in_vain(self) -> None:
        customer, call = self._comes_in()
        self._dials(customer, "PJSIP/1001", app="Queue", result="NO ANSWER", billed=True)
        call.outcome = "no_answer"

    def _queued_by_detour(self) -> None:
        """The far end of a Local channel dials the agent: its row has the talk."""
        customer, call = self._comes_in()
        self._number += 1
        stem = f"Local/1001@from-queue-{self._number:08x};"
        begun = self._at_s
        far = (f"{stem}2", f"{begun}.{self._number}", customer[2])
        talked = self._dials(far, "PJSIP/1001", dst="1001", context="from-queue")
        over, self._at_s = self._at_s, begun
        self._row(customer, f"{stem}1", "Queue", "ANSWERED", begun, over, {})
        self._at_s = over
        call.talks.append(("1001", talked))

    def _comes_in(self) -> tuple[tuple[str, str, str], Caller]:
        channel = self._channel(TRUNK)
        self._src = f"1380013{self._random.randrange(10000):04}"
        call = self.calls[channel[2]] = Caller("inbound", self._src)
        return channel, call

    def _goes_out(self) -> tuple[tuple[str, str, str], Caller]:
        channel = self._channel("PJSIP/1001")
        self._src = "1001"
        number = f"0139{self._random.randrange(10**8):08}"
        call = self.calls[channel[2]] = Caller("outbound", number)
        return channel, call

    def _channel(self, device: str, linkedid: str = "") -> tuple[str, str, str]:
        self._number += 1
        uniqueid = f"{self._at_s}.{self._number}"
        return f"{device}-{self._number:08x}", uniqueid, linkedid or uniqueid

    def _dials(
        self,
        channel: tuple[str, str, str],
        device: str,
        *,
        app: str = "Dial",
        result: str = "ANSWERED",
        billed: bool = False,
        ring_s: int | None = None,
        same: bool = False,
        **said: object,
    ) -> int:
        """One row; returns the seconds from the answer on. The next row begins at its end."""
        ring_s = self._random.randint(2, 30) if ring_s is None else ring_s
        talk_s = self._random.randint(2, 300) if result == "ANSWERED" else 0
        begun = self._at_s
        over = begun + ring_s + talk_s
        answered = begun + ring_s if result == "ANSWERED" else begun if billed else None
        self._number += not same
        self._row(channel, f"{device}-{self._number:08x}", app, result, answered, over, said)
        self._at_s = over
        return talk_s

    def _runs(self, channel: tuple[str, str, str], app: str) -> None:
        begun = self._at_s
        self._row(channel, "", app, "ANSWERED", begun, begun + 20, {})

    def _row(
        self,
        channel: tuple[str, str, str],
        dstchannel: str,
        app: str,
        result: str,
        answered: int | None,
        over: int,
        said: dict[str, object],
    ) -> None:
        name, uniqueid, linkedid = channel
        context = "from-trunk" if name.startswith(TRUNK) else "internal"
        self.rows.append(
            {
                "src": said.get("src", self._src),
                "dst": said.get("dst", "4000"),
                "dcontext": said.get("context", context),
                "channel": name,
                "dstchannel": dstchannel,
                "lastapp": app,
                "start": _local(self._at_s),
                "answer": _local(answered),
                "end": _local(over),
                "duration": over - self._at_s,
                "billsec": over - answered if answered is not None else 0,
                "disposition": result,
                "amaflags": "DOCUMENTATION",
                "uniqueid": uniqueid,
                "linkedid": linkedid,
                "sequence": len(self.rows),
            }
        )


def _local(epoch: int | None) -> str:
    if epoch is None:
        return ""
    return f"{datetime.fromtimestamp(epoch, UTC).astimezone(ZoneInfo(ZONE)):%Y-%m-%d %H:%M:%S}"


def _line(cells: list[object] | list[str]) -> str:
    text = StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="").writerow(cells)
    return text.getvalue()
