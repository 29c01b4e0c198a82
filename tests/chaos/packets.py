"""Losing packets for real: with a network of this process's own, where the system permits.

Nothing here touches the machine's own network: `isolated` starts this program again in new
network and mount namespaces, and rules are only made in there.
"""

import os
import shutil
import subprocess
import sys

_INSIDE = "CHAOS_INSIDE"
_TOOLS = ("unshare", "ip")


def isolate() -> None:
    """Go on in namespaces of our own, when we may; else go on as we are."""
    if os.environ.get(_INSIDE) == str(os.getpid()) or not _may_isolate():
        return
    # `unshare` becomes this program again without another process in between.
    os.environ[_INSIDE] = str(os.getpid())
    os.execvp(
        "unshare",
        ["unshare", "--net", "--mount", sys.executable, "-m", "tests.chaos", *sys.argv[1:]],
    )


def raise_loopback() -> None:
    """A new network has its loopback down."""
    if is_isolated():
        _run("ip", "link", "set", "lo", "up")


def is_isolated() -> bool:
    return os.environ.get(_INSIDE) == str(os.getpid())


def can_be_dropped() -> bool:
    return is_isolated() and shutil.which("iptables") is not None


def drop(port: int) -> None:
    """Lose everything that goes to `port` or comes from it. Safe to repeat."""
    let_through(port)
    for rule in _rules(port):
        _run("iptables", "-A", *rule)


def let_through(port: int) -> None:
    """Safe to repeat."""
    if not can_be_dropped():
        return
    for rule in _rules(port):
        while subprocess.run(["iptables", "-D", *rule], capture_output=True).returncode == 0:
            pass


def _rules(port: int) -> list[list[str]]:
    return [
        ["INPUT", "-p", "tcp", f"--{side}", str(port), "-j", "DROP"] for side in ("dport", "sport")
    ]


def _may_isolate() -> bool:
    if os.geteuid() != 0 or not all(map(shutil.which, _TOOLS)):
        return False
    tried = subprocess.run(["unshare", "--net", "--mount", "true"], capture_output=True)
    return tried.returncode == 0


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
