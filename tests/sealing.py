"""Sealing vCons in tests: certificates of an authority of one's own, signatures, encryption."""

import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID
from joserfc import jwe, jws
from joserfc.jwk import RSAKey

MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = timedelta(days=365)


class Identity(NamedTuple):
    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(Encoding.PEM).decode()

    @property
    def private_pem(self) -> str:
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def identity(name: str, by: Identity | None = None, *, authority: bool = False) -> Identity:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(MADE_AT)
        .not_valid_after(MADE_AT + DAYS)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .sign(by.key if by else key, hashes.SHA256())
    )
    return Identity(key, certificate)


def signed(vcon: Any, signer: Identity, *between: Identity) -> dict[str, Any]:
    """JWS in general JSON form, the chain in the unprotected header as drafts have it."""
    chain = [
        b64encode(each.certificate.public_bytes(Encoding.DER)).decode()
        for each in (signer, *between)
    ]
    payload = vcon if isinstance(vcon, bytes) else json.dumps(vcon).encode()
    member: Any = {"protected": {"alg": "RS256"}, "header": {"x5c": chain}}
    registry = jws.JWSRegistry(algorithms=["RS256"], strict_check_header=False)
    key = RSAKey.import_key(signer.private_pem)
    return dict(jws.serialize_json([member], payload, key, registry=registry))


def encrypted(value: Any, reader: Identity, alg: str = "RSA-OAEP") -> dict[str, Any]:
    """JWE in general JSON form."""
    registry = jwe.JWERegistry(algorithms=[alg, "A256CBC-HS512"], strict_check_header=False)
    plain = json.dumps(value).encode()
    sealed = jwe.GeneralJSONEncryption({"enc": "A256CBC-HS512"}, plain, {"cty": "application/vcon"})
    sealed.add_recipient({"alg": alg}, RSAKey.import_key(reader.private_pem))
    return dict(jwe.encrypt_json(sealed, None, registry=registry))
