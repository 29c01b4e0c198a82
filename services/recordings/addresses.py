"""Where dialers keep recordings, as far as it may be shown, and who may fetch there."""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit


@dataclass(frozen=True, slots=True)
class Credentials:
    """What is said to certain hosts, and to no other. A host is `name` or `name:port`."""

    hosts: frozenset[str] = frozenset()
    authorization: str | None = None

    @classmethod
    def of(cls, hosts: Iterable[str], secrets: Mapping[str, str]) -> "Credentials":
        """`fetch_authorization` as it is, else `fetch_user` and `fetch_password`."""
        given = secrets.get("fetch_authorization")
        user, password = secrets.get("fetch_user", ""), secrets.get("fetch_password", "")
        if given is None and (user or password):
            given = basic(user, password)
        return cls(frozenset(host.lower() for host in hosts), given)


def basic(user: str, password: str) -> str:
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()


def shown(url: str) -> str:
    """An address without what signs in: neither user and password nor query."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.partition("?")[0].rpartition("@")[2]
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))
