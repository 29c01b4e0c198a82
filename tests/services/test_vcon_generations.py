"""vCons of every generation: renamed fields, copies, and what is refused."""

import gzip
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from services.dialers import PayloadUnreadable, Translation
from tests.dialing import sample
from tests.vcons import CHINA, changed, translate

EXAMPLES = Path(__file__).parents[3] / "shared" / "data" / "ietf-vcon-core-examples"
RECORDED = sample("vcon", "recorded.json")
SERVER = sample("vcon", "server_style.json")
INCOMPLETE = sample("vcon", "incomplete.json")


@pytest.mark.parametrize("version", ["0.0.1", "0.0.2", "0.3.0", "0.4.0", None, "9"])
def test_no_version_is_asked_for(version: str | None) -> None:
    assert translate({**RECORDED, "vcon": version}) == translate(RECORDED)


@pytest.mark.parametrize("name", ["parties", "dialog", "analysis", "attachments"])
@pytest.mark.parametrize("how", ["null", "absent"])
def test_arrays_may_be_null_or_absent(name: str, how: str) -> None:
    value = {key: each for key, each in INCOMPLETE.items() if key != name}
    value = value | ({name: None} if how == "null" else {})
    if name == "parties":
        value = changed(
            value, "dialog.0", {**value["dialog"][0], "parties": [], "originator": None}
        )

    assert all(not note.refuses for note in translate(value).notes)


@pytest.mark.parametrize("nothing", [None, ""])
@pytest.mark.parametrize(
    "name", ["mediatype", "filename", "duration", "parties", "party_history", "content_hash"]
)
def test_what_is_null_or_blank_is_absent(name: str, nothing: str | None) -> None:
    if nothing is None or name in ("mediatype", "filename"):
        absent = deepcopy(RECORDED)
        del absent["dialog"][0][name]
        assert translate(changed(RECORDED, f"dialog.0.{name}", nothing)) == translate(absent)


RENAMED = [
    ("mediatype", "mimetype", "audio/x-wav"),
    ("party_history", "party-history", RECORDED["dialog"][0]["party_history"]),
    ("session_id", "session-id", "s-1"),
]


@pytest.mark.parametrize(("today", "before", "value"), RENAMED)
def test_names_of_earlier_generations_mean_the_same(today: str, before: str, value: Any) -> None:
    new, old = deepcopy(RECORDED), deepcopy(RECORDED)
    new["dialog"][0] |= {today: value}
    del old["dialog"][0][today]
    old["dialog"][0] |= {before: value}

    assert translate(old) == translate(new)


def test_alg_and_signature_are_the_hash_of_before() -> None:
    [today], [before] = translate(RECORDED).links, translate(SERVER, CHINA).links

    assert before.content_hashes == today.content_hashes
    assert before.content_hashes[0].startswith("sha512-GLy6IPaIUM1G")


def test_several_hashes_are_all_kept() -> None:
    [link] = translate(changed(RECORDED, "dialog.0.content_hash", ["sha512-a", "sha256-b"])).links

    assert link.content_hashes == ("sha512-a", "sha256-b")


@pytest.mark.parametrize("name", ["critical", "must_support"])
def test_an_extension_that_must_be_understood_and_is_not_is_refused(name: str) -> None:
    value = {key: each for key, each in RECORDED.items() if key != "critical"} | {name: ["X-1"]}

    with pytest.raises(PayloadUnreadable) as refused:
        translate(value)

    assert refused.value.field == "critical"
    assert translate(value, extensions=["X-1"]).events


@pytest.mark.parametrize("name", ["redacted", "amended", "appended"])
def test_a_copy_is_never_put_over_its_original(name: str) -> None:
    original = "0192a1b2-0000-8000-8000-00000000ffff"
    copy = {**RECORDED, name: {"uuid": original, "type": "PII"}}

    kept, used = translate(copy), translate(copy, copies="use", call_id="session_id")

    assert (kept.events, kept.links, kept.transcripts) == ((), (), ())
    assert [(note.reason, note.refuses) for note in kept.notes] == [
        ("amended" if name == "appended" else name, False)
    ]
    # Even where the dialer's own id is in it, it stays a call of its own.
    assert {each.data["call_id"] for each in used.events} == {RECORDED["uuid"]}


