"""`X-Twilio-Signature`: HMAC-SHA1 of the address and the parameters of a form."""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qs, parse_qsl, urlsplit, urlunsplit

from services.dialers import Payload, SignatureWrong

_HEADER = "x-twilio-signature"
_BODY_HASH = "bodySHA256"
_PORTS = {"http": 80, "https": 443}


def check(payload: Payload, token: str, public_url: str | None) -> None:
    """Raises SignatureWrong.

    Twilio signs the address as it called it. A proxy in front may have ended TLS, and Twilio
    itself is not of one mind about the default port: every such form of the address may be it.
    """
    given = payload.headers.get(_HEADER, "")
    signed = _signed_parameters(payload)
    expected = (_signature(token, url + signed) for url in _addresses(payload, public_url))
    # All are compared, so that time tells nothing.
    matches = [hmac.compare_digest(given.encode(), each.encode()) for each in expected]
    if not any(matches) or not _is_body(payload):
        raise SignatureWrong(field="X-Twilio-Signature")


def _signature(token: str, text: str) -> str:
    digest = hmac.new(token.encode(), text.encode("utf-8", "surrogatepass"), hashlib.sha1)
    return b64encode(digest.digest()).decode()


def _signed_parameters(payload: Payload) -> str:
    """Of a form: each name with its different values, all in order."""
    if not payload.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return ""
    form = parse_qs(payload.body.decode("utf-8", "replace"), keep_blank_values=True)
    return "".join(name + value for name in sorted(form) for value in sorted(set(form[name])))


def _is_body(payload: Payload) -> bool:
    """Other bodies than forms are signed by their hash in the address."""
    named: Mapping[str, str] = dict(parse_qsl(payload.query))
    if _BODY_HASH not in named:
        return not payload.body or bool(_signed_parameters(payload))
    return hmac.compare_digest(
        named[_BODY_HASH].lower().encode(), hashlib.sha256(payload.body).hexdigest().encode()
    )


def _addresses(payload: Payload, public_url: str | None) -> Iterator[str]:
    query = f"?{payload.query}" if payload.query else ""
    called = f"{public_url}{query}" if public_url else payload.url
    parts = urlsplit(called)
    schemes = [parts.scheme] if public_url else ["https", "http"]
    host, _, port = parts.netloc.rpartition(":")
    host = host if port.isdigit() else parts.netloc
    for scheme in schemes:
        for netloc in dict.fromkeys((parts.netloc, host, f"{host}:{_PORTS.get(scheme, '')}")):
            yield urlunsplit(parts._replace(scheme=scheme, netloc=netloc))
