"""Which calls there are: what each is about, how it ends and which rule it breaks."""

from collections.abc import Iterator
from typing import Literal

from demo.calls import Outcome
from demo.making.dialogues import (
    GUARANTEE,
    IDENTIFICATION,
    IGNORED_REFUSAL,
    NOTICE,
    PRESSURE,
    REBATE,
    RISKLESS,
    Sheet,
)

Plan = tuple[tuple[Outcome, str | None, bool, int], ...]
"""Outcome, rule to break, whether the customer hangs up early, and how many such calls."""

_CHINESE_FINANCE: Plan = (
    (Outcome.SALE, None, False, 4),
    (Outcome.SALE, GUARANTEE, False, 1),
    (Outcome.SALE, RISKLESS, False, 1),
    (Outcome.CALLBACK, None, False, 5),
    (Outcome.CALLBACK, GUARANTEE, False, 1),
    (Outcome.CALLBACK, PRESSURE, False, 1),
    (Outcome.REFUSED, None, False, 4),
    (Outcome.REFUSED, None, True, 4),
    (Outcome.REFUSED, GUARANTEE, False, 1),
    (Outcome.REFUSED, IGNORED_REFUSAL, False, 1),
    (Outcome.COMPLAINT, None, False, 1),
    (Outcome.COMPLAINT, NOTICE, False, 1),
    (Outcome.WRONG_NUMBER, None, True, 2),
)
_CHINESE_GENERAL: Plan = (
    (Outcome.SALE, None, False, 2),
    (Outcome.SALE, REBATE, False, 1),
    (Outcome.CALLBACK, None, False, 2),
    (Outcome.CALLBACK, PRESSURE, False, 1),
    (Outcome.REFUSED, None, False, 2),
    (Outcome.REFUSED, None, True, 2),
    (Outcome.COMPLAINT, None, False, 1),
    (Outcome.WRONG_NUMBER, None, True, 1),
)
_ENGLISH: Plan = (
    (Outcome.SALE, None, False, 2),
    (Outcome.CALLBACK, None, False, 1),
    (Outcome.CALLBACK, None, True, 1),
    (Outcome.REFUSED, None, False, 1),
    (Outcome.REFUSED, None, True, 1),
    (Outcome.COMPLAINT, None, False, 1),
)
_PLANS: dict[str, Plan] = {
    "wealth": _CHINESE_FINANCE,
    "health": (
        *_CHINESE_GENERAL,
        (Outcome.CALLBACK, NOTICE, False, 1),
    ),
    "course": (
        *_CHINESE_GENERAL,
        (Outcome.REFUSED, IDENTIFICATION, True, 1),
        (Outcome.REFUSED, IGNORED_REFUSAL, False, 1),
    ),
    "energy": (
        *_ENGLISH,
        (Outcome.SALE, GUARANTEE, False, 1),
        (Outcome.CALLBACK, NOTICE, False, 1),
    ),
    "internet": (
        *_ENGLISH,
        (Outcome.SALE, RISKLESS, False, 1),
        (Outcome.CALLBACK, PRESSURE, False, 1),
    ),
}
_FIRST_SEED = {"wealth": 2100, "health": 2200, "course": 2300, "energy": 2400, "internet": 2500}

RESEEDED = {2126: 4126, 2401: 3401, 2402: 3402, 2409: 3409, 2502: 4502, 2508: 3508}
"""Draws the model hears so badly that they are misjudged, and the draws taken instead."""


def _sheets() -> Iterator[Sheet]:
    for campaign, plan in _PLANS.items():
        seed = _FIRST_SEED[campaign]
        for outcome, breaks, brief, count in plan:
            for _ in range(count):
                seed += 1
                yield Sheet(RESEEDED.get(seed, seed), campaign, outcome, breaks, brief)


SHEETS = tuple(_sheets())

Layout = Literal["stereo", "mono", "twice_mono"]

HELD_OUT: dict[str, tuple[Sheet, Layout]] = {
    "zh-guarantee": (Sheet(9101, "wealth", Outcome.CALLBACK, GUARANTEE), "stereo"),
    "zh-clean": (Sheet(9102, "wealth", Outcome.SALE), "stereo"),
    "en-clean": (Sheet(9103, "internet", Outcome.SALE), "stereo"),
    "en-riskless": (Sheet(9114, "energy", Outcome.CALLBACK, RISKLESS), "stereo"),
    "zh-mono": (Sheet(9125, "health", Outcome.CALLBACK), "mono"),
    "zh-twice-mono": (Sheet(9106, "course", Outcome.REFUSED), "twice_mono"),
}
"""Calls no part of the demo uses, for tests, by file name."""

PROBE = Sheet(9201, "health", Outcome.WRONG_NUMBER, brief=True)
"""The short call that is written in every format."""
PROBE_LINES = 2