@pytest.mark.parametrize(
    ("where", "key"),
    [("uuid", RECORDED["uuid"]), ("session_id", "pbx-77"), ("meta.call_ref", "ref-9")],
)
def test_the_dialers_own_id_may_be_in_it(where: str, key: str) -> None:
    found = translate(RECORDED, call_id=where)

    assert {each.data["call_id"] for each in found.events} == {key}
    assert {link.call_key for link in found.links} == {key}


def test_where_the_dialers_id_is_missing_the_uuid_counts_and_a_note_says_so() -> None:
    found = translate(INCOMPLETE, call_id="meta.call_ref")

    assert found.events[0].data["call_id"] == INCOMPLETE["uuid"]
    assert [note.reason for note in found.notes] == ["missing"]


@pytest.mark.parametrize(
    ("place", "new", "field"),
    [
        ("uuid", None, "uuid"),
        ("uuid", "not-a-uuid", "uuid"),
        ("uuid", 7, "uuid"),
        ("dialog", {}, "dialog"),
        ("analysis", "text", "analysis"),
        ("parties", [], "dialog.0.parties"),
        ("dialog.0.parties", [0, 9], "dialog.0.parties"),
        ("dialog.0.parties", [-1], "dialog.0.parties"),
        ("dialog.0.duration", -1, "dialog.0.duration"),
        ("dialog.0.start", None, "dialog.0.start"),
        ("dialog.0.start", "yesterday", "dialog.0.start"),
        ("dialog.0.start", "9999-12-31T23:59:59Z", "dialog.0.start"),
        ("dialog.0.mediatype", "not a media type", "dialog.0.mediatype"),
        ("dialog.0.originator", 5, "dialog.0.originator"),
        ("dialog.0.party_history.0.party", 5, "dialog.0.party_history"),
        ("dialog.0.party_history.0.time", "soon", "dialog.0.party_history.0.time"),
        ("analysis.0.dialog", 3, "analysis.0.dialog"),
        ("dialog.0.body", "###", "dialog.0.body"),
        ("dialog.0.body", {"not": "text"}, "dialog.0.body"),
        ("updated_at", "soon", "updated_at"),
    ],
)
def test_what_is_wrong_is_refused_by_the_field(place: str, new: Any, field: str) -> None:
    with pytest.raises(PayloadUnreadable) as refused:
        translate(changed(RECORDED, place, new))

    assert (refused.value.field or "").startswith(field)


@pytest.mark.parametrize("body", [b"{}", b'{"subject": "x"}', b"[]", b"7", b'{"uuid": ' + b"["])
def test_what_is_no_vcon_is_refused_or_nothing(body: bytes) -> None:
    if body == b"[]":
        assert translate(body) == Translation()
        return
    with pytest.raises(PayloadUnreadable):
        translate(body)


def test_a_packed_vcon_that_unpacks_without_end_is_refused() -> None:
    bomb = gzip.compress(b" " * (129 * 1024 * 1024))

    with pytest.raises(PayloadUnreadable) as refused:
        translate(bomb)

    assert "when unpacked" in refused.value.facts["detail"]


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the working group's examples are not here")
@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.vcon")), ids=lambda path: path.stem)
def test_the_working_groups_examples_are_calls_copies_letters_or_refused(path: Path) -> None:
    refused = {"ab", "simple-vcon", "ab_call_ext_rec_encrypted"}
    try:
        found = translate(path.read_bytes())
    except PayloadUnreadable:
        assert path.stem in refused
        return
    assert path.stem not in refused
    reasons = [note.reason for note in found.notes]
    expected = {"signed": ["untrusted"], "decrypted": ["untrusted"], "redacted": ["redacted"]}
    letters = "email" in path.stem
    default = ["no_call"] if letters else ["amended"] if path.stem.endswith("amended") else []
    assert reasons == expected.get(path.stem.rpartition("_")[2], default)
    assert bool(found.events) == (reasons == [])
