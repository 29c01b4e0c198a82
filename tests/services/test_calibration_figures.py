"""How far raters agree, against figures worked out by hand."""

from collections.abc import Mapping
from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reviews.calibration.figures import (
    MACHINE,
    Item,
    Rating,
    alignment,
    cohen,
    compare,
    fleiss,
    majority,
)
from services.scoring.results import Verdict

CALLS = [UUID(int=number) for number in range(1, 6)]
PASSED, FAILED, NOT_APPLICABLE = Verdict.PASSED, Verdict.FAILED, Verdict.NOT_APPLICABLE
WORDS = {"P": PASSED, "F": FAILED, "N": NOT_APPLICABLE}


def ratings(rater: str, *items: Mapping[str, str], scores: list[float]) -> list[Rating]:
    """One rating for each call; items are worth ten points, earned when passed."""
    return [
        Rating(
            rater,
            call_id,
            score,
            {rule: Item(WORDS[word], 10.0 * (word == "P"), 10.0) for rule, word in said.items()},
        )
        for call_id, said, score in zip(CALLS, items, scores, strict=False)
    ]


def said(greeting: str, promise: str) -> list[dict[str, str]]:
    return [{"greeting": g, "promise": p} for g, p in zip(greeting, promise, strict=True)]


ANN = ratings("ann", *said("PPFPF", "FFPFF"), scores=[90, 80, 40, 70, 50])
BEN = ratings("ben", *said("PPFFF", "FFFFF"), scores=[85, 95, 45, 55, 50])
CAI = ratings("cai", *said("PPPPF", "FPPFF"), scores=[90, 78, 65, 70, 41])
ROBOT = ratings(MACHINE, *said("PPFPF", "PFPFF"), scores=[60, 80, 40, 70, 50])
KEYS = {
    rating.call_id: rating
    for rating in ratings("key", *said("PPFPF", "FFPFN"), scores=[90, 80, 40, 70, 52])
}


def test_raters_against_the_key_by_hand() -> None:
    found = {each.rater: each for each in compare([*ANN, *BEN, *CAI, *ROBOT], KEYS).raters}

    # Ann: five greetings as the key; of promises the last is decided where the key's is not.
    assert found["ann"].items == pytest.approx({"greeting": 5 / 5, "promise": 4 / 5})
    assert found["ann"].alignment == pytest.approx(9 / 10)
    assert found["ann"].within == pytest.approx(5 / 5)
    assert found["ann"].bias == pytest.approx(-2 / 5)
    # Ben: call 4's greeting; promises of calls 3 and 5. Scores off by 5, 15, 5, 15, 2.
    assert found["ben"].items == pytest.approx({"greeting": 4 / 5, "promise": 3 / 5})
    assert found["ben"].within == pytest.approx(3 / 5)
    assert found["ben"].bias == pytest.approx((-5 + 15 + 5 - 15 - 2) / 5)
    # Cai: call 3's greeting; promises of calls 2 and 5. Scores off by 0, 2, 25, 0, 11.
    assert found["cai"].alignment == pytest.approx(7 / 10)
    assert found["cai"].within == pytest.approx(3 / 5)
    # The machine is one more rater: promises of calls 1 and 5.
    assert found[MACHINE].items == pytest.approx({"greeting": 5 / 5, "promise": 3 / 5})
    assert found[MACHINE].within == pytest.approx(4 / 5)


def test_kappa_of_two_by_hand() -> None:
    """Ann PPFPF, Ben PPFFF: 4 of 5 the same; by chance 3/5 x 2/5 + 2/5 x 3/5 = 0.48."""
    pairs = {pair.raters: pair for pair in compare([*ANN, *BEN], KEYS).pairs}

    assert pairs["ann", "ben"].kappas["greeting"] == pytest.approx((0.8 - 0.48) / (1 - 0.48))
    # Promises: Ann FFPFF, Ben FFFFF: 4 of 5 the same; by chance 0 + 4/5 x 1 = 0.8.
    assert pairs["ann", "ben"].kappas["promise"] == pytest.approx(0)
    assert pairs["ann", "ben"].within == pytest.approx(3 / 5)


def test_kappa_of_three_by_hand() -> None:
    """Greetings PPP PPP FFP PFP FFF: pairs agree 1, 1, 1/3, 1/3, 1; 9 of 15 are P."""
    [greeting, promise] = compare([*ANN, *BEN, *CAI, *ROBOT], KEYS).items

    observed, expected = (3 + 2 / 3) / 5, (9 / 15) ** 2 + (6 / 15) ** 2
    assert greeting.agreement == pytest.approx(observed)
    assert greeting.kappa == pytest.approx((observed - expected) / (1 - expected))
    # Promises FFF FFP PFP FFF FFF: 1, 1/3, 1/3, 1, 1; 3 of 15 are P.
    observed, expected = (3 + 2 / 3) / 5, (3 / 15) ** 2 + (12 / 15) ** 2
    assert promise.kappa == pytest.approx((observed - expected) / (1 - expected))
    assert promise.ratings == 15


def test_only_calls_that_all_finished_count_for_kappa() -> None:
    [greeting, _] = compare([*ANN, *BEN[:2], *CAI], KEYS).items

    assert greeting.ratings == 12
    assert greeting.agreement == pytest.approx(1)
    assert greeting.kappa is None, "everybody said P to both"


@pytest.mark.parametrize("answers", [[], ["P"], ["P", "P", "P"]])
def test_kappa_is_not_defined_where_nobody_ever_differs(answers: list[str]) -> None:
    assert cohen(answers, answers) is None
    assert fleiss({"a": answers, "b": answers, "c": answers}) is None


def test_one_rater_agrees_with_nobody() -> None:
    figures = compare(ANN, {})

    assert figures.pairs == []
    assert figures.raters[0].alignment is None
    assert {item.kappa for item in figures.items} == {None}


def test_alignment_is_a_share_of_what_an_item_is_worth() -> None:
    lost_two, lost_six = Item(FAILED, -2, 2), Item(FAILED, -6, 6)

    assert alignment(lost_two, lost_six) == pytest.approx(1 - 4 / 6)
    assert alignment(lost_two, Item(PASSED, 0, 0)) == pytest.approx(0)
    assert alignment(Item(NOT_APPLICABLE, 0, 0), Item(NOT_APPLICABLE, 0, 0)) == 1
    assert alignment(Item(NOT_APPLICABLE, 0, 0), Item(PASSED, 10, 10)) == 0
    assert alignment(Item(PASSED, 0, 0), Item(FAILED, 0, 0)) == 0


def test_a_tie_is_nobodys_consensus() -> None:
    assert majority([PASSED, PASSED, FAILED]) is PASSED
    assert majority([PASSED, FAILED]) is None
    assert majority([]) is None


WORD = st.sampled_from("PFN")


@given(st.lists(st.tuples(WORD, WORD, WORD), min_size=1, max_size=12))
def test_who_is_named_first_changes_nothing(answers: list[tuple[str, str, str]]) -> None:
    raters = dict(zip("abc", (list(each) for each in zip(*answers, strict=True)), strict=True))
    kappas = {
        round(kappa, 9)
        for order in permutations(raters)
        if (kappa := fleiss({name: raters[name] for name in order})) is not None
    }
    forward, backward = cohen(raters["a"], raters["b"]), cohen(raters["b"], raters["a"])

    assert len(kappas) <= 1
    assert forward == (None if backward is None else pytest.approx(backward))
    assert all(-1 <= kappa <= 1 for kappa in kappas)
