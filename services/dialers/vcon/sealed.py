"""vCons out of what seals them: encryption (JWE) and signatures (JWS)."""

import json
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509 import verification
from joserfc import jwe, jws
from joserfc.errors import JoseError
from joserfc.jwk import import_key

from services.dialers import PayloadUnreadable
from services.dialers.unpacking import UNPACKED_MAX_BYTES, json_values, unpacked

PRIVATE_KEY = "private_key"
"""The source's secrets whose names begin so open what is encrypted: a new key beside the old."""

_LAYERS_MAX = 3
_SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
_ENCRYPTED_BY = (
    *("RSA-OAEP", "RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A256KW"),
    *("A256CBC-HS512", "A128CBC-HS256", "A128GCM", "A256GCM"),
)
_MALFORMED = (
    *(JoseError, ValueError, TypeError, KeyError, AttributeError),
    *(UnsupportedAlgorithm, verification.VerificationError),
)
"""What the libraries raise for what is not as it should be."""


class Opened(NamedTuple):
    vcon: dict[str, Any]
    doubt: str | None
    """Why its signature cannot be trusted. None: it can, or there is none."""


class _Jws(jws.JWSRegistry):
    """Chains of certificates and conversations are larger than tokens."""

    max_header_length = 64 * 1024
    max_payload_length = 2 * UNPACKED_MAX_BYTES
    max_signature_length = 4 * 1024


class _Jwe(jwe.JWERegistry):
    max_protected_header_length = 64 * 1024
    max_encrypted_key_length = 4 * 1024
    max_ciphertext_length = 2 * UNPACKED_MAX_BYTES


def opened(
    value: dict[str, Any],
    trusted: Sequence[x509.Certificate],
    secrets: Mapping[str, str],
    at: datetime | None,
) -> Opened:
    """The vCon within, and whether its signature was made by somebody who is trusted.

    `at` is when certificates must be valid; None asks for no time. Raises PayloadUnreadable.
    """
    doubt = None
    for _ in range(_LAYERS_MAX):
        if "ciphertext" in value:
            value = _decrypted(value, secrets)
        elif "payload" in value and ("signatures" in value or "signature" in value):
            doubt = _doubt(value, trusted, at)
            value = _only(_unbased(value["payload"], "payload"), "payload")
        else:
            return Opened(value, doubt)
    raise PayloadUnreadable(field="payload", detail="payload: sealed more than twice")


def _decrypted(value: dict[str, Any], secrets: Mapping[str, str]) -> dict[str, Any]:
    """Raises PayloadUnreadable."""
    keys = [pem for name, pem in sorted(secrets.items()) if name.startswith(PRIVATE_KEY)]
    if not keys:
        sentence = "recipients: encrypted, and this source has no private_key"
        raise PayloadUnreadable(field="recipients", detail=sentence)
    # The parameters that protect are the ones that count; drafts repeat them elsewhere.
    named: Any = {name: part for name, part in value.items() if name != "unprotected"}
    for pem in keys:
        for form in (named, value):
            plain = _plain(form, pem)
            if plain is not None:
                return _only(plain, "ciphertext")
    sentence = "recipients: encrypted for somebody else: no private_key of this source opens it"
    raise PayloadUnreadable(field="recipients", detail=sentence)


def _plain(form: Any, pem: str) -> bytes | None:
    try:
        key = import_key(pem, _kind_of(pem))
        registry = _Jwe(
            algorithms=list(_ENCRYPTED_BY), strict_check_header=False, verify_all_recipients=False
        )
        opened_by = jwe.decrypt_json(form, key, registry=registry)
    except _MALFORMED:
        return None
    return opened_by.plaintext


def _kind_of(pem: str) -> Any:
    """Raises ValueError."""
    key = load_pem_private_key(pem.encode(), password=None)
    return "EC" if "EllipticCurve" in type(key).__name__ else "RSA"


