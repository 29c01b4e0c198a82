"""The rules' conformance suite: what each condition must make of a dialogue.

The cases are data: data/scoring/conformance says in plain words what is right, so that
another engine could be held against it. A turn is written `A 0-4 words`: who (A agent,
C customer, M both on one channel; `*` doubtful, `~0.4` its confidence), seconds, text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml

from services.acoustics import Acoustics, ByOne, Jump, Span, SpeakerSound
from services.scoring.card import ScorecardBody
from services.scoring.engine import score
from services.scoring.heard import HeardCall, Opinion, PastCall
from services.scoring.judging import compile_card
from services.scoring.results import Line
from services.tables import Channel
from services.transcripts import Doubt, Utterance
from services.transcripts.written import with_entities

FOLDER = Path(__file__).parents[1] / "data" / "scoring" / "conformance"
CHANNELS = {"A": Channel.AGENT, "C": Channel.CUSTOMER, "M": Channel.MIXED}
TURN = re.compile(r"([ACM])(\*)?(?:~([\d.]+))? ([\d.]+)-([\d.]+) (.+)")
TOLD = ("why", "at", "spans", "missing", "looked", "opinion")
NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


def cases() -> Iterator[Any]:
    for file in sorted(FOLDER.glob("*.yaml")):
        book = yaml.safe_load(file.read_text("utf-8"))
        for case in book["cases"]:
            yield pytest.param(book, case, id=f"{file.stem}: {case['case']}")


CASES = list(cases())


def test_there_are_at_least_200_cases_and_each_has_its_own_name() -> None:
    assert len({case.id for case in CASES}) == len(CASES) >= 200


@pytest.mark.parametrize(("book", "case"), CASES)
def test_case(book: Mapping[str, Any], case: Mapping[str, Any]) -> None:
    body = body_of(case)
    line = score(heard(book, case), compile_card(body, body.packs)).lines[0]

    assert shown(line, case) == wanted(case)


def body_of(case: Mapping[str, Any]) -> ScorecardBody:
    others = case.get("rules", {}).items()
    rules = [
        {"key": key, "name": key, "condition": condition}
        for key, condition in [("asked", case["if"]), *others]
    ]
    settings = {name: case[name] for name in ("packs", "doubtful") if name in case}
    return ScorecardBody.model_validate({"rules": rules, **settings})


def heard(book: Mapping[str, Any], case: Mapping[str, Any]) -> HeardCall:
    turns = case["call"] if isinstance(case["call"], list) else book["calls"][case["call"]]
    language = case.get("language", book["language"])
    languages = case.get("languages", [language] * len(turns))
    said = [said_in(turn, each) for turn, each in zip(turns, languages, strict=True)]
    duration_s = book.get("duration_s") or max((each.end_s for each in said), default=0) + 1
    earlier = case.get("earlier", [])
    return HeardCall(
        duration_s=duration_s,
        utterances=said,
        facts=case.get("facts", {}),
        acoustics=acoustics(case["sound"]) if "sound" in case else None,
        earlier=None if earlier == "unknown" else [past(book, call) for call in earlier],
        opinions={
            question: Opinion(said["answer"], tuple(said["quotes"]), said_by="test")
            for question, said in case.get("opinions", {}).items()
        },
    )


def said_in(turn: str, language: str) -> Utterance:
    match = TURN.fullmatch(turn)
    assert match, turn
    who, doubtful, confidence, start_s, end_s, text = match.groups()
    utterance = Utterance(
        channel=CHANNELS[who],
        start_s=float(start_s),
        end_s=float(end_s),
        text=text,
        language=language,
        confidence=float(confidence or 1),
        doubts=(Doubt.UNLIKELY,) if doubtful else (),
    )
    return with_entities(utterance)


def past(book: Mapping[str, Any], told: Mapping[str, Any]) -> PastCall:
    days = told["days_before"]
    return PastCall(
        call_id=UUID(int=days),
        started_at=NOW - timedelta(days=days),
        days_before=days,
        same_campaign=told.get("same_campaign", True),
        call=heard(book, told),
    )


def acoustics(told: Mapping[str, Any]) -> Acoustics:
    unmeasurable = told.get("unmeasurable", {})

    def measured(name: str, value: Any) -> Any:
        return None if name in unmeasurable else value

    return Acoustics(
        duration_s=told["duration_s"],
        silence_s=told["silence_s"],
        speakers=tuple(
            speaker(Channel(name), told[name]) for name in ("agent", "customer") if name in told
        ),
        silences=measured("silences", spans(told.get("silences", ()))),
        dead_air=spans(told["dead_air"]),
        overlap_s=measured("overlap_s", told.get("overlap_s", 0)),
        interruptions=measured("interruptions", by_one(told.get("interruptions", ()))),
        talk_ratio=measured("talk_ratio", told.get("talk_ratio")),
        response_delay_s=measured("response_delay_s", told.get("response_delay_s")),
        loudness_jumps=measured("loudness_jumps", jumps(told.get("jumps", ()))),
        ringing=spans(told.get("ringing", ())),
        music=spans(told.get("music", ())),
        answering_machine=told.get("answering_machine"),
        not_measurable=unmeasurable,
    )


def speaker(channel: Channel, told: Mapping[str, Any]) -> SpeakerSound:
    monologue = told.get("longest_monologue")
    return SpeakerSound(
        channel=channel,
        speech_s=50,
        speech=(),
        turns=told.get("turns"),
        speech_rate=told.get("speech_rate"),
        longest_monologue=span(monologue) if monologue else None,
    )


def span(text: str) -> Span:
    start, end = text.split("-")
    return Span(start_s=float(start), end_s=float(end))


def spans(texts: Sequence[str]) -> tuple[Span, ...]:
    return tuple(span(text) for text in texts)


def by_one(texts: Sequence[str]) -> tuple[ByOne, ...]:
    parts = [text.split() for text in texts]
    return tuple(ByOne(channel=Channel(who), **span(when).model_dump()) for who, when in parts)


def jumps(texts: Sequence[str]) -> tuple[Jump, ...]:
    parts = [text.split() for text in texts]
    return tuple(
        Jump(channel=Channel(who), rise_db=float(rise), **span(when).model_dump())
        for who, when, rise in parts
    )


def wanted(case: Mapping[str, Any]) -> dict[str, Any]:
    truth = case["is"]
    told = {name: case[name] for name in TOLD if name in case}
    return {"is": truth if isinstance(truth, str) else str(truth).lower(), **told}


def shown(line: Line, case: Mapping[str, Any]) -> dict[str, Any]:
    """What the finding says about everything that the case mentions."""
    finding = line.finding
    assert finding is not None
    places = finding.places
    everything = {
        "is": finding.truth.value,
        "why": finding.reason and finding.reason.value,
        "at": [f"{place.start_s:g} {place.quote}" for place in places],
        "spans": [[place.start_s, place.end_s] for place in places],
        "missing": list(finding.missing),
        "looked": [finding.looked_from_s, finding.looked_to_s],
        "opinion": finding.opinion,
    }
    return {name: everything[name] for name in everything if name in case}
