"""nginx and Caddy in front of an installation, with the files that docs/deploy ships.

Only names, ports and paths are put in their place; what cannot be found to be replaced is an
error, so that the shipped file stays the one that is proved.
"""

import datetime
import os
import re
import shutil
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.installation.process import Process, listens, steady_port

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "docs" / "deploy"
UNPACKED = ROOT / ".venv" / "proxies"
"""Where scripts/proxies.sh puts them and PgBouncer when the machine has none."""
_LOG_FORMAT = "'$status $upstream_addr $upstream_status $request_method $request_uri'"


class Missing(Exception):
    """This machine has no such program; scripts/proxies.sh fetches it."""


def find(name: str) -> str:
    """Path of `nginx`, `caddy` or `pgbouncer`. Raises Missing."""
    places = [*os.environ["PATH"].split(os.pathsep), "/usr/sbin"]
    places += [str(UNPACKED / "usr" / place) for place in ("sbin", "bin")]
    found = shutil.which(name, path=os.pathsep.join(places))
    if found is None:
        raise Missing(name)
    return found


class Proxy(Process):
    """Ends TLS for `https://localhost`."""

    access: Path
    """One line, or one JSON object, for each request."""
    authority: Path
    """The certificate that vouches for it, once it is ready."""

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"


class Nginx(Proxy):
    """`access` tells status, upstreams tried and what they said."""

    def __init__(self, folder: Path, upstreams: Sequence[int]) -> None:
        port = steady_port()
        home = folder / "nginx"
        home.mkdir()
        certificate(home)
        self.access = home / "access.log"
        self.authority = home / "cert.pem"
        (home / "earshot.conf").write_text(nginx_config(home, port, upstreams))
        (home / "nginx.conf").write_text(_around(home))
        super().__init__(
            name="proxy",
            command=[find("nginx"), "-c", str(home / "nginx.conf"), "-e", "stderr"],
            port=port,
            log=folder / "proxy.log",
            env={"PATH": os.environ["PATH"]},
            is_ready=lambda: listens(port),
        )


def nginx_config(home: Path, port: int, upstreams: Sequence[int]) -> str:
    """The shipped file with our ports, certificate and processes."""
    shipped = (DEPLOY / "nginx.conf").read_text()
    servers = re.findall(r"    server 127\.0\.0\.1:\d+ .*;\n", shipped)
    ours = "".join(re.sub(r":\d+ ", f":{each} ", servers[0]) for each in upstreams)
    return replaced(
        shipped,
        {
            "".join(servers): ours,
            "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
            "server_name earshot.example": "server_name localhost",
            "/etc/earshot/tls/": f"{home}/",
        },
    )


def _around(home: Path) -> str:
    """What a distribution's nginx.conf has around the sites."""
    temporary = "".join(
        f"    {name}_temp_path {home}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "scgi", "uwsgi")
    )
    # Its folder is private to whoever runs the tests.
    user = "user root;\n" if os.geteuid() == 0 else ""
    return (
        f"{user}daemon off;\nworker_processes 1;\npid {home}/nginx.pid;\n"
        "events { worker_connections 4096; }\n"
        f"http {{\n{temporary}"
        f"    log_format told {_LOG_FORMAT};\n    access_log {home}/access.log told;\n"
        f"    include {home}/earshot.conf;\n}}\n"
    )


class Caddy(Proxy):
    """Its certificate is its own authority's, as for `localhost` in compose.yaml."""

    def __init__(self, folder: Path, upstreams: Sequence[int]) -> None:
        port = steady_port()
        home = folder / "caddy"
        home.mkdir()
        self.access = home / "access.log"
        self.authority = home / "caddy" / "pki" / "authorities" / "local" / "root.crt"
        (home / "Caddyfile").write_text(caddy_config(home, upstreams))
        super().__init__(
            name="proxy",
            command=[find("caddy"), "run", "--config", str(home / "Caddyfile")],
            port=port,
            log=folder / "proxy.log",
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(home),
                "XDG_DATA_HOME": str(home),
                "XDG_CONFIG_HOME": str(home),
                "EARSHOT_SITE": f"https://localhost:{port}",
            },
            is_ready=lambda: self.authority.exists() and listens(port),
        )


def caddy_config(home: Path, upstreams: Sequence[int]) -> str:
    """The shipped file, without what Debian's Caddy 2.6 does not know yet.

    Processes are named one by one: here they share an address and differ in their ports, which
    names cannot tell.
    """
    shipped = (DEPLOY / "Caddyfile").read_text()
    [dynamic] = re.findall(r"\tdynamic a api 8800 \{\n.*?\n\t\}\n", shipped, re.DOTALL)
    addresses = " ".join(f"127.0.0.1:{each}" for each in upstreams)
    ours = replaced(shipped, {dynamic: f"\tto {addresses}\n"})
    for newer in ("stream_close_delay", "request_buffers"):
        ours = re.sub(rf"\t+{newer} .*\n", "", ours)
    # When a process is gone it has no body left for the other one, and takes that for the fault
    # of the latter: both would be left alone, again and again. So it asks them in turn.
    ours = re.sub(r"\tfail_duration .*\n", "", ours)
    ours = replaced(ours, {"lb_policy least_conn": "lb_policy round_robin"})
    log = f"\tlog {{\n\t\toutput file {home}/access.log\n\t}}\n"
    ours = replaced(ours, {"{$EARSHOT_SITE} {\n": f"{{$EARSHOT_SITE}} {{\n{log}"})
    apart = "{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n}\n"
    return apart + ours


def replaced(text: str, parts: dict[str, str]) -> str:
    """Raises ValueError when one is not there."""
    for old, new in parts.items():
        if not old or old not in text:
            raise ValueError(f"no longer in the shipped file: {old!r}")
        text = text.replace(old, new)
    return text


def certificate(folder: Path) -> None:
    """Write `cert.pem` and `key.pem` for localhost, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
