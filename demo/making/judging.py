"""Whether a recording is judged as what was said in it deserves."""

from collections.abc import Iterable

from demo.calls import RecordedCall, Turn
from demo.company import OFFERS, read_scorecard
from demo.making.hearing import Heard
from services.scoring import engine
from services.scoring.heard import HeardCall
from services.scoring.judging import compile_card
from services.scoring.results import Verdict
from services.tables import Channel
from services.transcripts import Utterance


def misjudged(call: RecordedCall, heard: list[Heard]) -> list[str]:
    """Keys of the rules whose verdict on what was heard differs from that on what was said."""
    deserved, given = verdicts(call, call.turns), verdicts(call, heard)
    return [key for key in deserved if deserved[key] is not given[key]]


def verdicts(call: RecordedCall, said: Iterable[Heard | Turn]) -> dict[str, Verdict]:
    """By rule."""
    utterances = [
        Utterance(
            channel=Channel(turn.channel), start_s=turn.start_s, end_s=turn.end_s, text=turn.text
        )
        for turn in sorted(said, key=lambda turn: turn.start_s)
    ]
    card = compile_card(read_scorecard(OFFERS[call.campaign].scorecard), {})
    heard = HeardCall(duration_s=call.duration_s, utterances=utterances)
    score = engine.score(heard, card)
    return {line.rule_key: line.verdict for line in score.lines}
