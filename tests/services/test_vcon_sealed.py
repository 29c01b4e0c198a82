"""vCons that are signed or encrypted: used only when somebody who is trusted made them."""

import gzip
import json
from base64 import b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from services.dialers import Payload, PayloadUnreadable, Setting, Translation
from services.dialers.vcon import adapter
from tests.dialing import sample
from tests.sealing import MADE_AT, encrypted, identity, signed

EXAMPLES = Path(__file__).parents[3] / "shared" / "data" / "ietf-vcon-core-examples"
PLAIN = sample("vcon", "recorded.json")
NOW = MADE_AT + timedelta(days=30)
ROOT = identity("root", authority=True)
BETWEEN = identity("between", ROOT, authority=True)
SIGNER = identity("signer", BETWEEN)
STRANGER = identity("stranger")
READER = identity("reader")


def translate(
    value: Any, secrets: dict[str, str] | None = None, at: datetime = NOW, **options: Any
) -> Translation:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return adapter.translate(
        Payload(body, received_at=at), Setting(options=options, secrets=secrets or {})
    )


def trusting(*identities: Any) -> dict[str, Any]:
    return {"trusted_certificates": [each.pem for each in identities]}


def why_not(translation: Translation) -> str:
    """The sentence with which a vCon was set aside."""
    assert (translation.events, translation.links, translation.transcripts) == ((), (), ())
    [note] = translation.notes
    assert (note.reason, note.field, note.refuses) == ("untrusted", "signatures", True)
    return note.sentence


def test_a_chain_to_a_trusted_authority_is_trusted() -> None:
    sealed = signed(PLAIN, SIGNER, BETWEEN)

    assert translate(sealed, **trusting(ROOT)) == translate(PLAIN)


def test_a_signer_may_be_trusted_without_an_authority() -> None:
    assert translate(signed(PLAIN, STRANGER), **trusting(STRANGER)) == translate(PLAIN)


def test_without_a_chain_the_trusted_ones_may_have_signed() -> None:
    sealed = signed(PLAIN, SIGNER)
    sealed["signatures"][0]["header"] = {"x5u": "https://certificates.example/signer.pem"}

    assert translate(sealed, **trusting(SIGNER)) == translate(PLAIN)


def test_what_nobody_vouches_for_is_kept_with_a_note_and_not_used() -> None:
    assert "nobody who is trusted" in why_not(translate(signed(PLAIN, STRANGER), **trusting(ROOT)))
    assert "trusted_certificates" in why_not(translate(signed(PLAIN, SIGNER, BETWEEN)))


def test_a_certificate_that_may_not_sign_others_vouches_for_nobody() -> None:
    forged = identity("forged", SIGNER)

    assert "nobody who is trusted" in why_not(
        translate(signed(PLAIN, forged, SIGNER, BETWEEN), **trusting(ROOT))
    )


@pytest.mark.parametrize("at", [MADE_AT - timedelta(days=1), MADE_AT + timedelta(days=400)])
def test_certificates_count_only_while_they_are_valid(at: datetime) -> None:
    assert "nobody who is trusted" in why_not(
        translate(signed(PLAIN, SIGNER, BETWEEN), at=at, **trusting(ROOT))
    )


def test_a_changed_word_breaks_the_signature() -> None:
    sealed = signed(PLAIN, SIGNER, BETWEEN)
    other = {**PLAIN, "subject": "something else"}
    sealed["payload"] = urlsafe_b64encode(json.dumps(other).encode()).decode().rstrip("=")

    assert "altered" in why_not(translate(sealed, **trusting(ROOT)))


@pytest.mark.parametrize("alg", ["none", "HS256"])
def test_a_signature_cannot_choose_to_be_none(alg: str) -> None:
    sealed = signed(PLAIN, SIGNER, BETWEEN)
    [member] = sealed["signatures"]
    header = json.dumps({"alg": alg}).encode()
    member["protected"] = urlsafe_b64encode(header).decode().rstrip("=")
    member["signature"] = ""

    assert "not trusted" in why_not(translate(sealed, **trusting(ROOT)))


