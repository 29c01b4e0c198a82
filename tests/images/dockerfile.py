"""The Dockerfile's steps, followed by a shell below a folder, where there is no Docker.

It shows that packages install, that what is copied suffices, and that processes start from it.
Users, base images and their system libraries are not made: what runs is this machine's Python.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
_BELOW = re.compile(r"(?<![\w./-])/(app|data|opt|src)\b")
"""Folders of images that are ours."""
_NEEDS_ROOT = re.compile(r"groupadd|apt-get")


@dataclass(frozen=True, slots=True)
class Step:
    word: str
    """`COPY`, `RUN` and so on."""
    rest: str


def stages(text: str) -> dict[str, list[Step]]:
    """Steps of every stage by its name; `FROM` is the first."""
    found: dict[str, list[Step]] = {}
    steps: list[Step] = []
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        word, _, rest = line.partition(" ")
        if word == "FROM":
            steps = found.setdefault(rest.split()[-1], [])
        if word:
            steps.append(Step(word, " ".join(rest.split())))
    return found


@dataclass
class Image:
    """What a stage makes, below `root`; stages that it copies from are made there, too."""

    root: Path
    target: str
    environment: dict[str, str] = field(default_factory=dict)
    command: Sequence[str] = ()
    health: Sequence[str] = ()
    user_id: int | None = None
    _work: Path = field(init=False)
    _made: dict[str, dict[str, str]] = field(default_factory=dict, init=False)
    """Environments of stages that are done."""
    _entry: Sequence[str] = ()

    def build(self) -> None:
        """Raises subprocess.CalledProcessError when a step fails."""
        self._make(self.target, stages((ROOT / "Dockerfile").read_text()))
        self.environment = self._made[self.target]

    @property
    def app(self) -> Path:
        return self.root / "app"

    def program(self, name: str) -> str:
        """Of the environment that the image's PATH leads to."""
        return str(self.root / "opt" / "earshot" / "bin" / name)

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """The image's entry point with `words` instead of its command."""
        return self._run([*self._entry, *words], check=False)

    def settings(self, more: Mapping[str, str]) -> dict[str, str]:
        """All that a container knows; nothing of this machine's environment."""
        home = {"HOME": str(self.root / "data"), "LC_ALL": "C.UTF-8"}
        return {"PATH": self._path(), **home, **self.environment, **more}

    def _path(self) -> str:
        """`python` is what the base image brings."""
        base = self.root / "base"
        if not base.exists():
            base.mkdir(parents=True)
            (base / "python").symlink_to(Path(sys.executable).resolve())
        return f"{base}:{os.defpath}"

    def _make(self, name: str, all_stages: Mapping[str, list[Step]]) -> None:
        if name in self._made:
            return
        first, *steps = all_stages[name]
        base = first.rest.split()[0]
        for other in [base, *_sources(steps)]:
            if other in all_stages:
                self._make(other, all_stages)
        self.environment = dict(self._made.get(base, {}))
        self._work = self.root / "app"
        for step in steps:
            self._follow(step)
        self._made[name] = self.environment

    def _follow(self, step: Step) -> None:
        match step.word:
            case "WORKDIR":
                self._work = Path(self._here(step.rest))
                self._work.mkdir(parents=True, exist_ok=True)
            case "COPY":
                self._copy(step.rest.split())
            case "RUN" if not _NEEDS_ROOT.search(step.rest):
                self._run(["sh", "-ec", self._here(step.rest)])
            case "VOLUME":
                Path(self._here(step.rest)).mkdir(exist_ok=True)
            case _:
                self._note(step)

    def _note(self, step: Step) -> None:
        """What says how a container is started."""
        match step.word:
            case "ENV":
                self._set(step.rest)
            case "CMD":
                self.command = [*self._entry, *json.loads(step.rest)]
            case "ENTRYPOINT":
                self._entry = json.loads(step.rest)
            case "HEALTHCHECK":
                self.health = json.loads(step.rest.partition("CMD ")[2])
            case "USER":
                self.user_id = int(step.rest.partition(":")[0])

    def _set(self, words: str) -> None:
        for pair in shlex.split(words):
            name, _, value = pair.partition("=")
            known = self.settings({}).get(name, "")
            self.environment[name] = self._here(value).replace(f"${name}", known)

    def _copy(self, words: Sequence[str]) -> None:
        if words[0].startswith("--from="):
            source, target = words[1:]
            here = Path(self._here(source))
            there = Path(self._here(target)) if target.startswith("/") else self._work / target
            # One folder for all stages: what is copied to the same place is there.
            if here != there:
                shutil.copytree(here, there)
            return
        *sources, target = words
        for source in sources:
            for file in _context(source):
                inside = file.relative_to(source) if source.endswith("/") else Path(file.name)
                there = self._work / target / inside
                there.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / file, there)

    def _run(
        self, command: Sequence[str], *, check: bool = True
    ) -> "subprocess.CompletedProcess[str]":
        environment = _registries() | self.settings({})
        found = shutil.which(command[0], path=environment["PATH"])
        return subprocess.run(
            [found or command[0], *command[1:]],
            cwd=self._work,
            env=environment,
            check=check,
            capture_output=True,
            text=True,
        )

    def _here(self, text: str) -> str:
        return _BELOW.sub(lambda found: f"{self.root}{found[0]}", text)


def _registries() -> dict[str, str]:
    """Where this machine's npm and pip get packages from, and whom they trust."""
    names = re.compile(r"(?i)(pip|npm|node|ssl|http|https|no)_.*")
    return {name: value for name, value in os.environ.items() if names.fullmatch(name)}


def _sources(steps: Sequence[Step]) -> Iterator[str]:
    for step in steps:
        yield from re.findall(r"--from=(\S+)", step.rest)


def _context(source: str) -> list[Path]:
    """Files of the build context, which are those that git has and .dockerignore lets in."""
    allowed = (ROOT / ".dockerignore").read_text().splitlines()
    listed = subprocess.run(
        ["git", "ls-files", "-z", source], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = [Path(name) for name in listed.stdout.split("\0") if name]
    inside = [each for each in files if any(_lets_in(line, each) for line in allowed)]
    if not inside:
        raise FileNotFoundError(f"the Dockerfile copies {source}, which is not in its context")
    return inside


def _lets_in(line: str, file: Path) -> bool:
    place = line.removeprefix("!")
    return line.startswith("!") and (str(file) == place or str(file).startswith(f"{place}/"))
