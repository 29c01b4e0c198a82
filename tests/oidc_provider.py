"""OpenID Connect providers to sign in with: a real one, and one that lies."""

import base64
import hashlib
import hmac
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import httpx
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

STARTED_WITHIN_S = 30


class RealProvider:
    """oidc-provider-mock, a provider made for tests, as a process of its own."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer

    def know(self, subject: str, **claims: Any) -> None:
        """From here on `subject` can sign in there, and has these claims."""
        httpx.put(f"{self.issuer}/users/{subject}", json=claims).raise_for_status()

    def sign_in(self, authorization_url: str, subject: str) -> str:
        """Do what a person does at the provider; returns where it sends the browser then."""
        answer = httpx.post(authorization_url, data={"sub": subject})
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]

    def deny(self, authorization_url: str) -> str:
        answer = httpx.post(authorization_url, data={"action": "deny"})
        return answer.headers["location"]


@contextmanager
def real_provider() -> Iterator[RealProvider]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    provider = RealProvider(f"http://127.0.0.1:{port}")
    try:
        _wait_for(provider.issuer)
        yield provider
    finally:
        process.terminate()
        process.wait()


def _wait_for(issuer: str) -> None:
    deadline = time.monotonic() + STARTED_WITHIN_S
    while time.monotonic() < deadline:
        try:
            httpx.get(f"{issuer}/jwks")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(issuer)


class LyingProvider:
    """Tells the truth but for its `lies`; the real one tells none. It enforces PKCE."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})
        self.signs_with: RSAKey | bytes = self.key
        """Bytes are a shared secret, for HS256."""
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "1"}
        self.lies: dict[str, Any] = {}
        """Claims instead of the true ones; None for none at all."""
        self.told: dict[str, Any] = {}
        """Of userinfo."""
        self.without_id_token = False
        self.issuer = ""
        self.calls_itself: str | None = None
        self.asked: dict[str, str] = {}
        """What the browser brought last."""
        self.codes_redeemed = 0

    def sign_in(self, authorization_url: str) -> str:
        """Remember what the browser brings; returns where it is sent then."""
        self.asked = dict(httpx.URL(authorization_url).params)
        query = urlencode({"code": "granted", "state": self.asked["state"]})
        return f"{self.asked['redirect_uri']}?{query}"

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.calls_itself or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/userinfo" if self.told else None,
        }

    def answer(self, path: str, sent: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        """Status and body."""
        match path:
            case "/.well-known/openid-configuration":
                return 200, self.discovery()
            case "/jwks":
                return 200, dict(KeySet([self.key]).as_dict(private=False))
            case "/userinfo":
                return 200, self.told
            case _ if not self._proves_possession(sent):
                return 400, {"error": "invalid_grant", "error_description": "PKCE"}
            case _:
                self.codes_redeemed += 1
                return 200, self._tokens()

    def _proves_possession(self, sent: Mapping[str, str]) -> bool:
        """RFC 7636, 4.6: the challenge is BASE64URL(SHA256(verifier))."""
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        return sent.get("code") == "granted" and _base64url(digest) == self.asked["code_challenge"]

    def _tokens(self) -> dict[str, Any]:
        tokens: dict[str, Any] = {"access_token": "access", "token_type": "Bearer"}
        if not self.without_id_token:
            tokens["id_token"] = self._signed(self._claims())
        return tokens

    def _signed(self, claims: dict[str, Any]) -> str:
        if isinstance(self.signs_with, RSAKey):
            return jwt.encode(self.header, claims, self.signs_with)
        # By hand: the library rightly makes no token without a key or with a public one.
        told = f"{_encoded(self.header)}.{_encoded(claims)}"
        signature = hmac.digest(self.signs_with, told.encode(), "sha256")
        return f"{told}.{_base64url(signature) if self.signs_with else ''}"

    def _claims(self) -> dict[str, Any]:
        now = int(time.time())
        truth = {
            "iss": self.issuer,
            "aud": self.asked["client_id"],
            "sub": "u-1",
            "iat": now,
            "exp": now + 300,
            "nonce": self.asked["nonce"],
        }
        told = truth | self.lies
        return {name: value for name, value in told.items() if value is not None}


def _encoded(part: dict[str, Any]) -> str:
    return _base64url(json.dumps(part).encode())


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@contextmanager
def lying_provider() -> Iterator[LyingProvider]:
    provider = LyingProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["content-length"])).decode()
            self._answer(httpx.QueryParams(sent))

        def _answer(self, sent: Mapping[str, str]) -> None:
            status, told = provider.answer(self.path, sent)
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
