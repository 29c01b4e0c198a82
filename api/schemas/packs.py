"""Word packs."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.scoring.packs import BothLanguages, Category
from services.scoring.packs.keeping import KeptPack


class PackUserOut(BaseModel):
    """A scorecard that names a word pack."""

    model_config = ConfigDict(from_attributes=True)

    scorecard_id: UUID
    name: str


class WordPackSummaryOut(BaseModel):
    """A word pack in a list: how many phrases it has, not which."""

    key: str
    name: BothLanguages
    language: str
    category: Category
    source: str
    phrase_count: int
    exclusion_count: int
    shipped: bool
    """It comes with Earshot; what is not shipped is one's own."""
    edited: bool
    """Its words are one's own; `restore` brings back those that were shipped."""
    used_by: list[PackUserOut]
    updated_at: datetime | None
    """Null while it is as it was shipped."""
    updated_by: str | None

    @classmethod
    def of(cls, kept: KeptPack) -> "WordPackSummaryOut":
        return cls.model_validate(_shown(kept))


class WordPackOut(WordPackSummaryOut):
    """A word pack with its words."""

    phrases: list[str]
    exclusions: list[str]

    @classmethod
    def of(cls, kept: KeptPack) -> "WordPackOut":
        words = {"phrases": kept.pack.phrases, "exclusions": kept.pack.exclusions}
        return cls.model_validate(_shown(kept) | words)


def _shown(kept: KeptPack) -> dict[str, object]:
    return {
        "key": kept.key,
        "name": kept.pack.name,
        "language": kept.pack.language,
        "category": kept.pack.category,
        "source": kept.pack.source,
        "phrase_count": len(kept.pack.phrases),
        "exclusion_count": len(kept.pack.exclusions),
        "shipped": kept.shipped,
        "edited": kept.edited,
        "used_by": kept.used_by,
        "updated_at": kept.updated_at,
        "updated_by": kept.updated_by,
    }
