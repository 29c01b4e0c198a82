"""OpenID Connect providers to sign in with: a real one, and one that lies."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

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
    """Answers whatever `claims`, `header` and `key` say; the real one tells no lies."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})
        self.signs_with = self.key
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "1"}
        self.claims: dict[str, Any] = {}
        self.told: dict[str, Any] = {}
        """Of userinfo."""
        self.without_id_token = False
        self.issuer = ""
        self.asked_with: dict[str, Any] = {}
        """The body of the last request for a token."""

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/userinfo" if self.told else None,
        }

    def answer(self, path: str) -> dict[str, Any]:
        match path:
            case "/.well-known/openid-configuration":
                return self.discovery()
            case "/jwks":
                return dict(KeySet([self.key]).as_dict(private=False))
            case "/userinfo":
                return self.told
            case _:
                return self._tokens()

    def _tokens(self) -> dict[str, Any]:
        tokens: dict[str, Any] = {"access_token": "access", "token_type": "Bearer"}
        if not self.without_id_token:
            tokens["id_token"] = jwt.encode(self.header, self.claims, self.signs_with)
        return tokens


@contextmanager
def lying_provider() -> Iterator[LyingProvider]:
    provider = LyingProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(provider.answer(self.path)).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["content-length"])).decode()
            provider.asked_with = dict(httpx.QueryParams(sent))
            self.do_GET()

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
