"""What the pages tell a reader to type is typed here, page by page, and its answers compared.

A block that is marked ```` ```sh runnable ```` runs; blocks of one page run in one shell, in
their order. A block marked `answer` after it shows what is said, one marked `file=NAME` is that
file. What stands for something of the reader's own is given by `OWN`, and a shell block that
is not marked has its reason in `NOT_RUN`.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from demo import company
from services.settings import get_settings
from tests.docs import pages, product
from tests.docs.answers import unlike
from tests.docs.not_run import NOT_RUN
from tests.docs.pages import SHELL, WRITTEN, Block
from tests.emptying import empty_database

pytestmark = [pytest.mark.processes, pytest.mark.timeout(600)]

RUNNING = [path for path in WRITTEN if any(block.runs for block in pages.blocks(path))]
OWN = {
    '"password": "..."': f'"password": "{company.PASSWORD}"',
    "/mnt/backup": "backups",
}
"""What stands in pages for something of the reader's own."""
ADDRESSES = ("http://127.0.0.1:8800", "https://earshot.example")
"""Addresses that pages give to an Earshot; here it has another."""
PRELUDE = """\
set -euo pipefail
curl() { command curl --silent --show-error --fail-with-body --max-time 60 "$@"; }
"""


@pytest.fixture(scope="module")
def address(server: str, home: Path) -> Iterator[str]:
    """The demo's company, served by a process of its own with a worker."""
    product.fill()
    with product.served(product.free_port(), pages.ROOT) as url:
        yield url
    empty_database()
    get_settings.cache_clear()


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Where a reader stands: a clone, with nothing of this run's own in it."""
    for name in ("docs", "demo"):
        (tmp_path / name).symlink_to(pages.ROOT / name)
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    return tmp_path


@pytest.mark.parametrize("path", RUNNING, ids=pages.name_of)
def test_a_page_does_what_it_says(path: Path, address: str, desk: Path) -> None:
    blocks = list(pages.blocks(path))
    for block in filter(lambda each: each.file, blocks):
        (desk / str(block.file)).write_text(block.text)
    commands = [block for block in blocks if block.runs]
    if any("jq" in block.text for block in commands) and not shutil.which("jq"):
        pytest.skip("its examples read answers by jq, which is not here")

    said = _run(commands, address, desk)

    for shown, before in zip(blocks[1:], blocks, strict=False):
        if shown.answers:
            assert before.runs, f"{shown}: an answer to a block that does not run"
            assert unlike(shown.text, said[before], shown.language) is None, str(shown)
        if before.language == "console" and before.runs:
            assert unlike(_answer(before.text), said[before], "text") is None, str(before)


def _run(commands: Sequence[Block], address: str, desk: Path) -> dict[Block, str]:
    """What each block said, run one after the other in one shell."""
    files = [desk / f"said-{number}" for number in range(len(commands))]
    script = PRELUDE + "".join(
        f"exec >{file.name}\n{_typed(block)}\n" for block, file in zip(commands, files, strict=True)
    )
    for shown, own in {**OWN, **dict.fromkeys(ADDRESSES, address)}.items():
        script = script.replace(shown, own)
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=desk,
        env=product.environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )
    said = [file.read_text() if file.exists() else None for file in files]
    last = max(number for number, text in enumerate(said) if text is not None)
    told = f"{commands[last]} ended with {done.returncode}:\n{said[last]}\n{done.stderr}"
    assert done.returncode == 0, told
    return {block: text or "" for block, text in zip(commands, said, strict=True)}


def _typed(block: Block) -> str:
    match block.language:
        case "python":
            return f"python - <<'END_OF_EXAMPLE'\n{block.text}END_OF_EXAMPLE"
        case "console":
            bearing = " || true" if "may-fail" in block.head else ""
            lines = block.text.splitlines()
            return "\n".join(line[2:] + bearing for line in lines if line.startswith("$ "))
        case _:
            return block.text


def _answer(console: str) -> str:
    return "\n".join(line for line in console.splitlines() if not line.startswith("$ "))


def test_every_shell_block_runs_or_says_why_not() -> None:
    shell = [b for path in WRITTEN for b in pages.blocks(path) if b.language in SHELL]
    still = [block for block in shell if not block.runs]
    unexplained = [str(b) for b in still if not any(_told(b, *each) for each in NOT_RUN)]
    stale = [each for each in NOT_RUN if not any(_told(block, *each) for block in still)]
    assert (unexplained, stale) == ([], [])
    assert all(NOT_RUN.values())


def _told(block: Block, page: str, begins: str) -> bool:
    return block.page == page and block.text.startswith(begins)
