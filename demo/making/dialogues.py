"""What a dialogue is made of, and the cast that speaks it."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from demo.calls import Outcome
from demo.making.sentences import CHINESE_SLOTS, Language, Role, fill, slots_of

GUARANTEE = "no_guaranteed_return"
RISKLESS = "no_riskless_promise"
PRESSURE = "no_pressure"
REBATE = "no_rebate"
NOTICE = "recording_notice"
IDENTIFICATION = "identification"
IGNORED_REFUSAL = "refusal_respected"


class Pitch(NamedTuple):
    """Who calls for whom, and what is sold. Values of the grammar's slots."""

    company: str
    products: tuple[str, ...]
    language: Language
    currency: str


PITCHES: Mapping[str, Pitch] = {
    "wealth": Pitch("安心理财", ("稳健理财", "年金保险"), "zh", "CNY"),
    "health": Pitch("康健体检", ("体检套餐",), "zh", "CNY"),
    "course": Pitch("华信教育", ("英语课程", "编程课程"), "zh", "CNY"),
    "energy": Pitch("Bright Energy", ("energy plan",), "en", "USD"),
    "internet": Pitch("Global Telecom", ("internet package",), "en", "USD"),
}
"""By campaign code. Of the English companies, those the model hears best."""

AGENT_NAMES: Mapping[Language, tuple[str, ...]] = {
    "zh": CHINESE_SLOTS["name"],
    "en": ("Maria", "David", "Susan", "Kevin"),
}

PRICES: Mapping[str, int] = {
    "九十九": 99,
    "一百二十": 120,
    "一百九十八": 198,
    "两百八十": 280,
    "三百六十五": 365,
    "五百": 500,
    "六百八十": 680,
    "一千二": 1200,
    "两千": 2000,
    "三千六": 3600,
    "nineteen": 19,
    "twenty nine": 29,
    "thirty nine": 39,
    "forty five": 45,
    "ninety nine": 99,
}


class Line(NamedTuple):
    role: Role
    text: str
    breaks: str | None = None
    """The rule this line breaks on purpose."""


class Sheet(NamedTuple):
    """What a call is to be about. `breaks` is the rule to break, if any."""

    seed: int
    campaign: str
    outcome: Outcome
    breaks: str | None = None
    brief: bool = False
    """The customer hangs up before the offer."""

    @property
    def pitch(self) -> Pitch:
        return PITCHES[self.campaign]


@dataclass
class Script:
    """A dialogue being written: the lines so far, and who is who in it."""

    sheet: Sheet
    rng: random.Random
    known: dict[str, str]
    lines: list[Line] = field(default_factory=list)

    def agent(self, *templates: str, breaks: str | None = None) -> None:
        """One of `templates`, said by the agent."""
        self.lines.append(Line("agent", self._say(templates), breaks))

    def customer(self, *templates: str) -> None:
        self.lines.append(Line("customer", self._say(templates)))

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def _say(self, templates: tuple[str, ...]) -> str:
        language = self.sheet.pitch.language
        return fill(self.rng.choice(templates), language, self.rng, self.known)


Story = Callable[[Script], None]


def write_dialogue(sheet: Sheet, story: Story, rng: random.Random) -> Script:
    """Tell `story` about `sheet`. Names, product and price stay the same throughout a call."""
    pitch = sheet.pitch
    slots = slots_of(pitch.language)
    known = {slot: rng.choice(slots[slot]) for slot in slots}
    known["co"] = pitch.company
    known["prod"] = rng.choice(pitch.products)
    known["name"] = rng.choice(AGENT_NAMES[pitch.language])
    script = Script(sheet, rng, known)
    story(script)
    return script
