"""The built client as browsers get it."""

import gzip
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from api.pages import WebClient

SCRIPT = b"export const word = 'listen';\n" * 100


@pytest.fixture
def browser(tmp_path: Path) -> TestClient:
    assets = tmp_path / "assets"
    assets.mkdir()
    (assets / "big.js").write_bytes(SCRIPT)
    (assets / "big.js.gz").write_bytes(gzip.compress(SCRIPT))
    (assets / "big.js.br").write_bytes(b"brotli")
    (assets / "small.css").write_bytes(b"a {}")
    return TestClient(Starlette(routes=[Mount("/", WebClient(directory=tmp_path))]))


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, GZIP;q=0.5", "gzip"),
        ("gzip; q=0.0", None),
        ("identity", None),
    ],
)
def test_a_file_comes_as_small_as_its_reader_takes_it(
    browser: TestClient, accepted: str, encoding: str | None
) -> None:
    with browser.stream("GET", "/assets/big.js", headers={"Accept-Encoding": accepted}) as response:
        sent = b"".join(response.iter_raw())

    assert response.status_code == 200
    assert response.headers.get("content-encoding") == encoding
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["vary"] == "Accept-Encoding"
    assert "immutable" in response.headers["cache-control"]
    assert {"br": b"brotli", "gzip": gzip.compress(SCRIPT), None: SCRIPT}[encoding][10:] == sent[
        10:
    ]


def test_a_file_that_was_not_worth_it_comes_as_it_is(browser: TestClient) -> None:
    response = browser.get("/assets/small.css", headers={"Accept-Encoding": "gzip, br"})

    assert response.content == b"a {}"
    assert "content-encoding" not in response.headers


def test_a_browser_that_has_a_file_is_not_sent_it_again(browser: TestClient) -> None:
    first = browser.get("/assets/big.js", headers={"Accept-Encoding": "gzip"})
    again = browser.get(
        "/assets/big.js",
        headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["etag"]},
    )

    assert again.status_code == 304


@pytest.mark.parametrize("name", ["a" * 300, "a" * 254, "%00"])
def test_what_no_file_can_be_called_is_not_found(browser: TestClient, name: str) -> None:
    response = browser.get(f"/api/{name}", headers={"Accept-Encoding": "gzip, br"})

    assert response.status_code == 404