@pytest.mark.parametrize("signatures", [[], None, [None], [{}], [{"protected": 7}], "x", [[]]])
def test_a_malformed_signature_is_not_trusted(signatures: Any) -> None:
    sealed = signed(PLAIN, SIGNER, BETWEEN) | {"signatures": signatures}

    assert "not trusted" in why_not(translate(sealed, **trusting(ROOT)))


def test_one_trusted_signature_of_several_is_enough() -> None:
    sealed = signed(PLAIN, STRANGER)
    sealed["signatures"] += signed(PLAIN, SIGNER, BETWEEN)["signatures"]

    assert translate(sealed, **trusting(ROOT)) == translate(PLAIN)


def test_who_says_so_gets_untrusted_ones_too_and_a_note() -> None:
    used = translate(signed(PLAIN, STRANGER), untrusted="use")

    assert used.events == translate(PLAIN).events
    assert [(note.reason, note.refuses) for note in used.notes] == [("untrusted", False)]


def test_what_is_signed_may_be_packed() -> None:
    sealed = signed(gzip.compress(json.dumps(PLAIN).encode()), STRANGER)

    assert translate(sealed, **trusting(STRANGER)) == translate(PLAIN)


@pytest.mark.parametrize("alg", ["RSA-OAEP", "RSA-OAEP-256"])
def test_what_is_encrypted_for_this_source_is_opened_and_verified(alg: str) -> None:
    sealed = encrypted(signed(PLAIN, SIGNER, BETWEEN), READER, alg)

    found = translate(sealed, {"private_key": READER.private_pem}, **trusting(ROOT))

    assert found == translate(PLAIN)


def test_a_new_key_stands_beside_the_old_one() -> None:
    secrets = {"private_key": STRANGER.private_pem, "private_key_2025": READER.private_pem}

    assert translate(encrypted(PLAIN, READER), secrets) == translate(PLAIN)


@pytest.mark.parametrize(
    "secrets", [{}, {"private_key": STRANGER.private_pem}, {"private_key": "no key"}]
)
def test_what_cannot_be_opened_is_refused_by_the_field(secrets: dict[str, str]) -> None:
    with pytest.raises(PayloadUnreadable) as refused:
        translate(encrypted(PLAIN, READER), secrets)

    assert refused.value.field == "recipients"
    assert "PRIVATE" not in str(refused.value.facts)


def test_an_encrypted_lie_is_still_not_trusted() -> None:
    sealed = encrypted(signed(PLAIN, STRANGER), READER)

    found = translate(sealed, {"private_key": READER.private_pem}, **trusting(ROOT))

    assert "nobody who is trusted" in why_not(found)


def test_seals_within_seals_end_somewhere() -> None:
    value: Any = PLAIN
    for _ in range(4):
        value = signed(value, STRANGER)

    with pytest.raises(PayloadUnreadable, match=r"."):
        translate(value, **trusting(STRANGER))


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the working group's examples are not here")
def test_the_working_groups_signed_example_is_its_signers() -> None:
    """Its authorities' certificates are of version 1, which say of nobody that they may sign
    others: only the signer's own certificate can be trusted."""
    body = (EXAMPLES / "ab_call_ext_rec_signed.vcon").read_bytes()
    chain = [
        x509.load_der_x509_certificate(each)
        for each in map(b64decode, json.loads(body)["signatures"][0]["header"]["x5c"])
    ]
    pems = [each.public_bytes(Encoding.PEM).decode() for each in chain]
    at = datetime(2026, 7, 1, tzinfo=UTC)

    found = translate(body, at=at, trusted_certificates=pems[:1])

    plain = (EXAMPLES / "ab_call_ext_rec_decrypted_verified.vcon").read_bytes()
    assert found == translate(plain)
    assert "nobody" in why_not(translate(body, at=at, trusted_certificates=pems[2:]))
