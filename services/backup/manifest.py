"""What a set says of itself, and where its parts lie."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from services.errors import NotFound, Rejected
from services.sealing import WrappedKey

MANIFEST, DUMP, LISTING, CONTENTS = "manifest.json", "database.dump", "contents.txt", "contents"
NAME = "%Y-%m-%dT%H%M%SZ"
"""What a set is called: its moment, in UTC."""


class NoSuchBackup(NotFound):
    """There is no whole backup of that name in this folder."""


class BackupUnreadable(Rejected):
    """This backup is of another version of Earshot's format, or damaged."""


class Part(BaseModel):
    """A file of a set."""

    model_config = ConfigDict(frozen=True)

    size_bytes: int
    sha256: str


class Manifest(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    taken_at: datetime
    earshot: str
    """Version that took it."""
    migration: str
    """The database's."""
    database: Part
    key: WrappedKey | None = None
    """What the dump is sealed with; None when it is not."""
    listing: Part
    contents: int
    contents_bytes: int
    missing: int
    """Contents that the database speaks of and storage did not have."""


@dataclass(frozen=True, slots=True)
class Content:
    """One line of the listing. The first SHA-256 is its name, the second of what is stored."""

    name: str
    stored_sha256: str
    stored_bytes: int

    @property
    def line(self) -> str:
        return f"{self.name} {self.stored_sha256} {self.stored_bytes}\n"

    def place(self, folder: Path) -> Path:
        file = f"{self.name}-{self.stored_bytes}"
        return folder / CONTENTS / self.name[:2] / self.name[2:4] / file


@dataclass(frozen=True, slots=True)
class BackupSet:
    """One whole set in `folder`."""

    folder: Path
    name: str
    manifest: Manifest

    @property
    def dump(self) -> Path:
        return self.folder / self.name / DUMP

    @property
    def listing(self) -> Path:
        return self.folder / self.name / LISTING

    def contents(self) -> Iterator[Content]:
        """Raises BackupUnreadable."""
        try:
            with self.listing.open(encoding="ascii") as lines:
                for line in lines:
                    name, stored_sha256, stored_bytes = line.split()
                    yield Content(name, stored_sha256, int(stored_bytes))
        except (OSError, ValueError) as error:
            raise BackupUnreadable(set=self.name) from error


def sets(folder: Path) -> list[BackupSet]:
    """Whole sets in `folder`, the oldest first. Raises BackupUnreadable."""
    return [_read(each) for each in _whole(folder)]


def find(folder: Path, name: str | None) -> BackupSet:
    """The set of that name, or the newest, whatever the others are like.

    Raises NoSuchBackup, BackupUnreadable.
    """
    found = [each for each in _whole(folder) if name in (None, each.name)]
    if not found:
        raise NoSuchBackup(folder=str(folder), name=name or "any")
    return _read(found[-1])


def unfinished(folder: Path) -> list[Path]:
    """Sets in `folder` that never became whole, and nothing that others keep there."""
    whole = _whole(folder)
    return [each for each in folder.iterdir() if _is_moment(each.name) and each not in whole]


def part_of(file: Path) -> Part:
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return Part(size_bytes=file.stat().st_size, sha256=digest)


def _whole(folder: Path) -> list[Path]:
    return [each.parent for each in sorted(folder.glob(f"*/{MANIFEST}"))]


def _is_moment(name: str) -> bool:
    try:
        datetime.strptime(name, NAME)  # noqa: DTZ007
    except ValueError:
        return False
    return True


def _read(folder: Path) -> BackupSet:
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except (OSError, ValidationError) as error:
        raise BackupUnreadable(set=folder.name) from error
    return BackupSet(folder.parent, folder.name, manifest)
