"""A shift of an Asterisk without its queue_log: its CEL, and what it comes to."""

from collections.abc import Callable

from tests.cel_rows import BEGINS, Caller, Channel
from tests.cel_simple_calls import SimpleCalls


class Shift(SimpleCalls):
    """Played once, with the chances of one seed; every kind of call at least once."""

    def __init__(self, seed: int, rounds: int = 1) -> None:
        super().__init__(seed)
        kinds: list[Callable[[], None]] = [
            self._answered,
            self._dialled,
            self._dialled_in_vain,
            self._clicked,
            self._queued,
            self._queued_after_refusals,
            self._queued_by_detour,
            self._abandoned,
            self._timed_out_to_voicemail,
            self._hung_up_by_the_dialplan,
            self._passed_on,
            self._passed_on_outbound,
            self._consulted_by_phone,
            self._consulted_by_feature,
            self._consulted_and_returned,
            self._parked,
            self._picked_up,
            self._conference,
            self._unanswered,
        ]
        begun: list[int] = []
        for nth, kind in enumerate(kinds * rounds):
            # Calls overlap: a row of one stands between rows of another.
            self._at_ms = BEGINS * 1000 + nth * 20_000 + self._random.randrange(5000)
            begun.append(self._at_ms)
            kind()
        self.rows.sort(key=lambda row: float(row["eventtime"]))

    def _passed_on(self) -> None:
        """A blind transfer of a caller: the agent is rid of the call, a second one rings."""
        customer, call = self._comes_in()
        first = self._rings("1001", customer)
        bridge = self._joins(first, customer)
        call.talks.append(("1001", self._pass()))
        self._passes_on(first, customer, bridge, "1002")
        second = self._rings("1002", customer)
        self._pass(6000)
        self._joins(second, customer)
        call.talks.append(("1002", self._pass()))
        call.transferred = True
        self._over(call, second, customer)

    def _passed_on_outbound(self) -> None:
        """The call goes on though the channel that began it is gone."""
        first, customer, call = self._goes_out()
        bridge = self._joins(customer, first)
        call.talks.append(("1001", self._pass()))
        self._passes_on(first, customer, bridge, "1003")
        second = self._rings("1003", customer)
        self._pass(5000)
        self._joins(second, customer)
        call.talks.append(("1003", self._pass()))
        call.transferred = True
        self._over(call, second, customer)

    def _consulted_by_phone(self) -> None:
        """On a second line of the phone: a call of its own, until the two are joined."""
        customer, call = self._comes_in()
        first = self._rings("1001", customer)
        bridge = self._joins(first, customer)
        talked = self._pass()
        line = self._start("PJSIP/1001", "1001", exten="1002")
        asked = self._call(line, "outbound", "1002")
        second = self._rings("1002", line)
        talked += self._pass(4000)
        other = self._joins(second, line)
        asked.talks.append(("1001", self._pass()))
        call.talks.append(("1001", talked + asked.talks[0][1]))
        self._row("ATTENDEDTRANSFER", first, {"bridge1_id": bridge, "bridge2_id": other})
        self._exit(second, other)
        self._exit(first, bridge)
        second.linkedid = customer.linkedid
        self._enter(second, bridge)
        self._exit(line, other)
        call.transferred = True
        for channel in (line, first):
            self._hangs_up(channel, source=channel.name)
        self._ends(line)
        asked.hangup_by = "agent"
        call.talks.append(("1002", self._pass()))
        self._over(call, second, customer, bridge)

    def _consulted_by_feature(self) -> None:
        """With a key: the customer hears music meanwhile, alone in the bridge."""
        customer, call, first, second, bridge, other = self._consults()
        self._row("ATTENDEDTRANSFER", first, {"bridge1_id": bridge, "bridge2_id": other})
        self._exit(first, other)
        self._exit(second, other)
        self._enter(second, bridge)
        self._hangs_up(first, source=first.name)
        call.talks.append(("1002", self._pass()))
        call.transferred = True
        self._over(call, second, customer, bridge)

    def _consulted_and_returned(self) -> None:
        """The colleague cannot help; the first agent goes on."""
        customer, call, first, second, bridge, other = self._consults()
        self._exit(second, other)
        self._hangs_up(second, source=second.name)
        self._exit(first, other)
        self._enter(first, bridge)
        call.talks.append(("1001", self._pass()))
        self._over(call, first, customer, bridge)

    def _consults(self) -> tuple[Channel, Caller, Channel, Channel, str, str]:
        customer, call = self._comes_in()
        first = self._rings("1001", customer)
        bridge = self._joins(first, customer)
        call.talks.append(("1001", self._pass()))
        self._exit(first, bridge)
        second = self._rings("1002", first)
        call.hold_ms += self._pass(4000)
        other = self._joins(second, first)
        call.hold_ms += self._pass()
        return customer, call, first, second, bridge, other

    def _parked(self) -> None:
        """The first agent parks the caller; the second dials the place and takes over."""
        customer, call = self._comes_in()
        first = self._rings("1001", customer)
        bridge = self._joins(first, customer)
        call.talks.append(("1001", self._pass()))
        self._passes_on(first, customer, bridge, "700")
        lot = self._bridge()
        self._row("PARK_START", customer, {"parker_dial_string": "PJSIP/1001"})
        self._enter(customer, lot, "holding_bridge")
        call.hold_ms = self._pass()
        second = self._start("PJSIP/1002", "1002", exten="701")
        self._row("ANSWER", second)
        self._exit(customer, lot, "holding_bridge")
        self._row("PARK_END", customer, {"reason": "ParkedCallUnparked", "retriever": second.name})
        own, second.linkedid = second.linkedid, customer.linkedid
        bridge = self._bridge()
        self._enter(second, bridge)
        self._row("LINKEDID_END", Channel(second.name, second.uniqueid, own, "", "internal", ""))
        self._enter(customer, bridge)
        call.talks.append(("1002", self._pass()))
        call.transferred = True
        self._over(call, second, customer, bridge)

    def _picked_up(self) -> None:
        """A colleague takes the call that rings next to them."""
        customer, call = self._comes_in()
        rung = self._rings("1001", customer)
        self._pass(3000)
        second = self._start("PJSIP/1003", "1003", exten="*81001")
        self._row("ANSWER", second, appname="Pickup")
        self._row("PICKUP", rung, {"pickup_channel": second.name})
        self._hangs_up(rung, cause=26)
        bridge = self._bridge()
        self._enter(second, bridge)
        self._ends(second)
        second.linkedid = customer.linkedid
        self._enter(customer, bridge)
        call.talks.append(("1003", self._pass()))
        self._over(call, second, customer, bridge)

    def _conference(self) -> None:
        """A colleague comes in for a while; the call stays the first agent's."""
        customer, call = self._comes_in()
        first = self._rings("1001", customer)
        bridge = self._joins(first, customer)
        talked = self._pass()
        second = self._rings("1002", first)
        self._row("ANSWER", second)
        self._enter(second, bridge, "softmix")
        talked += self._pass()
        self._exit(second, bridge, "softmix")
        self._hangs_up(second, source=second.name)
        call.talks.append(("1001", talked + self._pass()))
        self._over(call, first, customer, bridge)
