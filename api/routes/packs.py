"""Word packs: phrases that rules of many scorecards share."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, status

from api.deps import CallerDep, SessionDep
from api.schemas.packs import WordPackOut, WordPackSummaryOut
from api.schemas.pages import Page
from services.people.access import Permission
from services.scoring.packs import Category, WordPack, keeping

router = APIRouter(prefix="/api/v1/word_packs", tags=["word packs"])

PackKey = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,63}$")]


@router.get("", response_model=Page[WordPackSummaryOut], operation_id="list_word_packs")
def list_word_packs(
    session: SessionDep,
    caller: CallerDep,
    language: Annotated[str | None, Query(pattern=r"^[a-z]{2,3}$")] = None,
    category: Category | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Page[WordPackSummaryOut]:
    """Word packs by key, without their words."""
    caller.require(Permission.SCORECARDS_READ)
    page = keeping.list_packs(
        session, language=language, category=category, cursor=cursor, limit=limit
    )
    return Page(items=[WordPackSummaryOut.of(kept) for kept in page.items], next=page.next)


@router.get("/{key}", response_model=WordPackOut, operation_id="get_word_pack")
def get_word_pack(session: SessionDep, caller: CallerDep, key: PackKey) -> WordPackOut:
    """One word pack with its words."""
    caller.require(Permission.SCORECARDS_READ)
    return WordPackOut.of(keeping.get_pack(session, key))


@router.put("/{key}", response_model=WordPackOut, operation_id="save_word_pack")
def save_word_pack(
    session: SessionDep, caller: CallerDep, key: PackKey, pack: WordPack
) -> WordPackOut:
    """Make or rewrite a pack. Cards that are published keep the words they have."""
    caller.require(Permission.SCORECARDS_WRITE)
    return WordPackOut.of(keeping.save_pack(session, key, pack, actor=caller.actor))


@router.delete("/{key}", status_code=status.HTTP_204_NO_CONTENT, operation_id="delete_word_pack")
def delete_word_pack(session: SessionDep, caller: CallerDep, key: PackKey) -> None:
    """Delete one's own pack, unless a scorecard names it."""
    caller.require(Permission.SCORECARDS_WRITE)
    keeping.delete_pack(session, key, actor=caller.actor)


@router.post("/{key}/restore", response_model=WordPackOut, operation_id="restore_word_pack")
def restore_word_pack(session: SessionDep, caller: CallerDep, key: PackKey) -> WordPackOut:
    """Bring back the words a shipped pack came with. Safe to repeat."""
    caller.require(Permission.SCORECARDS_WRITE)
    return WordPackOut.of(keeping.restore_pack(session, key, actor=caller.actor))
