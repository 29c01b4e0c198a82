"""How a conversation ended: who hung up, why the wait was over, why nobody answered."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType

from services.dialers.asterisk.bridges import Talk
from services.dialers.asterisk.settings import is_local
from services.dialers.asterisk.steps import Act, Step

_AT_ONCE = timedelta(seconds=1)
_DIALPLAN = "dialplan/"
"""What Asterisk names as who hung up when it was Asterisk's own doing."""

_OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "BUSY": "busy",
        "CANCEL": "cancelled",
        "CHANUNAVAIL": "failed",
        "CONGESTION": "failed",
        "NOANSWER": "no_answer",
    }
)
_VOICEMAIL = "voicemail"
_NUMBER = re.compile(r"\+?\d{3,}")


def last_hangup(steps: Sequence[Step], talks: Sequence[Talk], agents: Collection[str]) -> Step:
    """The hang-up that says whose doing the end was. At least one of `steps` must be one.

    The customer's own comes first: an agent who rejected the call, or passed it on, hung up
    before it was over. Asterisk names there who ended it, whichever side that was.
    """
    hangups = [step for step in steps if step.act is Act.HANGUP and not is_local(step.channel)]
    hangups = hangups or [step for step in steps if step.act is Act.HANGUP]
    met = {talk.channel for talk in talks} - set(agents)
    customers = [step for step in hangups if step.channel in met]
    if not customers:
        customers = [step for step in hangups if step.is_first]
    tried = [*reversed(customers), *_since_last_talk(hangups, talks)]
    return next((step for step in tried if step.facts.get("source")), tried[0])


def _since_last_talk(hangups: Sequence[Step], talks: Sequence[Talk]) -> list[Step]:
    """The hang-ups of those who talked last, in order; where there are none, all."""
    since = max((talk.over.at for talk in talks if talk.over), default=None)
    if since is None:
        return list(hangups)
    return [step for step in hangups if step.at >= since] or list(hangups)


def gone_from_queue(steps: Sequence[Step], joined: Sequence[Talk]) -> Iterator[Step]:
    """The steps by which a wait was over though neither an agent came nor the caller left."""
    waiting: dict[str, Step] = {}
    for step in steps:
        if step.act is Act.QUEUE:
            waiting[step.channel] = step
        elif step.channel in waiting and _leaves_queue(step):
            since = waiting.pop(step.channel)
            came = any(since.at <= talk.begun.at <= step.at + _AT_ONCE for talk in joined)
            if not came and not _gives_up(step, steps):
                yield step


def _leaves_queue(step: Step) -> bool:
    return step.act in (Act.DEQUEUE, Act.RUN, Act.HANGUP)


def _gives_up(step: Step, steps: Sequence[Step]) -> bool:
    """Whether the caller hung up, or no row says yet that they did not."""
    if step.act is Act.RUN:
        return False
    after = [each for each in steps if each.channel == step.channel and each.at >= step.at]
    hangup = next((each for each in after if each.act is Act.HANGUP), None)
    if any(each.act in (Act.RUN, Act.QUEUE) for each in after):
        return False
    if hangup is None:
        return True
    by_dialplan = str(hangup.facts.get("source", "")).startswith(_DIALPLAN)
    return not by_dialplan and hangup.at - step.at <= _AT_ONCE


def outcome(steps: Sequence[Step]) -> tuple[Step, str] | None:
    """Of a call in which nobody talked: its outcome, and the step that says so."""
    for step in steps:
        if step.act is Act.RUN and step.is_first and step.facts.get("application") == _VOICEMAIL:
            return step, _VOICEMAIL
    for step in steps:
        word = _OUTCOMES.get(str(step.facts.get("dial_status", "")))
        if step.act is Act.HANGUP and step.is_first and word:
            return step, word
    return None


def dialled(first: Step, steps: Sequence[Step]) -> str:
    """What number the agent with the `first` channel called.

    Where Asterisk rang the agent before, only later rows of the channel have it.
    """
    extens = (step.exten for step in steps if step.uniqueid == first.uniqueid)
    if _NUMBER.search(first.exten):
        return first.exten
    return next((each for each in extens if _NUMBER.fullmatch(each)), first.exten)
