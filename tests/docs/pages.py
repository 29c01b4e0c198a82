"""The written pages as their readers meet them: fenced blocks, headings and links."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
WRITTEN = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
SHELL = ("sh", "bash", "console")
_FENCE = re.compile(r"^(?P<indent> *)```(?P<head>.*)$")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block. Its head is `language mark ...`, as in ```` ```sh runnable ````."""

    page: str
    line: int
    head: tuple[str, ...]
    text: str

    @property
    def language(self) -> str:
        return self.head[0] if self.head else ""

    @property
    def runs(self) -> bool:
        return "runnable" in self.head

    @property
    def answers(self) -> bool:
        return "answer" in self.head

    @property
    def file(self) -> str | None:
        """What the page calls the file that this block is."""
        named = [word.removeprefix("file=") for word in self.head if word.startswith("file=")]
        return named[0] if named else None

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def blocks(path: Path) -> Iterator[Block]:
    """In the order of the page, without the indent of a list they stand in."""
    begun: tuple[int, str] | None = None
    lines: list[str] = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        fence = _FENCE.match(line)
        match fence, begun:
            case None, _:
                lines.append(line)
            case found, None:
                begun, lines = (number, found["head"].strip()), []
            case _, (start, head):
                text = textwrap.dedent("\n".join(lines)) + "\n"
                yield Block(name_of(path), start, tuple(head.split()), text)
                begun = None


def prose(path: Path) -> str:
    """What stands outside fenced blocks and code."""
    text = re.sub(r"^ *```.*?^ *```$", "", path.read_text(), flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"`[^`\n]*`", "", text)


def links(path: Path) -> Iterator[str]:
    """Targets of links and images, as they are written."""
    text = prose(path)
    yield from re.findall(r"\]\(\s*<?([^)\s>]+)", text)
    yield from re.findall(r"<(?:img|source)[^>]*\ssrc(?:set)?=\"([^\"]+)\"", text)
    yield from re.findall(r"<a[^>]*\shref=\"([^\"]+)\"", text)
    yield from re.findall(r"^\[[^\]]+\]:\s*(\S+)", text, re.MULTILINE)


def anchors(path: Path) -> set[str]:
    """As code hosts make them of headings; a heading that comes again gets a number."""
    seen: dict[str, int] = {}
    found = set()
    for heading in re.findall(r"^#+ (.+)$", prose_with_code(path), re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
        slug = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        found.add(f"{slug}-{seen[slug]}" if slug in seen else slug)
        seen[slug] = seen.get(slug, 0) + 1
    return found


def prose_with_code(path: Path) -> str:
    """Without fenced blocks, in which `#` begins a comment."""
    return re.sub(r"^ *```.*?^ *```$", "", path.read_text(), flags=re.MULTILINE | re.DOTALL)
