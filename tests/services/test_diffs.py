"""What changed between two wordings of a card."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scoring.card import Pack, Rule, ScorecardBody, Section
from services.scoring.conditions import AllOf, Condition, Not, Said, Within
from services.scoring.diffs import Change, DiffKind, between

SAID = Said(phrases=("您好",))


def rule(key: str, **fields: Any) -> Rule:
    return Rule(**{"key": key, "name": key.title(), "condition": SAID, **fields})


def card(*keys: str, **settings: Any) -> ScorecardBody:
    return ScorecardBody(rules=tuple(rule(key) for key in keys), **settings)


def of_rules(before: ScorecardBody, after: ScorecardBody) -> list[tuple[str, DiffKind]]:
    return [(each.key, each.change) for each in between(before, after).rules]


def changes_of(before: Condition, after: Condition) -> tuple[Change, ...]:
    old, new = (ScorecardBody(rules=(rule("a", condition=each),)) for each in (before, after))
    [only] = between(old, new).rules
    return only.changes


def test_nothing_changed() -> None:
    assert not between(card("a", "b"), card("a", "b"))


def test_a_rule_is_known_by_its_key_and_told_by_its_new_name() -> None:
    before = card("a")
    after = ScorecardBody(rules=(rule("a", name="New", points=5),))

    [only] = between(before, after).rules

    assert (only.key, only.name, only.change) == ("a", "New", DiffKind.CHANGED)
    assert only.changes == (Change("name", "A", "New"), Change("points", 10, 5))


def test_rules_that_come_and_go_are_told_whole() -> None:
    added, removed = between(card("a", "b"), card("a", "c")).rules

    assert (added.key, added.change, added.changes[0].before) == ("c", DiffKind.ADDED, None)
    assert (removed.key, removed.change, removed.changes[0].after) == ("b", DiffKind.REMOVED, None)
    assert added.changes[0].after["condition"]["phrases"] == ["您好"]


def test_as_few_rules_as_possible_have_moved() -> None:
    assert of_rules(card(*"abcd"), card(*"dabc")) == [("d", DiffKind.MOVED)]
    assert of_rules(card(*"abc"), card(*"xabc")) == [("x", DiffKind.ADDED)]
    assert of_rules(card(*"abc"), card(*"bc")) == [("a", DiffKind.REMOVED)]
    [moved] = between(card(*"abcd"), card(*"dabc")).rules
    assert moved.changes == (Change("place", 3, 0),)


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        (
            Said(phrases=("a", "b")),
            Said(phrases=("a", "c")),
            [Change("condition.phrases", ["a", "b"], ["a", "c"])],
        ),
        (
            Said(phrases=("a",), within=Within(first_s=15)),
            Said(phrases=("a",), within=Within(last_s=15)),
            [
                Change("condition.within.first_s", 15, None),
                Change("condition.within.last_s", None, 15),
            ],
        ),
        (
            AllOf(conditions=(SAID, Said(phrases=("a",)))),
            AllOf(conditions=(SAID, Said(phrases=("b",)))),
            [Change("condition.conditions.1.phrases", ["a"], ["b"])],
        ),
        (
            AllOf(conditions=(SAID,)),
            AllOf(conditions=(SAID, SAID)),
            [Change("condition.conditions.1", None, SAID.model_dump(mode="json"))],
        ),
    ],
)
def test_a_change_is_told_by_the_path_to_it(
    before: Condition, after: Condition, changes: list[Change]
) -> None:
    assert list(changes_of(before, after)) == changes


def test_a_condition_of_another_type_is_told_whole() -> None:
    [change] = changes_of(SAID, Not(condition=SAID))

    assert (change.path, change.before["type"], change.after["type"]) == (
        "condition",
        "said",
        "not",
    )


def test_settings_are_told_by_key() -> None:
    rules = (rule("a", section="x"),)
    x, y = Section(key="x", name="X", weight=1), Section(key="y", name="Y")
    before = ScorecardBody(rules=rules, sections=(x, y))
    after = ScorecardBody(
        rules=rules,
        pass_score=70,
        sections=(y, x.model_copy(update={"weight": 2})),
        packs={"ours": Pack(phrases=("亲",))},
    )

    changes = {change.path: change for change in between(before, after).settings}

    assert set(changes) == {"pass_score", "sections.x.weight", "packs.ours"}
    assert changes["packs.ours"].after["phrases"] == ["亲"]


orders = st.permutations(list("abcdef")).flatmap(
    lambda keys: st.integers(1, 6).map(lambda count: keys[:count])
)


@given(orders, orders)
def test_what_is_told_explains_the_new_order(old: list[str], new: list[str]) -> None:
    told = dict(of_rules(card(*old), card(*new)))

    assert {key for key, change in told.items() if change is DiffKind.ADDED} == set(new) - set(old)
    assert {key for key, change in told.items() if change is DiffKind.REMOVED} == {*old} - {*new}
    stayed_old = [key for key in old if key not in told]
    stayed_new = [key for key in new if key not in told]
    assert stayed_old == stayed_new
