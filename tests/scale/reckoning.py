"""What a centre of some size needs, reckoned from measured figures: the tables of docs/scale.md.

python -m tests.scale.reckoning
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

SIZES = (50, 500, 5_000, 10_000)

# What people do. Put your own in their place.
DIALS_AN_HOUR = 40
"""Of one agent in the busy hour."""
DIALS_A_DAY = 300
EVENTS_A_DIAL = 6.3
CONNECTED = 0.3
TALK_S = 120
PEAK = 2.0
"""The busiest seconds of the busy hour against its mean."""
VIEWERS_AN_AGENT = 0.1
"""Leads, supervisors and screens on walls."""
CARDS_AN_EVENT = 2.0

# What was measured: docs/performance.md, and tests/scale/footprint.py for bytes.
API_S_AN_EVENT = 400e-6
DATABASE_S_AN_EVENT = 140e-6
READING_API_S_A_CARD = 2.6e-3 / 22
READING_DATABASE_S_A_CARD = 4e-3 / 22
MESSAGE_S = 17e-6
STORED_BYTES_AN_EVENT = 315 + 283 + 82 + 115
"""Of events, calls, counters and states of agents, with their indexes."""
WAL_BYTES_AN_EVENT = 1_810

# What has to be measured where the GPU is: earshot doctor --asr.
REAL_TIME_FACTOR = 0.05
"""Seconds of a GPU's work for one second of a call."""
BUSY_SHARE = 0.5
"""Of a core, that a process may be planned with."""
GPU_SHARE = 0.7
TALKING_HOURS = 10
"""In which a day's calls are made."""
CODECS = {
    "WAV, 16 bit, 8 kHz, two channels": 256,
    "WAV, G.711, two channels": 128,
    "MP3, 64 kbit/s": 64,
    "Opus, 24 kbit/s a channel": 48,
    "GSM, one channel": 13.2,
}
"""kbit a second."""


@dataclass(frozen=True, slots=True)
class Centre:
    agents: int

    @property
    def events_per_s(self) -> float:
        """In the busy hour."""
        return self.agents * DIALS_AN_HOUR * EVENTS_A_DIAL / 3600

    @property
    def peak_per_s(self) -> float:
        return self.events_per_s * PEAK

    @property
    def events_a_day(self) -> float:
        return self.agents * DIALS_A_DAY * EVENTS_A_DIAL

    @property
    def talk_hours(self) -> float:
        return self.agents * DIALS_A_DAY * CONNECTED * TALK_S / 3600

    @property
    def viewers(self) -> int:
        return ceil(self.agents * VIEWERS_AN_AGENT)

    @property
    def event_cores(self) -> float:
        return self.peak_per_s * API_S_AN_EVENT

    @property
    def board_cores(self) -> float:
        """Of each API process that has boards open."""
        return self.peak_per_s * CARDS_AN_EVENT * READING_API_S_A_CARD

    @property
    def board_processes(self) -> int:
        """Of their own where reading changes takes a fair part of a core."""
        return 2 if self.board_cores > 0.05 else 0

    @property
    def api_processes(self) -> int:
        others = ceil(self.event_cores / BUSY_SHARE) + ceil(self.agents / 5_000)
        return max(2, others) + self.board_processes

    @property
    def database_cores(self) -> float:
        reading = self.peak_per_s * CARDS_AN_EVENT * READING_DATABASE_S_A_CARD
        return self.peak_per_s * DATABASE_S_AN_EVENT + 2 * reading

    @property
    def stored_gb_a_day(self) -> float:
        return self.events_a_day * STORED_BYTES_AN_EVENT / 1e9

    @property
    def wal_gb_a_day(self) -> float:
        return self.events_a_day * WAL_BYTES_AN_EVENT / 1e9

    @property
    def gpu_hours(self) -> float:
        return self.talk_hours * REAL_TIME_FACTOR

    def gpus(self, within_hours: float) -> int:
        return ceil(self.gpu_hours / within_hours / GPU_SHARE)


ROWS: dict[str, Callable[[Centre], str]] = {
    "events a second, busy hour": lambda it: _short(it.events_per_s),
    "events a second, peak": lambda it: _short(it.peak_per_s),
    "events a day": lambda it: _short(it.events_a_day / 1e6) + " million",
    "API: cores busy with events at peak": lambda it: f"{it.event_cores:.2f}",
    "API: cores busy reading changes, each process with boards": lambda it: f"{it.board_cores:.2f}",
    "API processes, of these for boards alone": lambda it: (
        f"{it.api_processes}, {it.board_processes}"
    ),
    "viewers of boards": lambda it: f"{it.viewers:,}",
    "PostgreSQL: cores busy at peak, two processes with boards": lambda it: (
        f"{it.database_cores:.2f}"
    ),
    "PostgreSQL: GB a day of calls and events": lambda it: _short(it.stored_gb_a_day),
    "PostgreSQL: GB a day of WAL": lambda it: _short(it.wal_gb_a_day),
    "hours of talk a day": lambda it: _short(it.talk_hours),
    f"GPU hours a day, at {REAL_TIME_FACTOR} s of work for a second": lambda it: _short(
        it.gpu_hours
    ),
    "GPUs, heard within the day": lambda it: f"{it.gpus(24)}",
    "GPUs, heard as they are made": lambda it: f"{it.gpus(TALKING_HOURS)}",
}


def sizes_table() -> str:
    """One column for each size."""
    head = ["agents", *(f"{size:,}" for size in SIZES)]
    lines = [[name, *(say(Centre(size)) for size in SIZES)] for name, say in ROWS.items()]
    return _table(head, lines)


def codecs_table() -> str:
    """GB a day of recordings, one column for each size."""
    head = ["GB a day", "MB an hour", *(f"{size:,} agents" for size in SIZES)]
    lines = []
    for name, kbit_per_s in CODECS.items():
        mb_an_hour = kbit_per_s * 3600 / 8 / 1000
        days = [_short(Centre(size).talk_hours * mb_an_hour / 1000) for size in SIZES]
        lines.append([name, _short(mb_an_hour), *days])
    return _table(head, lines)


def _table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, rule, *lines))


def _short(number: float) -> str:
    """Two digits that mean something."""
    if number >= 100:
        return f"{round(number, -len(str(int(number))) + 2):,.0f}"
    return f"{number:.0f}" if number >= 10 else f"{number:.2g}"


if __name__ == "__main__":
    sys.stdout.write(f"{sizes_table()}\n\n{codecs_table()}\n")
