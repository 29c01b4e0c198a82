"""The plan of a shift: who does what when. Pure; seconds count from the start of the shift."""

import heapq
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from demo.calls import Outcome, RecordedCall
from demo.company import TEAMS, Team, Worker

CONNECT_RATE = 0.34
HOLD_RATE = 0.08
PAUSE_RATE = 0.015
"""Of calls after which the agent is away for a while."""
TWICE_RATE = 0.03
LATE_RATE = 0.02
LATEST_S = 25.0
"""No event is delivered later than this after it happened."""

OUTCOME_RATES = {
    Outcome.SALE: 0.12,
    Outcome.CALLBACK: 0.26,
    Outcome.REFUSED: 0.52,
    Outcome.COMPLAINT: 0.04,
    Outcome.WRONG_NUMBER: 0.06,
}
"""Of connected calls, as far as there are recordings."""

NOBODY = ("no_answer", "no_answer", "no_answer", "busy", "rejected", "unreachable")
"""Outcomes of calls nobody answered, as often as they happen."""

OPENINGS = {"1001": ("wealth-2104.ogg",), "1002": ("wealth-2105.ogg", "wealth-2107.ogg")}
"""What some agents' past begins with, by code: results that the README tells of."""
OPENINGS_S = 360.0
"""So long a past has room for them."""

PAUSES = (
    ("break", "rest"),
    ("break", "lunch"),
    ("meeting", "team_meeting"),
    ("training", "coaching"),
)
"""State and reason; the client knows these reasons and says them in the reader's language."""


class Happening(NamedTuple):
    """An event: `name` is unique within the plan and becomes the event's id."""

    at_s: float
    name: str
    type: str
    payload: dict[str, Any]


class Upload(NamedTuple):
    """The recording `file` of a call is sent."""

    at_s: float
    call_id: str
    file: str


Step = Happening | Upload
Episode = tuple[Step, ...]
"""What belongs together and is complete in itself: a call with its wrap-up, or a pause."""


class Delivery(NamedTuple):
    """`step` reaches Earshot at `send_s`, which may be later than it happened, and again."""

    send_s: float
    step: Step


@dataclass
class Diary:
    """One agent's shift being written, episode by episode."""

    team: Team
    worker: Worker
    rng: random.Random
    recordings: Sequence[RecordedCall]
    prefix: str
    idle_s: tuple[float, float]
    now_s: float = 0
    _count: int = 0
    _latest: RecordedCall | None = None

    def start(self) -> Episode:
        """The agent signs in, within the first seconds, and is ready."""
        self.now_s += self.rng.uniform(0, 8)
        return (self._state("ready", self.now_s),)

    def conversation(self, file: str) -> Episode:
        """A call at once, with this recording."""
        [recording] = [call for call in self.recordings if call.file == file]
        return self._conversation(recording)

    def next_episode(self) -> Episode:
        """What the agent does next: a call, or now and then a pause."""
        if self.rng.random() < PAUSE_RATE:
            return self._pause()
        self.now_s += self.rng.uniform(*self.idle_s)
        if self.rng.random() < CONNECT_RATE:
            return self._conversation(self._draw_recording())
        return self._no_answer()

    def _pause(self) -> Episode:
        state, reason = self.rng.choice(PAUSES)
        begin_s = self.now_s
        self.now_s += self.rng.uniform(60, 240)
        return (self._state(state, begin_s, reason=reason), self._state("ready", self.now_s))

    def _no_answer(self) -> Episode:
        call_id, steps = self._dial(self.rng.choice(self.team.campaigns))
        ended_s = steps[-1].at_s + self.rng.uniform(7, 20)
        steps.append(self._call("ended", ended_s, call_id, hangup_by="system"))
        steps.append(
            self._call("disposed", ended_s + 0.5, call_id, outcome=self.rng.choice(NOBODY))
        )
        return self._wrap_up(steps, ended_s, self.rng.uniform(2, 5))

    def _conversation(self, recording: RecordedCall) -> Episode:
        call_id, steps = self._dial(recording.campaign)
        answered_s = steps[-1].at_s + self.rng.uniform(3, 12)
        ended_s = answered_s + recording.duration_s
        steps.append(self._call("answered", answered_s, call_id))
        steps.append(self._call("bridged", answered_s + self.rng.uniform(0.1, 0.6), call_id))
        if recording.duration_s > 30 and self.rng.random() < HOLD_RATE:
            held_s = answered_s + recording.duration_s * self.rng.uniform(0.4, 0.6)
            steps.append(self._call("held", held_s, call_id))
            steps.append(self._call("resumed", held_s + self.rng.uniform(3, 8), call_id))
        hangup_by = self.rng.choice(("customer", "customer", "agent"))
        steps.append(self._call("ended", ended_s, call_id, hangup_by=hangup_by))
        wrap_s = self.rng.uniform(8, 20)
        steps.append(self._call("disposed", ended_s + wrap_s * 0.8, call_id, **_result(recording)))
        steps.append(Upload(ended_s + self.rng.uniform(1, 4), call_id, recording.file))
        return self._wrap_up(steps, ended_s, wrap_s)

    def _dial(self, campaign: str) -> tuple[str, list[Step]]:
        """A new call, up to its ringing."""
        self._count += 1
        call_id = f"{self.prefix}-{self.worker.code}-{self._count}"
        dialed = self._call(
            "dialed",
            self.now_s,
            call_id,
            campaign=campaign,
            direction="outbound",
            customer_number=_customer_number(self._language, random.Random(call_id)),
            caller_number="+12025550100" if self._language == "en" else "02150550100",
        )
        ringing_s = self.now_s + self.rng.uniform(0.8, 2.5)
        return call_id, [dialed, self._call("ringing", ringing_s, call_id)]

    def _wrap_up(self, steps: list[Step], ended_s: float, wrap_s: float) -> Episode:
        self.now_s = ended_s + wrap_s
        steps.append(self._state("wrap_up", ended_s))
        steps.append(self._state("ready", self.now_s))
        return tuple(sorted(steps, key=lambda step: step.at_s))

    def _call(self, kind: str, at_s: float, call_id: str, **facts: Any) -> Happening:
        told = {"call_id": call_id, "agent": self.worker.code, **facts}
        return Happening(at_s, f"{call_id}-{kind}", f"call.{kind}", told)

    def _state(self, state: str, at_s: float, **facts: Any) -> Happening:
        self._count += 1
        name = f"{self.prefix}-{self.worker.code}-{self._count}-{state}"
        told = {"agent": self.worker.code, "state": state, **facts}
        return Happening(at_s, name, "agent.state", told)

    def _draw_recording(self) -> RecordedCall:
        """One in which the agent's name is spoken, and not the same twice in a row."""
        own = [call for call in self.recordings if call.campaign in self.team.campaigns]
        named = [call for call in own if call.agent_name == self.worker.spoken_name]
        choices = [call for call in named or own if call is not self._latest] or own
        frequency = Counter(call.outcome for call in choices)
        weights = [OUTCOME_RATES[call.outcome] / frequency[call.outcome] for call in choices]
        [self._latest] = self.rng.choices(choices, weights)
        return self._latest

    @property
    def _language(self) -> str:
        return "en" if "energy" in self.team.campaigns else "zh"


