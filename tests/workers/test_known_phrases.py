"""The file of phrases that models invent, Earshot's own or another."""

from pathlib import Path

import pytest

from workers.asr import ModelUnavailable
from workers.asr.guards.phrases import Effect, known_phrases


def test_the_file_of_phrases_can_be_replaced(tmp_path: Path) -> None:
    file = tmp_path / "phrases.toml"
    file.write_text(
        '[[group]]\nlanguage = "zh"\nmatch = "whole"\n'
        'effect = "leave_out"\nphrases = ["安心理财"]\n',
        "utf-8",
    )

    own = known_phrases(file)

    assert own.effect_on("安心理财。") is Effect.LEAVE_OUT
    assert own.effect_on("我是安心理财的") is Effect.MARK
    assert own.effect_on("谢谢观看") is None


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("group = 1", "group"),
        ("[[group]", "line 1"),
        ('[[group]]\nlanguage="zh"\nmatch="all"\neffect="mark"\nphrases=["a"]', "group.0.match"),
    ],
)
def test_a_file_of_phrases_that_is_wrong_stops_the_worker(
    tmp_path: Path, text: str, complaint: str
) -> None:
    file = tmp_path / "phrases.toml"
    file.write_text(text)

    with pytest.raises(ModelUnavailable, match=f"phrases.toml.*{complaint}"):
        known_phrases(file)
    with pytest.raises(ModelUnavailable, match="No such file"):
        known_phrases(tmp_path / "none.toml")
