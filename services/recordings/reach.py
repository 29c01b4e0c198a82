"""Connections to addresses that may be reached, and to no others, for a limited time.

The address that was checked is the one that is connected to: a name is asked for once, so
it cannot mean something else a moment later. Host header and TLS still say the name.
"""

import socket
import ssl
import time
from collections.abc import Iterable, Iterator, Sequence
from ipaddress import (
    IPv4Address,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from threading import Event
from typing import Any

import httpcore

from services.errors import Rejected, Unavailable

_Address = IPv4Address | IPv6Address
_NAT64 = IPv6Network("64:ff9b::/96")
_CONNECT_S = 10.0
_SILENT_S = 30.0
_LOOK_S = 1.0
"""How often a wait looks up whether it is to be ended."""


class AddressNotAllowed(Rejected):
    """Recordings may be fetched from public addresses, and from those that
    EARSHOT_FETCH_PRIVATE lists. This is none of them."""


class DialerSilent(Unavailable):
    """The dialer cannot be reached, does not answer, or breaks off."""


class FetchTooSlow(Unavailable):
    """Fetching the recording took too long."""


class FetchStopped(Unavailable):
    """Fetching was ended because the worker stops."""


class Limits:
    """When to end: at a deadline, or when somebody says so."""

    def __init__(self, seconds: float, stopping: Event) -> None:
        self._ends = time.monotonic() + seconds
        self._stopping = stopping

    def left_s(self) -> float:
        """Raises FetchTooSlow, FetchStopped."""
        if self._stopping.is_set():
            raise FetchStopped()
        left_s = self._ends - time.monotonic()
        if left_s <= 0:
            raise FetchTooSlow()
        return left_s


class CheckedBackend(httpcore.SyncBackend):
    """Connects where `private` and the nature of addresses allow it, within `limits`."""

    def __init__(self, private: Sequence[str], limits: Limits) -> None:
        self._private = private
        self._limits = limits

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Raises AddressNotAllowed, DialerSilent, FetchTooSlow."""
        failed: Exception | None = None
        for address in allowed_addresses(host, port, self._private):
            wait_s = min(self._limits.left_s(), _CONNECT_S)
            try:
                stream = super().connect_tcp(
                    address, port, wait_s, local_address, socket_options or ()
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
                continue
            return _Limited(stream, self._limits)
        raise DialerSilent(host=host, port=port, reason=str(failed)) from failed

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        raise AddressNotAllowed(path=path)


class _Limited(httpcore.NetworkStream):
    """A connection on which nothing lasts longer than it may, however slowly bytes drip in."""

    def __init__(self, stream: httpcore.NetworkStream, limits: Limits) -> None:
        self._stream = stream
        self._limits = limits

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        silent_until = time.monotonic() + _SILENT_S
        while True:
            wait_s = min(self._limits.left_s(), _LOOK_S)
            try:
                return self._stream.read(max_bytes, wait_s)
            except httpcore.ReadTimeout:
                if time.monotonic() > silent_until:
                    raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, min(self._limits.left_s(), _SILENT_S))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        wait_s = min(self._limits.left_s(), _CONNECT_S)
        return _Limited(self._stream.start_tls(ssl_context, server_hostname, wait_s), self._limits)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def allowed_addresses(host: str, port: int, private: Sequence[str]) -> list[str]:
    """The addresses of `host`, in the order to try them.

    All of them must be allowed. Raises AddressNotAllowed, DialerSilent.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise DialerSilent(host=host, reason=str(error)) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if host.lower().rstrip(".") in private:
        return addresses
    for address in addresses:
        if not is_allowed(address, private):
            raise AddressNotAllowed(host=host, address=address)
    return addresses


def is_allowed(address: str, private: Sequence[str]) -> bool:
    """Whether `address` is public, or lies in one of the networks among `private`."""
    parsed = ip_address(address.partition("%")[0])
    networks = [ip_network(place) for place in private if "/" in place]
    return all(
        _is_public(each) or any(each in network for network in networks)
        for each in _meant_by(parsed)
    )


def _meant_by(address: _Address) -> Iterator[_Address]:
    """The address, or the IPv4 addresses that it stands for."""
    inner: list[_Address] = []
    if isinstance(address, IPv6Address):
        teredo = address.teredo
        inner = [
            each
            for each in (address.ipv4_mapped, address.sixtofour, teredo[1] if teredo else None)
            if each is not None
        ]
        if address in _NAT64:
            inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
    yield from inner or [address]


def _is_public(address: _Address) -> bool:
    return address.is_global and not address.is_multicast
