"""Settings that are lists, as one writes them into an environment: with commas."""

import json
import re
from ipaddress import ip_network
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode


def _listed(given: object) -> object:
    """`10.0.0.0/8, dialer.lan` as a list; one in JSON is taken too."""
    if not isinstance(given, str):
        return given
    return (
        json.loads(given) if given.startswith("[") else re.findall(r"[^,\s](?:[^,]*[^,\s])?", given)
    )


def _network_or_host(name: str) -> str:
    if _HOST.fullmatch(name) and not name.rpartition(".")[2].isdigit():
        return name.lower()
    return str(ip_network(name, strict=False))


_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
Reachable = Annotated[
    list[Annotated[str, AfterValidator(_network_or_host)]], BeforeValidator(_listed), NoDecode
]


def _network(network: str) -> str:
    return str(ip_network(network, strict=False))


Networks = Annotated[
    list[Annotated[str, AfterValidator(_network)]], BeforeValidator(_listed), NoDecode
]


def _bucket(url: str) -> str:
    scheme, _, rest = url.partition("://")
    if not scheme or not rest.strip("/"):
        raise ValueError("name a bucket, with a prefix or without: s3://recordings/2026")
    return url


Buckets = Annotated[
    list[Annotated[str, AfterValidator(_bucket)]], BeforeValidator(_listed), NoDecode
]


def _place(watched: str) -> str:
    if not all(part.strip() for part in watched.partition("=")):
        raise ValueError("say whose it is: source=folder, or source=s3://bucket/prefix")
    return watched


Watched = Annotated[
    list[Annotated[str, AfterValidator(_place)]], BeforeValidator(_listed), NoDecode
]
