"""Networks that something may come from, as CIDR."""

from collections.abc import Sequence
from ipaddress import ip_address, ip_network

from services.errors import Rejected


class NetworkUnusable(Rejected):
    """This is neither an IP address nor a network such as 192.0.2.0/24 or 2001:db8::/32."""


def usable_networks(networks: Sequence[str]) -> list[str]:
    """As CIDR, each once. Raises NetworkUnusable naming its place."""
    found: dict[str, None] = {}
    for number, network in enumerate(networks):
        try:
            found[str(ip_network(network.strip(), strict=False))] = None
        except ValueError as error:
            raise NetworkUnusable(field=f"networks.{number}", network=network) from error
    return list(found)


def is_within(address: str | None, networks: Sequence[str]) -> bool:
    """Whether `address` lies in one of `networks`; everywhere does when there are none. Pure.

    An IPv4 address that a socket wrote as IPv6 (`::ffff:192.0.2.1`) is the IPv4 address.
    """
    if not networks:
        return True
    try:
        parsed = ip_address((address or "").partition("%")[0])
    except ValueError:
        return False
    meant = getattr(parsed, "ipv4_mapped", None) or parsed
    return any(meant in ip_network(network) for network in networks)