def plan_shift(
    recordings: Sequence[RecordedCall],
    *,
    seed: int,
    prefix: str,
    idle_s: tuple[float, float] = (1.5, 6.0),
) -> Iterator[Step]:
    """What all agents do, in order of time, without end.

    `prefix` begins every call id and event name; `idle_s` is how long agents wait
    between calls, and so sets the pace.
    """
    diaries = _diaries(recordings, seed, prefix, idle_s)
    return heapq.merge(*(_steps(diary) for diary in diaries), key=lambda step: step.at_s)


def plan_past(
    recordings: Sequence[RecordedCall],
    *,
    seed: int,
    prefix: str,
    duration_s: float,
    uploads: int = 12,
) -> list[Step]:
    """What agents did in the `duration_s` before the shift, at a slower pace.

    Only what was finished by then; the recordings of `OPENINGS` first, and then those of
    the `uploads` newest calls.
    """
    diaries = _diaries(recordings, seed, prefix, idle_s=(100.0, 300.0))
    opened = [step for diary in diaries for step in _opened(diary, duration_s)]
    steps = [step for diary in diaries for step in _finished(diary, duration_s)]
    steps.sort(key=lambda step: step.at_s)
    told = [step for step in opened + steps if isinstance(step, Happening)]
    told.sort(key=lambda step: step.at_s)
    first = [step for step in opened if isinstance(step, Upload)]
    newest = [step for step in steps if isinstance(step, Upload)][-uploads:] if uploads else []
    return [*told, *first, *newest]


def deliver(steps: Iterable[Step], *, seed: int) -> Iterator[Delivery]:
    """Deliver as real dialers do: some events late, some twice. In order of `send_s`."""
    rng = random.Random(f"deliveries {seed}")
    waiting: list[tuple[float, int, Step]] = []
    for number, step in enumerate(steps):
        while waiting and waiting[0][0] <= step.at_s:
            yield _pop(waiting)
        for copy, send_s in enumerate(_send_times(step, rng)):
            heapq.heappush(waiting, (send_s, 2 * number + copy, step))
    while waiting:
        yield _pop(waiting)


def _diaries(
    recordings: Sequence[RecordedCall], seed: int, prefix: str, idle_s: tuple[float, float]
) -> list[Diary]:
    return [
        Diary(team, worker, random.Random(f"{seed} {worker.code}"), recordings, prefix, idle_s)
        for team in TEAMS
        for worker in team.workers
    ]


def _steps(diary: Diary) -> Iterator[Step]:
    yield from diary.start()
    while True:
        yield from diary.next_episode()


def _opened(diary: Diary, until_s: float) -> Iterator[Step]:
    yield from diary.start()
    for file in OPENINGS.get(diary.worker.code, ()):
        episode = diary.conversation(file)
        if episode[-1].at_s < until_s:
            yield from episode


def _finished(diary: Diary, until_s: float) -> Iterator[Step]:
    episode = diary.next_episode()
    while episode[-1].at_s < until_s:
        yield from episode
        episode = diary.next_episode()


def _send_times(step: Step, rng: random.Random) -> Iterator[float]:
    late = isinstance(step, Happening) and rng.random() < LATE_RATE
    yield step.at_s + (rng.uniform(2, LATEST_S) if late else 0)
    if isinstance(step, Happening) and rng.random() < TWICE_RATE:
        yield step.at_s + rng.uniform(0.5, LATEST_S)


def _pop(waiting: list[tuple[float, int, Step]]) -> Delivery:
    send_s, _, step = heapq.heappop(waiting)
    return Delivery(send_s, step)


def _result(recording: RecordedCall) -> dict[str, Any]:
    told: dict[str, Any] = {"outcome": recording.outcome.value}
    if recording.outcome is Outcome.SALE:
        told |= {"amount": recording.amount, "currency": recording.currency}
    return told


def _customer_number(language: str, rng: random.Random) -> str:
    """A number nobody has: 555-01xx is kept for fiction, Chinese mobiles never begin with 12."""
    if language == "en":
        return f"+1{rng.randint(201, 989)}55501{rng.randint(0, 99):02}"
    return f"12{rng.randint(0, 999_999_999):09}"
