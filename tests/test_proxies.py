"""The shipped configurations of proxies are such that nginx and Caddy take them."""

import subprocess
from pathlib import Path

import pytest

from tests.installation.proxies import Caddy, Missing, Nginx, replaced

UPSTREAMS = (8801, 8802)


def test_nginx_takes_its_file(tmp_path: Path) -> None:
    try:
        nginx = Nginx(tmp_path, UPSTREAMS)
    except Missing:
        pytest.skip("nginx is not here: run scripts/proxies.sh")

    done = subprocess.run([*nginx.command, "-t"], env=nginx.env, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert "test is successful" in done.stderr


def test_caddy_takes_its_file(tmp_path: Path) -> None:
    try:
        caddy = Caddy(tmp_path, UPSTREAMS)
    except Missing:
        pytest.skip("Caddy is not here: run scripts/proxies.sh")
    program, _, *options = caddy.command

    done = subprocess.run(
        [program, "validate", *options], env=caddy.env, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr


def test_what_is_no_longer_in_a_shipped_file_is_an_error() -> None:
    assert replaced("listen 443 ssl", {"443": "8443"}) == "listen 8443 ssl"
    with pytest.raises(ValueError, match="no longer in the shipped file"):
        replaced("listen 443 ssl", {"80": "8080"})
