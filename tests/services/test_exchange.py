"""Scorecards as YAML: the same after the journey, and nothing surprising on the way."""

from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator, meta

from services.scoring import checking, exchange
from services.scoring.card import Effect, Rule, ScorecardBody, Section, Severity, Weights
from services.scoring.conditions import (
    AllOf,
    AnyOf,
    Condition,
    EarlierCall,
    Entity,
    Fact,
    Judged,
    Language,
    Measure,
    Near,
    Not,
    Op,
    Pattern,
    Repeated,
    Said,
    ScriptLine,
    Sequence,
    Sound,
    Speaker,
    Step,
    Wanted,
    Within,
)
from services.scoring.exchange import YamlWrong
from services.scoring.schema import json_schema
from services.transcripts import EntityKind

ALMOST_NOT_TEXT = [
    *("no", "yes", "on", "off", "y", "N", "null", "~", "true", "False", "NULL"),
    *("123", "12.5", "1e3", "0x1F", "0o17", "017", "+86", "-1", ".5", "5.", "1_000", "12:30:45"),
    *("2026-01-02", "2026-01-02T03:04:05Z", "<<a", "=1", "- a", "a: b", "a #b", "#a", "&a", "*a"),
    *("!a", "%a", "@a", "`a", "'a'", '"a"', "{a}", "[a]", "a,b", "? a", "|a", ">a", " a ", "a\tb"),
    *(
        "a\nb",
        "a\r\nb",
        "第一\u2028行",
        "\ufeffa",
        "保证收益",
        "☎1",
        "𠮷a",
        "a\x85b",
        "inf1",
        ".nan1",
    ),
]
texts = st.one_of(
    st.sampled_from([each for each in ALMOST_NOT_TEXT if any(map(str.isalnum, each))]),
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30
    ).filter(lambda text: any(letter.isalnum() for letter in text)),
)
speakers = st.sampled_from(Speaker)
seconds = st.floats(0.1, 3600).map(lambda value: round(value, 3))
withins = st.none() | st.builds(Within, first_s=seconds) | st.builds(Within, last_turns=st.just(3))
values = texts | st.floats(-1e9, 1e9) | st.booleans()
leaves: st.SearchStrategy[Condition] = st.one_of(
    st.builds(
        Said,
        speaker=speakers,
        within=withins,
        phrases=st.lists(texts, min_size=1, max_size=4).map(tuple),
        exclusions=st.lists(texts, max_size=2).map(tuple),
        at_least=st.just("all") | st.integers(1, 3),
        homophones=st.booleans(),
    ),
    st.builds(Pattern, regex=texts, excluding=st.none() | texts, speaker=speakers),
    st.builds(ScriptLine, lines=st.tuples(texts), similarity=st.floats(30, 100)),
    st.builds(Repeated, times=st.integers(2, 5), ignore=st.tuples(texts)),
    st.builds(
        Entity,
        kind=st.sampled_from(EntityKind),
        wanted=st.none() | st.builds(Wanted, value=values) | st.just(Wanted(fact="campaign.price")),
    ),
    st.builds(Sound, measure=st.sampled_from(Measure), value=st.floats(0, 1000)),
    st.builds(
        Fact,
        name=st.just("outcome"),
        wanted=st.builds(Wanted, op=st.just(Op.IN), value=st.tuples(values, values)),
    ),
    st.builds(Language, languages=st.just(("zh", "en")), share=st.floats(0, 1)),
    st.builds(Judged, question=texts.map(lambda text: f"Does the agent {text}?")),
)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Not, condition=inner),
        st.builds(AllOf, conditions=st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, conditions=st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Near, condition=inner, anchor=inner, occurrence=st.sampled_from(["last", 2])),
        st.builds(EarlierCall, condition=inner, within_days=st.integers(1, 366)),
        st.builds(
            Sequence,
            steps=st.tuples(
                st.builds(Step, name=texts, condition=inner, optional=st.booleans()),
                st.builds(Step, name=texts, condition=inner, within_s=st.none() | seconds),
            ),
        ),
    ),
    max_leaves=3,
)
rules = st.builds(
    Rule,
    key=st.just("rule"),
    name=texts,
    description=st.just("") | texts,
    section=st.just("opening"),
    severity=st.sampled_from(Severity),
    condition=st.none() | conditions,
    when=st.none() | conditions,
    forbids=st.booleans(),
    effect=st.sampled_from(Effect),
    points=st.floats(0, 1000),
    fatal=st.sampled_from([None, "section", "card"]),
)
VALIDATOR = Draft202012Validator(json_schema())
bodies = st.builds(
    ScorecardBody,
    pass_score=st.floats(0, 100),
    sections=st.builds(Section, key=st.just("opening"), name=texts).map(lambda each: (each,)),
    rules=rules.map(lambda rule: (rule,)),
)


