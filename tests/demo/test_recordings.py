"""The demo's recordings are what their manifests say, and say only what the model knows."""

import pytest

from demo.calls import RECORDINGS, Manifest, RecordedCall, read_manifest, sha256_of
from demo.company import OFFERS, TEAMS, read_scorecard
from demo.making.judging import verdicts
from demo.making.sentences import is_in_grammar
from tests.sounds import CALLS

FOLDERS = (RECORDINGS, CALLS)
MANIFESTS = [read_manifest(folder) for folder in FOLDERS]
SAID = [call for manifest in MANIFESTS for call in manifest.calls]


FOLLOWS = {"opening_order", "risk_notice", "terms", "identification", "closing", "consent"}
"""What a call may miss besides: whoever leaves out the notice has no opening in order."""


def rules_of(call: RecordedCall) -> set[str]:
    body = read_scorecard(OFFERS[call.campaign].scorecard)
    return {rule.key for rule in body.rules}


@pytest.mark.parametrize("folder", FOLDERS, ids=["demo", "tests"])
def test_files_are_those_the_manifest_names(folder: object) -> None:
    folder, manifest = next(
        (known, manifest)
        for known, manifest in zip(FOLDERS, MANIFESTS, strict=True)
        if known == folder
    )
    assert {call.file: call.sha256 for call in manifest.calls} == {
        call.file: sha256_of(folder / call.file) for call in manifest.calls
    }


def test_no_recording_lies_beside_the_manifest() -> None:
    named = {call.file for call in MANIFESTS[0].calls}

    assert {path.name for path in RECORDINGS.glob("*.ogg")} == named


def test_the_folder_stays_small() -> None:
    sizes_bytes = [path.stat().st_size for path in RECORDINGS.iterdir()]

    assert max(sizes_bytes) < 400_000
    assert sum(sizes_bytes) <= 10_000_000


@pytest.mark.parametrize("call", SAID, ids=lambda call: call.file)
def test_every_sentence_is_one_the_model_knows(call: RecordedCall) -> None:
    strange = [
        turn.text
        for turn in call.turns
        if not is_in_grammar(turn.text, call.language, turn.channel)
    ]

    assert strange == []


@pytest.mark.parametrize("call", SAID, ids=lambda call: call.file)
def test_turns_are_in_order_and_within_the_recording(call: RecordedCall) -> None:
    for channel in ("agent", "customer"):
        times = [
            second
            for turn in call.turns
            if turn.channel == channel
            for second in (turn.start_s, turn.end_s)
        ]
        assert times == sorted(times)
    assert all(0 <= turn.start_s < turn.end_s <= call.duration_s for turn in call.turns)


@pytest.mark.parametrize("call", [call for call in SAID if call.violations], ids=lambda c: c.file)
def test_what_is_broken_on_purpose_is_a_rule_and_can_be_heard(call: RecordedCall) -> None:
    said = {(turn.start_s, turn.text) for turn in call.turns if turn.channel == "agent"}

    for violation in call.violations:
        assert violation.rule_key in rules_of(call)
        assert violation.quote is None or (violation.at_s, violation.quote) in said


@pytest.mark.parametrize("call", MANIFESTS[0].calls, ids=lambda call: call.file)
def test_what_is_broken_on_purpose_is_what_the_scorecard_finds_broken(call: RecordedCall) -> None:
    wanted = {violation.rule_key for violation in call.violations}
    given = {key for key, verdict in verdicts(call, call.turns).items() if verdict == "failed"}

    assert wanted <= given
    assert given - wanted <= FOLLOWS


def test_one_call_in_five_breaks_a_rule() -> None:
    calls = MANIFESTS[0].calls
    broken = [call for call in calls if call.violations]

    assert 0.15 <= len(broken) / len(calls) <= 0.3


def test_tests_hear_other_calls_than_the_demo() -> None:
    demo, tests = ({call.seed for call in manifest.calls} for manifest in MANIFESTS)

    assert not demo & tests


def test_every_agent_finds_recordings_in_their_name() -> None:
    spoken = {(call.campaign, call.agent_name) for call in MANIFESTS[0].calls}
    nameless = [
        worker.name
        for team in TEAMS
        for worker in team.workers
        if not any((campaign, worker.spoken_name) in spoken for campaign in team.campaigns)
    ]

    assert nameless == []


def test_a_manifest_survives_writing_and_reading() -> None:
    manifest = MANIFESTS[1]

    assert Manifest.model_validate_json(manifest.model_dump_json()) == manifest
