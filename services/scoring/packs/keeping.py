"""Word packs as they stand: shipped, edited, or a call centre's own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from services import paging, tables
from services.clock import utc_now
from services.errors import Conflict, NotFound, Rejected
from services.paging import Paged
from services.people import audit
from services.scoring.card import Pack, ScorecardBody, packs_of
from services.scoring.packs import Category, WordPack, shipped


class WordPackNotFound(NotFound):
    """There is no such word pack."""


class WordPackInUse(Conflict):
    """A scorecard names this word pack. Take it out of the card first."""


class WordPackIsShipped(Conflict):
    """This word pack comes with Earshot: it can be edited and restored, not deleted."""


class WordPackUnknown(Rejected):
    """The scorecard names a word pack that does not exist."""


@dataclass(frozen=True, slots=True)
class NamedBy:
    """A scorecard that names a pack."""

    scorecard_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class KeptPack:
    """A pack with where it stands. `updated_*` are None for what is as it was shipped."""

    key: str
    pack: WordPack
    shipped: bool
    edited: bool
    """One's own version of a shipped pack."""
    used_by: Sequence[NamedBy]
    updated_at: datetime | None = None
    updated_by: str | None = None


def list_packs(
    session: Session,
    *,
    language: str | None = None,
    category: Category | None = None,
    cursor: str | None = None,
    limit: int = 100,
) -> Paged[KeptPack]:
    """By key. Raises CursorBroken."""
    after = paging.decode(cursor, str)[0] if cursor is not None else ""
    rows = _rows(session)
    packs = {key: pack for key, pack in _merged(rows).items() if key > after}
    keys = [
        key
        for key, pack in sorted(packs.items())
        if language in (None, pack.language) and category in (None, pack.category)
    ]
    page = paging.cut(keys[: limit + 1], limit, lambda key: [key])
    users = _users(session)
    return Paged([_kept(key, rows.get(key), users[key]) for key in page.items], page.next)


def get_pack(session: Session, key: str) -> KeptPack:
    """Raises WordPackNotFound."""
    row = session.get(tables.WordPack, key)
    if row is None and key not in shipped():
        raise WordPackNotFound(key=key)
    return _kept(key, row, _users(session)[key])


def save_pack(session: Session, key: str, pack: WordPack, *, actor: str) -> KeptPack:
    """Make or rewrite a pack. Published cards keep the words they were published with."""
    row = {
        "key": key,
        "body": pack.model_dump(mode="json"),
        "updated_at": utc_now(),
        "updated_by": actor,
    }
    made = insert(tables.WordPack).values(row)
    changes = {name: made.excluded[name] for name in ("body", "updated_at", "updated_by")}
    session.execute(made.on_conflict_do_update(index_elements=["key"], set_=changes))
    phrases = {"phrases": len(pack.phrases), "exclusions": len(pack.exclusions)}
    audit.record(session, actor=actor, act="word_pack.saved", subject=key, **phrases)
    session.expire_all()
    return get_pack(session, key)


def restore_pack(session: Session, key: str, *, actor: str) -> KeptPack:
    """Make a shipped pack what it was again. Safe to repeat. Raises WordPackNotFound."""
    if key not in shipped():
        raise WordPackNotFound(key=key)
    row = session.get(tables.WordPack, key)
    if row is not None:
        session.delete(row)
        session.flush()
        audit.record(session, actor=actor, act="word_pack.restored", subject=key, was=row.body)
    return get_pack(session, key)


def delete_pack(session: Session, key: str, *, actor: str) -> None:
    """Raises WordPackNotFound, WordPackIsShipped, or WordPackInUse."""
    kept = get_pack(session, key)
    if kept.shipped:
        raise WordPackIsShipped(key=key)
    if kept.used_by:
        names = ", ".join(card.name for card in kept.used_by)
        raise WordPackInUse(key=key, detail=f"{WordPackInUse.message()} It is named by: {names}.")
    row = session.get_one(tables.WordPack, key)
    session.delete(row)
    session.flush()
    audit.record(session, actor=actor, act="word_pack.deleted", subject=key, was=row.body)


def resolve(session: Session, keys: Iterable[str]) -> dict[str, Pack]:
    """What packs say now, by key. Raises WordPackUnknown."""
    wanted = sorted(set(keys))
    there = _merged(_rows(session, wanted))
    missing = [key for key in wanted if key not in there]
    if missing:
        sentence = f"There is no word pack {missing[0]}."
        raise WordPackUnknown(field="packs", key=missing[0], detail=sentence)
    return {key: there[key].words for key in wanted}


def filled(session: Session, body: ScorecardBody) -> ScorecardBody:
    """`body` with the words of the packs that it names, as they stand now.

    Raises WordPackUnknown.
    """
    return body.model_copy(update={"packs": resolve(session, packs_of(body))})


def all_words(session: Session) -> dict[str, Pack]:
    """What all packs say now, by key."""
    return {key: pack.words for key, pack in _merged(_rows(session)).items()}


def _rows(session: Session, keys: Sequence[str] | None = None) -> dict[str, tables.WordPack]:
    query = select(tables.WordPack)
    if keys is not None:
        query = query.where(col(tables.WordPack.key).in_(keys))
    return {row.key: row for row in session.exec(query)}


def _merged(rows: Mapping[str, tables.WordPack]) -> dict[str, WordPack]:
    """One's own words before those that were shipped."""
    own = {key: WordPack.model_validate(row.body) for key, row in rows.items()}
    return {**shipped(), **own}


def _kept(key: str, row: tables.WordPack | None, used_by: Sequence[NamedBy]) -> KeptPack:
    if row is None:
        return KeptPack(key, shipped()[key], shipped=True, edited=False, used_by=used_by)
    return KeptPack(
        key,
        WordPack.model_validate(row.body),
        shipped=key in shipped(),
        edited=key in shipped(),
        used_by=used_by,
        updated_at=row.updated_at,
        updated_by=row.updated_by,
    )


_NAMED = text(
    """
    SELECT DISTINCT named.key #>> '{}' AS key, scorecard.id, scorecard.name
    FROM scorecard
    JOIN scorecard_version AS version ON version.scorecard_id = scorecard.id,
    jsonb_path_query(version.body, '$.rules[*].**.packs[*]') AS named(key)
    WHERE version.state = 'draft' OR version.number = (
        SELECT max(newest.number) FROM scorecard_version AS newest
        WHERE newest.scorecard_id = scorecard.id AND newest.state = 'published'
    )
    ORDER BY scorecard.name, scorecard.id
    """
)


def _users(session: Session) -> Mapping[str, list[NamedBy]]:
    """By pack: cards whose drafts, or newest published version, name it."""
    users: dict[str, list[NamedBy]] = defaultdict(list)
    for key, scorecard_id, name in session.execute(_NAMED):
        users[key].append(NamedBy(scorecard_id, name))
    return users
