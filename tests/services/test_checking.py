"""What is wrong with a scorecard, told in words that its writer reads."""

import ast
import inspect
import re
from typing import Any

import pytest

from services.scoring import card, checking, conditions
from services.scoring.conditions import parts, words
from services.scoring.problem_words import in_chinese

SAID = {"type": "said", "phrases": ["您好"]}
NOT_SAID = {"type": "not", "condition": SAID}
HAN = re.compile(r"[\u4e00-\u9fff]")


def rule(**fields: Any) -> dict[str, Any]:
    return {"key": "a", "name": "A", "condition": SAID, **fields}


def problems(*rules: dict[str, Any], **settings: Any) -> list[tuple[str, str]]:
    found = checking.check({"rules": list(rules), **settings}, {})
    return [(problem.path, problem.sentence) for problem in found.problems]


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        (rule(points=-1), "rules.0.points"),
        (rule(points=10_000), "rules.0.points"),
        (rule(points="ten"), "rules.0.points"),
        (rule(key="A"), "rules.0.key"),
        (rule(name=""), "rules.0.name"),
        (rule(name="n" * 121), "rules.0.name"),
        (rule(name=5), "rules.0.name"),
        (rule(forbids="perhaps"), "rules.0.forbids"),
        (rule(severity="deadly"), "rules.0.severity"),
        (rule(surprise=1), "rules.0.surprise"),
        ({"name": "A"}, "rules.0.key"),
        (rule(per_place=True), "rules.0"),
        (rule(fatal="section"), "rules.0"),
        (rule(condition={"type": "rule", "rule": "a"}), "rules.0"),
        (rule(condition={"type": "rule", "rule": "b"}), ""),
        (rule(section="x"), ""),
        (rule(condition={}), "rules.0.condition"),
        (rule(condition={"type": "telepathy"}), "rules.0.condition"),
        (rule(condition=SAID | {"phrases": []}), "rules.0.condition"),
        (rule(condition=SAID | {"phrases": "您好"}), "rules.0.condition.phrases"),
        (rule(condition=SAID | {"phrases": ["!"]}), "rules.0.condition.phrases.0"),
        (rule(condition=SAID | {"packs": ["none"]}), "rules.0.condition.packs.0"),
        (rule(condition=SAID | {"at_least": 2}), "rules.0.condition.at_least"),
        (rule(condition=SAID | {"within": {}}), "rules.0.condition.within"),
        (rule(condition=SAID | {"within": {"first_s": 0}}), "rules.0.condition.within.first_s"),
        (
            rule(condition={"type": "any_of", "conditions": [SAID], "at_least": 2}),
            "rules.0.condition",
        ),
        (rule(condition={"type": "pattern", "regex": "("}), "rules.0.condition.regex"),
        (rule(condition={"type": "pattern", "regex": "(?=a)"}), "rules.0.condition.regex"),
        (
            rule(condition={"type": "near", "condition": SAID, "anchor": NOT_SAID}),
            "rules.0.condition",
        ),
        (
            rule(condition={"type": "fact", "name": "amount", "wanted": {}}),
            "rules.0.condition.wanted",
        ),
        (
            rule(condition={"type": "fact", "name": "amount", "wanted": {"op": "in", "value": 1}}),
            "rules.0.condition.wanted",
        ),
    ],
    ids=str,
)
def test_each_fault_has_its_path_and_a_sentence_in_both_languages(
    wrong: dict[str, Any], path: str
) -> None:
    [(found, sentence)] = problems(wrong)

    assert found == path
    assert sentence.endswith(".")
    assert HAN.search(in_chinese(sentence)), sentence
    assert not re.search(r"\b(?:should|cannot|must|needs)\b", in_chinese(sentence))


def test_faults_of_the_whole_card_are_told() -> None:
    twice = problems(rule(), rule())
    circle = [rule(key=a, condition={"type": "rule", "rule": b}) for a, b in ("ab", "ba")]
    told = [
        *twice,
        *problems(*circle),
        *problems(rule(), weights="percent"),
        *problems(rule(), packs={"x": {"phrases": ["a"]}}),
        *problems(),
    ]

    assert [path for path, _ in told] == ["", "", "", "packs", "rules"]
    assert [sentence for _, sentence in told if not HAN.search(in_chinese(sentence))] == []


def test_every_sentence_of_the_model_has_its_chinese() -> None:
    said = {text for module in (card, conditions, parts, words) for text in _refusals(module)}

    assert len(said) >= 15
    assert sorted(text for text in said if not HAN.search(in_chinese(text))) == []


def _refusals(module: Any) -> list[str]:
    """What `raise ValueError(...)` says, with something in every gap."""
    raised = [
        node.exc.args[0]
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)
    ]
    return [text for node in raised if (text := _text(node)) is not None]


def _text(node: ast.expr) -> str | None:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            pieces = [
                _text(value) or ("rule" if at == 0 else "5") for at, value in enumerate(values)
            ]
            return "".join(pieces)
        case _:
            return None


def test_a_sentence_that_nobody_has_put_into_chinese_stays_as_it_is() -> None:
    assert in_chinese("The moon is full.") == "The moon is full."
