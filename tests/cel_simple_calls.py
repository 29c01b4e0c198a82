"""Calls that one agent takes, or nobody, in CEL."""

from tests.cel_rows import Writer


class SimpleCalls(Writer):
    """With and without a queue, in and out."""

    def _answered(self) -> None:
        """A customer calls an agent, who takes it."""
        customer, call = self._comes_in()
        agent = self._rings("1001", customer)
        self._pass(3000)
        self._joins(agent, customer)
        call.talks.append(("1001", self._pass()))
        self._over(call, agent, customer)

    def _unanswered(self) -> None:
        """The agent does not hear it; the caller gives up."""
        customer, call = self._comes_in()
        agent = self._rings("1002", customer)
        self._pass()
        self._hangs_up(customer, source=customer.name, status="CANCEL")
        self._hangs_up(agent, cause=26)
        self._ends(customer)
        call.hangup_by, call.outcome = "customer", "cancelled"

    def _dialled(self) -> None:
        agent, customer, call = self._goes_out()
        self._pass(4000)
        self._joins(customer, agent)
        call.talks.append(("1001", self._pass()))
        self._over(call, agent, customer)

    def _dialled_in_vain(self) -> None:
        agent, customer, call = self._goes_out()
        status, cause, call.outcome = self._random.choice(
            (
                ("BUSY", 17, "busy"),
                ("NOANSWER", 19, "no_answer"),
                ("CONGESTION", 34, "failed"),
                ("CHANUNAVAIL", 20, "failed"),
            )
        )
        self._pass(9000)
        self._hangs_up(customer, cause=cause)
        self._hangs_up(agent, cause=cause, source="dialplan/builtin", status=status)
        self._ends(agent)

    def _clicked(self) -> None:
        """Asterisk rings the agent first, then dials for them."""
        agent = self._start("PJSIP/1003", "1003", exten="s")
        call = self._call(agent, "outbound", "013700137000")
        self._pass(2000)
        self._row("ANSWER", agent)
        agent.exten = "013700137000"
        self._row("APP_START", agent, appname="Dial", appdata="PJSIP/013700137000@trunk")
        customer = self._start("PJSIP/trunk", "", agent, context="from-trunk", exten="s")
        self._pass(5000)
        self._joins(customer, agent)
        call.talks.append(("1003", self._pass()))
        self._over(call, agent, customer)

    def _queued(self) -> None:
        customer, call = self._waits()
        agent = self._rings("1002", customer)
        call.wait_ms += self._pass()
        self._joins(agent, customer)
        call.talks.append(("1002", self._pass()))
        self._over(call, agent, customer, app="Queue")

    def _queued_after_refusals(self) -> None:
        """One agent rejects, one does not hear it, the third takes it."""
        customer, call = self._waits()
        for number, cause in (("1001", 21), ("1002", 0)):
            agent = self._rings(number, customer)
            call.wait_ms += self._pass(4000)
            self._hangs_up(agent, cause=cause, source=agent.name if cause == 21 else "")
        agent = self._rings("1003", customer)
        call.wait_ms += self._pass(4000)
        self._joins(agent, customer)
        call.talks.append(("1003", self._pass()))
        self._over(call, agent, customer, app="Queue")

    def _queued_by_detour(self) -> None:
        """The member is Local/1001@agents, which Asterisk soon takes out of the way."""
        customer, call = self._waits()
        one, two = self._detour("1001", customer)
        agent = self._rings("1001", two)
        call.wait_ms += self._pass()
        for channel in (agent, two, one):
            self._row("ANSWER", channel)
        inner, outer = self._bridge(), self._bridge()
        self._enter(agent, inner)
        self._enter(two, inner)
        self._enter(one, outer)
        self._enter(customer, outer)
        talked = -self._pass(7, exactly=True)
        self._row("LOCAL_OPTIMIZE_BEGIN", one, {"local_one": one.name, "local_two": two.name})
        self._exit(agent, inner)
        self._exit(one, outer)
        self._enter(agent, outer)
        self._exit(two, inner)
        for channel in (one, two):
            self._hangs_up(channel, cause=26)
        self._row("LOCAL_OPTIMIZE", one, {"local_one": one.name, "local_two": two.name})
        talked = self._pass() - talked
        call.talks.append(("1001", talked))
        self._over(call, agent, customer, outer, app="Queue")

    def _abandoned(self) -> None:
        customer, call = self._waits()
        agent = self._rings("1001", customer)
        call.wait_ms, call.abandoned, call.hangup_by = self._pass(), True, "customer"
        self._hangs_up(agent, cause=26)
        self._row("APP_END", customer, appname="Queue", appdata="sales,t")
        self._hangs_up(customer, source=customer.name)
        self._ends(customer)

    def _timed_out_to_voicemail(self) -> None:
        customer, call = self._waits()
        call.wait_ms, call.outcome = self._pass(), "voicemail"
        self._row("APP_END", customer, appname="Queue", appdata="sales,t")
        self._row("APP_START", customer, appname="VoiceMail", appdata="900@default,u")
        self._pass()
        self._row("APP_END", customer, appname="VoiceMail", appdata="900@default,u")
        self._hangs_up(customer, source=customer.name)
        self._ends(customer)
        call.hangup_by = "customer"

    def _hung_up_by_the_dialplan(self) -> None:
        customer, call = self._waits()
        call.wait_ms = self._pass()
        self._row("APP_END", customer, appname="Queue", appdata="sales,t")
        self._hangs_up(customer, source="dialplan/builtin")
        self._ends(customer)
