"""What an import did, or would do."""

from dataclasses import dataclass, field

KINDS = ("company", "unit", "source", "agent", "user", "scorecard", "campaign")


@dataclass(slots=True)
class Tally:
    """Of one kind. `changed` says of each what about it."""

    added: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)
    unchanged: int = 0


@dataclass(slots=True)
class Report:
    """By kind; and what only this answer knows: passwords of new users, by login."""

    kinds: dict[str, Tally] = field(default_factory=lambda: {kind: Tally() for kind in KINDS})
    passwords: dict[str, str] = field(default_factory=dict)
    names_matched: int = 0
    """Names that dialers had used and nobody had; their earlier calls follow."""

    def added(self, kind: str, name: str) -> None:
        self.kinds[kind].added.append(name)

    def kept(self, kind: str, name: str, changes: list[str]) -> None:
        if changes:
            self.kinds[kind].changed[name] = changes
        else:
            self.kinds[kind].unchanged += 1

    def lines(self) -> list[str]:
        """What was added and changed, by name; what follows from it."""
        said = []
        for kind, tally in self.kinds.items():
            if tally.added:
                said.append(f"+ {kind} {', '.join(tally.added)}")
            said += [f"~ {kind} {name}: {', '.join(how)}" for name, how in tally.changed.items()]
        if self.names_matched:
            said.append(f"Names that dialers had used and now have an agent: {self.names_matched}")
        return said
