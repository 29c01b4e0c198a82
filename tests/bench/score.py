"""Scoring a call of 150 utterances: 200 keywords, 50 expressions, 30 script lines, pinyin.

Against straightforward loops over the same call and card in the same run: each utterance
spelled once, then every keyword, expression and line tried on each of the agent's; pinyin
of each utterance once, then every homophone looked for in it. Loops find no more than
whether something was said; Earshot says where, when and why, and adds up the score.
"""

import random
import re
import statistics
import time
from collections.abc import Callable, Sequence

from pypinyin import lazy_pinyin
from rapidfuzz import fuzz

from demo.making.sentences import Role, draw_sentence
from services.loading import collect_seldom
from services.scoring.card import ScorecardBody
from services.scoring.conditions import Pattern, Said, ScriptLine
from services.scoring.engine import score
from services.scoring.heard import HeardCall
from services.scoring.judging import compile_card
from services.scoring.packs import shipped as shipped_packs
from services.tables import Channel
from services.transcripts import Utterance
from services.transcripts.spelling import normalize
from tests.bench import frame

GOAL = 0.4
MOST_MS = 5.0
UTTERANCES = 150
KEYWORDS, HOMOPHONES, PATTERNS, LINES = 200, 40, 50, 30
CALLS = 20
"""Different ones, each scored in every round."""

SIMILARITY = 80
SCRIPTED = 2
"""Lines that are said, each some five times: the demo has but 45 sentences for agents."""


def measure() -> frame.Result:
    """The median call, each by its quickest of some rounds: processor time, both in turns."""
    # As a worker does.
    collect_seldom()
    dice = random.Random(5)
    body = _card(dice)
    calls = [_call(dice) for _ in range(CALLS)]
    start = time.process_time()
    card = compile_card(body, {})
    compiling_ms = (time.process_time() - start) * 1000
    loops = _Loops(body)
    ways: dict[str, Callable[[HeardCall], object]] = {
        "earshot": lambda call: score(call, card),
        "loops": loops.score,
    }
    took: dict[str, list[float]] = {name: [] for name in ways}
    for call in calls:
        for name, way in ways.items():
            took[name].append(min(_ms(way, call) for _ in range(1 + frame.ROUNDS)))
    earshot_ms, loops_ms = (statistics.median(took[name]) for name in ("earshot", "loops"))
    figures = {
        "earshot_ms": round(earshot_ms, 2),
        "loops_ms": round(loops_ms, 2),
        "worst_ms": round(max(took["earshot"]), 2),
        "compiling_ms": round(compiling_ms, 1),
        "rules": len(body.rules),
    }
    ratio = earshot_ms / loops_ms
    return frame.Result("score", ratio, GOAL, False, figures, {"earshot_ms": MOST_MS})


def _ms(way: Callable[[HeardCall], object], call: HeardCall) -> float:
    start = time.process_time()
    way(call)
    return (time.process_time() - start) * 1000


def _call(dice: random.Random) -> HeardCall:
    """Ten minutes of the demo's sentences: two of the agent's, one of the customer's."""
    utterances = []
    for number in range(UTTERANCES):
        channel = Channel.CUSTOMER if number % 3 == 2 else Channel.AGENT
        role: Role = "customer" if channel is Channel.CUSTOMER else "agent"
        text = "。".join(draw_sentence(dice, "zh", role) for _ in range(2))
        utterances.append(
            Utterance(channel=channel, start_s=number * 4, end_s=number * 4 + 3.5, text=text)
        )
    return HeardCall(duration_s=UTTERANCES * 4, utterances=utterances)


def _card(dice: random.Random) -> ScorecardBody:
    """Rules of ten keywords, one expression, or three lines, from the word packs we ship."""
    phrases = sorted(
        {
            phrase
            for pack in shipped_packs().values()
            if pack.language == "zh"
            for phrase in pack.phrases
            if "|" not in phrase
        }
    )
    dice.shuffle(phrases)
    long = [phrase for phrase in phrases if len(phrase) >= 8]
    keywords = phrases[:KEYWORDS]
    lines = [
        *long[: LINES - SCRIPTED],
        *(draw_sentence(dice, "zh", "agent") for _ in range(SCRIPTED)),
    ]
    conditions: list[dict[str, object]] = [
        {
            "type": "said",
            "phrases": keywords[at : at + 10],
            "exclusions": [f"不{keyword}" for keyword in keywords[at : at + 10]],
            "homophones": at < HOMOPHONES,
        }
        for at in range(0, KEYWORDS, 10)
    ]
    conditions += [
        {"type": "pattern", "regex": _regex(dice, number, phrases)} for number in range(PATTERNS)
    ]
    conditions += [
        {"type": "script_line", "lines": lines[at : at + 3], "similarity": SIMILARITY}
        for at in range(0, LINES, 3)
    ]
    rules = [
        {"key": f"rule{number}", "name": f"rule {number}", "condition": condition}
        for number, condition in enumerate(conditions)
    ]
    return ScorecardBody.model_validate({"rules": rules})


def _regex(dice: random.Random, number: int, phrases: Sequence[str]) -> str:
    one, other = dice.sample(phrases, 2)
    ways = (
        f"{one[:2]}.{{0,6}}{other[:2]}",
        rf"\d+(元|块|%).*{one[:2]}",
        f"(保证|一定|肯定).*{one[-2:]}",
        f"{one}|{other}",
    )
    return ways[number % len(ways)]


class _Loops:
    """What one writes first."""

    def __init__(self, body: ScorecardBody) -> None:
        self._conditions = [rule.condition for rule in body.rules]
        self._patterns = {
            each.regex: re.compile(each.regex, re.IGNORECASE)
            for each in self._conditions
            if isinstance(each, Pattern)
        }
        self._spelled = {
            phrase: normalize(phrase) for each in self._conditions for phrase in _phrases(each)
        }
        self._pinyin = {phrase: _pinyin(spelled) for phrase, spelled in self._spelled.items()}

    def score(self, call: HeardCall) -> list[bool]:
        agent = [each for each in call.utterances if each.channel is Channel.AGENT]
        texts = [normalize(each.text) for each in agent]
        pinyin = [_pinyin(text) for text in texts]
        return [
            self._holds(condition, [each.text for each in agent], texts, pinyin)
            for condition in self._conditions
        ]

    def _holds(
        self, condition: object, raw: Sequence[str], texts: Sequence[str], pinyin: Sequence[str]
    ) -> bool:
        match condition:
            case Said(homophones=True):
                return any(self._pinyin[p] in text for p in condition.phrases for text in pinyin)
            case Said():
                return any(self._is_said(condition, phrase, texts) for phrase in condition.phrases)
            case Pattern():
                pattern = self._patterns[condition.regex]
                return any([bool(pattern.search(text)) for text in raw])
            case ScriptLine():
                return any(
                    [
                        fuzz.partial_ratio(self._spelled[line], text) >= condition.similarity
                        for line in condition.lines
                        for text in texts
                    ]
                )
        raise TypeError(condition)

    def _is_said(self, condition: Said, phrase: str, texts: Sequence[str]) -> bool:
        wanted = self._spelled[phrase]
        return any(
            [
                text.count(wanted) > sum(text.count(self._spelled[e]) for e in condition.exclusions)
                for text in texts
                if wanted in text
            ]
        )


def _phrases(condition: object) -> Sequence[str]:
    match condition:
        case Said():
            return (*condition.phrases, *condition.exclusions)
        case ScriptLine():
            return condition.lines
        case _:
            return ()


def _pinyin(text: str) -> str:
    return " ".join(lazy_pinyin(text))