def _doubt(
    value: dict[str, Any], trusted: Sequence[x509.Certificate], at: datetime | None
) -> str | None:
    """Why none of the signatures can be trusted; None when one can."""
    signatures = value.get("signatures", [value])
    if not isinstance(signatures, list) or not signatures:
        return "it has no signature"
    if not trusted:
        return "this source has no trusted_certificates"
    doubts = [_fault(value["payload"], each, trusted, at) for each in signatures[:10]]
    return None if None in doubts else doubts[0]


def _fault(
    payload: Any, signature: Any, trusted: Sequence[x509.Certificate], at: datetime | None
) -> str | None:
    try:
        header = _header(signature)
        signers = list(_signers(header, trusted, at))
        if not signers:
            return "nobody who is trusted vouches for the certificate of its signer"
        for signer in signers:
            if _is_by(signer, payload, signature):
                return None
    except (*_MALFORMED, PayloadUnreadable):
        return "its signature is malformed"
    return "its signature is wrong: it was altered, or somebody else signed it"


def _header(signature: dict[str, Any]) -> dict[str, Any]:
    protected = json.loads(_unbased(signature.get("protected", ""), "protected") or b"{}")
    unprotected = signature.get("header") or {}
    return {**unprotected, **protected}


def _signers(
    header: dict[str, Any], trusted: Sequence[x509.Certificate], at: datetime | None
) -> Iterator[x509.Certificate]:
    """Who may have signed. Without a chain that came along, only those who are trusted.

    Raises VerificationError and others when the chain leads to nobody who is.
    """
    given = header.get("x5c")
    if not given:
        # x5u, the address of a chain, is not followed: it is what the sender says.
        yield from trusted
        return
    signer, *between = [x509.load_der_x509_certificate(b64decode(each)) for each in given[:10]]
    if signer in trusted or _is_vouched_for(signer, between, trusted, at):
        yield signer


def _is_vouched_for(
    signer: x509.Certificate,
    between: Sequence[x509.Certificate],
    trusted: Sequence[x509.Certificate],
    at: datetime | None,
) -> bool:
    authority = verification.ExtensionPolicy.permit_all().require_present(
        x509.BasicConstraints, verification.Criticality.AGNOSTIC, _is_authority
    )
    policy = (
        verification.PolicyBuilder()
        .store(verification.Store(list(trusted)))
        .time(at or signer.not_valid_before_utc)
        .extension_policies(
            ca_policy=authority, ee_policy=verification.ExtensionPolicy.permit_all()
        )
    )
    try:
        policy.build_client_verifier().verify(signer, list(between))
    except (verification.VerificationError, ValueError):
        return False
    return True


def _is_authority(
    policy: verification.Policy, certificate: x509.Certificate, limits: x509.BasicConstraints
) -> None:
    if not limits.ca:
        raise ValueError("not an authority")


def _is_by(signer: x509.Certificate, payload: Any, signature: dict[str, Any]) -> bool:
    pem = signer.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    kind: Any = "EC" if "EllipticCurve" in type(signer.public_key()).__name__ else "RSA"
    # Only what is protected is signed; drafts repeat it unprotected, which JWS forbids.
    has_alg = "alg" in json.loads(_unbased(signature.get("protected", ""), "protected") or b"{}")
    names = ("protected", "signature") if has_alg else ("protected", "header", "signature")
    form: Any = {name: signature[name] for name in names if name in signature} | {
        "payload": payload
    }
    registry = _Jws(algorithms=list(_SIGNED_BY), strict_check_header=False)
    try:
        jws.deserialize_json(form, import_key(pem, kind), registry=registry)
    except JoseError:
        return False
    return True


def _unbased(text: Any, field: str) -> bytes:
    """Raises PayloadUnreadable."""
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, TypeError) as error:
        raise PayloadUnreadable(field=field, detail=f"{field}: not base64url") from error


def _only(plain: bytes, field: str) -> dict[str, Any]:
    """The one object in `plain`, out of gzip. Raises PayloadUnreadable."""
    values = json_values(unpacked(plain))
    if len(values) != 1 or not isinstance(values[0], dict):
        raise PayloadUnreadable(field=field, detail=f"{field}: not one vCon")
    return values[0]
