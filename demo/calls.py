"""The recorded demo calls and what is known about each of them."""

import hashlib
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

RECORDINGS = Path(__file__).parent / "recordings"
MODEL = Path(__file__).parent / "model"
"""The tiny speech model; it knows the demo's sentences and nothing else."""


class Outcome(StrEnum):
    SALE = "sale"
    CALLBACK = "callback"
    REFUSED = "refused"
    COMPLAINT = "complaint"
    WRONG_NUMBER = "wrong_number"


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Turn(Frozen):
    """Seconds count from the start of the recording."""

    channel: Literal["agent", "customer"]
    text: str
    start_s: float
    end_s: float


class Violation(Frozen):
    """A rule broken on purpose. `at_s` is when; None where something was left out."""

    rule_key: str
    at_s: float | None
    quote: str | None


class RecordedCall(Frozen):
    """One recording: its file, its sound, its story and what was really said."""

    file: str
    sha256: str
    seed: int
    language: Literal["zh", "en"]
    layout: Literal["stereo", "mono", "twice_mono"]
    """stereo: left is the agent, right the customer. twice_mono: one mix on both channels."""
    sample_rate_hz: int
    duration_s: float
    campaign: str
    agent_name: str
    """How the agent introduces themselves; a surname in Chinese, a first name in English."""
    outcome: Outcome
    amount: float | None
    currency: str | None
    turns: tuple[Turn, ...]
    violations: tuple[Violation, ...]

    def said_by(self, channel: str) -> str:
        """All that was said on one channel, in order."""
        separator = "" if self.language == "zh" else " "
        return separator.join(turn.text for turn in self.turns if turn.channel == channel)


class Manifest(Frozen):
    calls: tuple[RecordedCall, ...]


def read_manifest(folder: Path = RECORDINGS) -> Manifest:
    return Manifest.model_validate_json((folder / "manifest.json").read_bytes())


def write_manifest(manifest: Manifest, folder: Path) -> None:
    text = manifest.model_dump_json(indent=1)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
