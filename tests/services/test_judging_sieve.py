"""Which expressions are looked for at all, and results that nobody checks twice."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

import re2
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from services.scoring.card import ScorecardBody
from services.scoring.conditions import Pattern
from services.scoring.engine import score
from services.scoring.heard import HeardCall
from services.scoring.judging import compile_card
from services.scoring.judging.patterns import compile_regexes
from services.scoring.judging.sieve import Sieve
from services.scoring.results import Truth
from services.tables import Channel
from services.transcripts import Utterance
from tests.judging import ask, call, said

LETTERS = "保证收益aAKkßéİ1 "
"""Some of them have more than two cases."""
PIECES = st.one_of(
    st.text(LETTERS, min_size=1, max_size=3),
    st.sampled_from(
        [r"\d+", ".{0,3}", ".*", "[保a]", "(保证|收)", "(?:a|k)+", "^保", "益$", r"\b"]
    ),
)
REGEXES = st.lists(PIECES, min_size=1, max_size=4).map("".join)
TEXTS = st.text(LETTERS + "\u212a\u017f，\n", max_size=30)


def usable(regex: str) -> bool:
    return re2.compile(regex).fullmatch("") is None


@settings(max_examples=300, deadline=None)
@given(st.lists(REGEXES.filter(usable), min_size=1, max_size=6), TEXTS)
def test_no_expression_that_matches_is_passed_over(regexes: list[str], text: str) -> None:
    written = text.encode()
    expressions = [compile_regexes(0, Pattern(regex=each)).matching for each in regexes]

    possible = Sieve(expressions).may_match(written)

    matching = {at for at, each in enumerate(expressions) if each.search(written)}
    assert matching <= possible <= set(range(len(regexes)))


def test_an_expression_whose_letters_nobody_said_is_not_looked_for() -> None:
    regexes = ["保证.{0,6}收益", r"\d+元", "[a-z]+"]
    sieve = Sieve([compile_regexes(0, Pattern(regex=each)).matching for each in regexes])

    # Of the last one RE2 cannot tell letters, so it is looked for wherever it may be.
    assert sieve.may_match("您好，保证没有收益".encode()) == {0, 2}
    assert sieve.may_match("一百元".encode()) == {1, 2}
    assert Sieve([]).may_match(b"anything") == set()


class Unsifted(Sieve):
    """Lets every expression through."""

    def __init__(self) -> None:
        super().__init__([])

    def may_match(self, text: bytes) -> Set[int]:
        return frozenset(range(10))


TALK = st.lists(st.tuples(st.sampled_from(Channel), st.text(LETTERS, max_size=6)), max_size=5)
PATTERNS = st.fixed_dictionaries(
    {
        "type": st.just("pattern"),
        "regex": REGEXES.filter(usable),
        "times": st.integers(1, 3),
        "speaker": st.sampled_from(["agent", "customer", "anyone"]),
        "within": st.sampled_from([None, {"first_s": 2}, {"last_turns": 1}]),
    }
)


@settings(max_examples=100, deadline=None)
@given(st.lists(PATTERNS, min_size=1, max_size=4), TALK)
def test_an_expression_that_is_passed_over_tells_what_looking_in_vain_tells(
    patterns: list[dict[str, object]], talk: list[tuple[Channel, str]]
) -> None:
    card = compile_card(_body([{"condition": each} for each in patterns]), {})

    scored = score(_heard(talk), card)

    assert repr(scored) == repr(score(_heard(talk), replace(card, sieve=Unsifted())))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 30), st.integers(1, 3), st.integers(1, 3), st.sampled_from([None, 2.5]))
def test_of_phrases_that_nobody_says_all_are_missing(
    count: int, at_least: int, times: int, first_s: float | None
) -> None:
    names = [f"b{number}" for number in range(max(count, at_least))]
    found = ask(
        said(
            *names,
            at_least=at_least,
            times=times,
            within=first_s and {"first_s": first_s},
        ),
        call("A 0-2 aa", "A 3-4 b0"),
    )

    if first_s is None and at_least == times == 1:
        assert found.truth is Truth.TRUE
        return
    nobody = first_s is not None
    wanted = [("phrases", at_least), ("places", times)]
    assert (found.truth, found.looked_to_s) == (Truth.FALSE, first_s or 5)
    assert found.expected == tuple(names[:20])
    assert found.missing == tuple(names if nobody else names[1:])[:20]
    assert [(each.name, each.value, each.wanted) for each in found.measured] == [
        (name, 0 if nobody else 1, least) for name, least in wanted if least > 1
    ]


RULES = st.lists(
    st.fixed_dictionaries(
        {
            "condition": st.one_of(
                st.fixed_dictionaries(
                    {
                        "type": st.just("said"),
                        "phrases": st.just(["保证", "收益|a"]),
                        "homophones": st.booleans(),
                        "times": st.integers(1, 2),
                    }
                ),
                st.just({"type": "pattern", "regex": "证|收"}),
                st.just({"type": "script_line", "lines": ["保证收益"], "similarity": 60}),
            ),
            "effect": st.sampled_from(["earn", "add", "deduct", "none"]),
            "forbids": st.booleans(),
        },
        optional={"points": st.integers(0, 20), "fatal": st.just("card")},
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(RULES, TALK, st.integers(0, 30))
def test_what_is_not_checked_is_as_if_it_had_been(
    rules: list[dict[str, object]], talk: list[tuple[Channel, str]], duration_s: int
) -> None:
    """Down to whether a number is whole: `10` is stored otherwise than `10.0`."""
    card = compile_card(_body(rules), {})

    scored = score(_heard(talk, duration_s), card)

    checked = type(scored).model_validate(scored.model_dump())
    assert scored == checked
    assert repr(scored) == repr(checked)
    assert hash(scored) == hash(checked)
    for line in scored.lines:
        assert _is_whole(line)


def _is_whole(model: BaseModel) -> bool:
    """Every field is there, and its copies can be changed."""
    fields = list(type(model).model_fields)
    copied = model.model_copy(update={})
    return list(model.__dict__) == fields and copied == model


def _body(rules: Sequence[Mapping[str, object]]) -> ScorecardBody:
    keyed = [{"key": f"r{at}", "name": f"{at}", **rule} for at, rule in enumerate(rules)]
    return ScorecardBody.model_validate({"rules": keyed})


def _heard(talk: Sequence[tuple[Channel, str]], duration_s: int = 9) -> HeardCall:
    utterances = [
        Utterance(channel=channel, start_s=at, end_s=at + 1, text=text)
        for at, (channel, text) in enumerate(talk)
    ]
    return HeardCall(duration_s=duration_s, utterances=utterances)
