"""Who else knows the auth token? Nobody: `X-Twilio-Signature`."""

import hashlib
import hmac
from base64 import b64encode
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from services.db import transaction
from services.dialers import Payload, SignatureWrong
from services.dialers.twilio import adapter
from tests.deliveries import SHARED, calls, deliveries, make_dialer

VECTORS = SHARED / "events-twilio" / "test_request_validator.py.txt"
FORM = {"content-type": "application/x-www-form-urlencoded"}
TOKEN = {"auth_token": "12345"}
ADDRESS = "https://mycompany.com/myapp.php?foo=1&bar=2"
SAID = {
    "CallSid": "CA1234567890ABCDE",
    "Digits": "1234",
    "From": "+14158675309",
    "To": "+18005551212",
    "Caller": "+14158675309",
}
SIGNATURE = "RSOYDt4T1cUTdK1PDd93/VVr8B8="
JSON = b'{"property": "value", "boolean": true}'
JSON_HASH = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"


def payload(
    url: str = ADDRESS, signature: str = SIGNATURE, said: Any = None, body: bytes | None = None
) -> Payload:
    content = urlencode(SAID if said is None else said).encode() if body is None else body
    headers = {**({} if body else FORM), "x-twilio-signature": signature}
    return Payload(content, headers, url, url.partition("?")[2])


def test_the_published_vector_is_right() -> None:
    adapter.verify(payload(), TOKEN)


def test_values_of_one_name_are_sorted_and_counted_once() -> None:
    said = [
        ("Sid", "CA123"),
        ("SidAccount", "AC123"),
        ("Digits", "5678"),
        ("Digits", "1234"),
        ("Digits", "1234"),
    ]
    adapter.verify(payload(signature="IK+Dwps556ElfBT0I3Rgjkr1wJU=", said=said), TOKEN)


@pytest.mark.parametrize(
    ("url", "signature"),
    [
        (ADDRESS.replace(".com", ".com:1234"), SIGNATURE),
        (
            ADDRESS.replace(".com", ".com:1234").replace("https", "http"),
            "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=",
        ),
        (ADDRESS, "kvajT1Ptam85bY51eRf/AJRuM3w="),
        (ADDRESS.replace("https", "http"), "0ZXoZLH/DfblKGATFgpif+LLRf4="),
    ],
)
def test_the_port_may_have_been_signed_or_not(url: str, signature: str) -> None:
    adapter.verify(payload(url, signature), TOKEN)


@pytest.mark.skipif(not VECTORS.exists(), reason="needs the shared samples")
def test_these_are_the_vectors_of_twilios_own_library() -> None:
    text = VECTORS.read_text()
    assert all(value in text for value in (SIGNATURE, JSON_HASH, JSON.decode(), *SAID.values()))


def test_other_bodies_are_signed_by_their_hash() -> None:
    url = f"{ADDRESS}&bodySHA256={JSON_HASH}"
    adapter.verify(payload(url, "a9nBmqA0ju/hNViExpshrM61xv4=", body=JSON), TOKEN)

    with pytest.raises(SignatureWrong):
        adapter.verify(payload(url, "a9nBmqA0ju/hNViExpshrM61xv4=", body=JSON + b" "), TOKEN)


def test_a_body_that_nobody_signed_is_refused() -> None:
    text = hmac.new(b"12345", ADDRESS.encode(), hashlib.sha1).digest()
    with pytest.raises(SignatureWrong):
        adapter.verify(payload(signature=b64encode(text).decode(), body=JSON), TOKEN)


def test_behind_a_proxy_the_public_address_was_signed() -> None:
    inside = "http://10.0.0.7:8800/api/v1/hooks/twilio?foo=1&bar=2"
    public = {"public_url": "https://mycompany.com/myapp.php"}

    adapter.verify(payload(inside), TOKEN | public)
    with pytest.raises(SignatureWrong):
        adapter.verify(payload(inside), TOKEN)


def test_a_proxy_that_only_ends_tls_needs_no_setting() -> None:
    adapter.verify(payload(ADDRESS.replace("https", "http")), TOKEN)


@pytest.mark.parametrize(
    ("changed", "signature"),
    [
        ({"Digits": "1235"}, SIGNATURE),
        ({"Extra": ""}, SIGNATURE),
        ({}, SIGNATURE[:-1]),
        ({}, ""),
        ({}, "ü"),
    ],
)
def test_what_was_changed_is_refused(changed: dict[str, str], signature: str) -> None:
    with pytest.raises(SignatureWrong):
        adapter.verify(payload(signature=signature, said=SAID | changed), TOKEN)


def hook(client: TestClient, key: str, signature: str) -> Any:
    said = {"CallSid": "CA1", "CallStatus": "ringing"}
    headers = {**FORM, "X-Twilio-Signature": signature}
    return client.post(
        "/api/v1/hooks/twilio", params={"key": key}, content=urlencode(said), headers=headers
    )


def test_a_wrong_signature_is_refused_and_nothing_kept(client: TestClient) -> None:
    with transaction() as session:
        key = make_dialer(session, dialer="twilio", secrets=TOKEN)

    answer = hook(client, key, "AAAA")

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/signature-wrong")
    assert (deliveries(), calls()) == ([], [])


def test_without_a_token_nothing_is_taken_and_the_answer_says_why(client: TestClient) -> None:
    with transaction() as session:
        key = make_dialer(session, dialer="twilio")

    answer = hook(client, key, SIGNATURE)

    assert (answer.status_code, "auth_token" in answer.json()["detail"]) == (403, True)


def test_a_source_may_trust_its_key_alone(client: TestClient) -> None:
    with transaction() as session:
        key = make_dialer(session, dialer="twilio", settings={"signature": "off"})

    assert hook(client, key, "").status_code == 204
    assert len(calls()) == 1