@given(bodies)
@settings(max_examples=50)
def test_a_body_comes_back_from_yaml_as_it_was(body: ScorecardBody) -> None:
    content, _ = exchange.load(exchange.dump(body))

    assert ScorecardBody.model_validate(content) == body


@given(bodies)
@settings(max_examples=25)
def test_other_readers_of_yaml_read_the_same(body: ScorecardBody) -> None:
    text = exchange.dump(body)

    assert yaml.safe_load(text) == exchange.load(text)[0]


@given(bodies)
@settings(max_examples=25)
def test_the_json_schema_accepts_what_is_exported(body: ScorecardBody) -> None:
    content, _ = exchange.load(exchange.dump(body))

    assert [error.message for error in VALIDATOR.iter_errors(content)] == []


def test_the_json_schema_refuses_what_is_refused_and_describes_what_editors_show() -> None:
    schema = json_schema()
    wrong = {"rules": [{"key": "a", "name": "A", "condition": {"type": "telepathy"}}]}

    assert not VALIDATOR.is_valid(wrong)
    assert meta.is_valid(schema)
    assert schema["title"] == "ScorecardBody"
    assert "packs" not in schema["properties"]
    models = [model for model in schema["$defs"].values() if "properties" in model]
    assert [model["title"] for model in models if not model.get("description")] == []
    fields = [field for model in models for field in model["properties"].values()]
    assert [field for field in fields if not ("description" in field or "const" in field)] == []


def test_yaml_reads_plain_words_as_people_mean_them() -> None:
    content, lines = exchange.load("a: no\nb: 12:30\nc: 2026-01-02\nd: 12\ne: 1.5\nf: true\ng:\n")

    assert content == {
        **{"a": "no", "b": "12:30", "c": "2026-01-02"},
        **{"d": 12, "e": 1.5, "f": True, "g": None},
    }
    assert lines.of(("c",)) == 3
    assert lines.of(("c", "deeper", 0)) == 3


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: &x [1]\nb: *x", "Line 2: aliases"),
        ("a: 1\nb: 2\na: 3", "Line 3: a stands twice"),
        ("rules:\n  - key: a\n    key: b", "Line 3: key stands twice"),
        ("a: !!python/object:os.system x", "Line 1: tags"),
        ("a: !!str 5", "Line 1: tags"),
        ("[" * 200 + "]" * 200, "nested deeper"),
        ("a: 1\n---\nb: 2", "more than one document"),
        ("a: [1\nb: 2", "Line 2:"),
        ("a: 1\n  b: 2", "Line 2:"),
        ("? [a]\n: 1", "a name must be plain text"),
        (b"a: \xff", "Line 1: it is not UTF-8"),
        (b"x" * (exchange.MAX_BYTES + 1), "larger than 1024 KiB"),
        ("[" + "a," * exchange.MAX_NODES + "]", "larger"),
        ("a: \x07", ""),
    ],
)
def test_yaml_that_cannot_be_read_is_refused_with_its_line(
    text: str | bytes, sentence: str
) -> None:
    with pytest.raises(YamlWrong) as refused:
        exchange.load(text)

    assert sentence in refused.value.facts["detail"]


def test_billions_of_laughs_are_not_laughed() -> None:
    levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 10)]
    with pytest.raises(YamlWrong, match="aliases"):
        exchange.load("\n".join(["l0: &l0 ha", *levels]))


@given(st.binary(max_size=200) | st.text("ab:-[]{}&*!?|>'\"\n #,1", max_size=60))
@settings(max_examples=200)
def test_any_text_is_read_or_refused(text: bytes | str) -> None:
    with suppress(YamlWrong):
        exchange.load(text)


def test_the_order_of_fields_is_the_models_and_the_type_comes_first() -> None:
    rule = Rule(
        key="greeting",
        name="问候",
        points=20,
        condition=Said(phrases=("您好", "no"), within=Within(first_s=15)),
    )
    body = ScorecardBody(rules=(rule,), weights=Weights.POINTS)

    assert exchange.dump(body).splitlines()[2:] == [
        "pass_score: 60",
        "rules:",
        "- key: greeting",
        "  name: 问候",
        "  condition:",
        "    type: said",
        "    speaker: agent",
        "    within:",
        "      first_s: 15",
        "    phrases:",
        "    - 您好",
        "    - 'no'",
        "  points: 20",
    ]


def test_the_header_says_where_the_schema_is() -> None:
    body = ScorecardBody(rules=(Rule(key="a", name="A"),))

    assert exchange.SCHEMA_PATH in exchange.dump(body).splitlines()[0]
    assert Path(exchange.SCHEMA_PATH).name == "schema"


def test_a_number_without_end_is_refused() -> None:
    wanted = "{type: fact, name: amount, wanted: {value: 1e999}}"
    checked = checking.check_text(f"rules:\n- {{key: a, name: A, condition: {wanted}}}", {})

    assert [problem.path for problem in checked.problems] == ["rules.0.condition.wanted.value"]
