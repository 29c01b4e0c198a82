"""All that is kept about one customer or agent, as a ZIP that anybody can open."""

import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID

from sqlmodel import Session

from services import db
from services.clock import utc_now
from services.db import transaction
from services.recordings.storage import ContentDamaged, ContentMissing, Storage
from services.tables import DataRequest, RequestAbout

_CUSTOMER: tuple[tuple[str, LiteralString], ...] = (
    (
        "events",
        "SELECT type, at, data FROM event WHERE call_id = %(id)s"
        " AND at >= (SELECT coalesce(first_at, '-infinity') FROM call WHERE id = %(id)s)"
        " AND at <= (SELECT coalesce(last_at, 'infinity') FROM call WHERE id = %(id)s)"
        " ORDER BY at, id",
    ),
    (
        "recordings",
        "SELECT sha256, file_name, container, duration_s, created_at FROM recording"
        " WHERE call_id = %(id)s ORDER BY created_at",
    ),
    (
        "transcripts",
        "SELECT engine, model, language, utterances, created_at FROM transcript"
        " WHERE call_id = %(id)s ORDER BY created_at",
    ),
)
"""What a customer's call holds about the customer; scores are about the agent."""
_AGENT: tuple[tuple[str, LiteralString], ...] = (
    *_CUSTOMER,
    (
        "evaluations",
        "SELECT score, passed, fatal, grade, lines, created_at FROM evaluation"
        " WHERE call_id = %(id)s ORDER BY created_at",
    ),
    (
        "reviews",
        "SELECT id, state, score, passed, grade, praise, suggestion, finalised_at FROM review"
        " WHERE call_id = %(id)s AND state IN ('final', 'superseded') ORDER BY finalised_at",
    ),
    (
        "comments",
        "SELECT comment.start_s, comment.text, comment.at FROM review_comment AS comment"
        " JOIN review ON review.id = comment.review_id"
        " WHERE review.call_id = %(id)s AND review.released_at IS NOT NULL ORDER BY comment.at",
    ),
)
_CALL: LiteralString = """
    SELECT call.id, direction, customer_number, caller_number, started_at, answered_at, ended_at,
        talk_s, hold_s, connected, sold, outcome, amount, currency, extra, agent.name AS agent,
        campaign.name AS campaign
    FROM call LEFT JOIN agent ON agent.id = call.agent_id
        LEFT JOIN campaign ON campaign.id = call.campaign_id
    WHERE call.id = %(id)s
"""
_PERSON: tuple[tuple[str, LiteralString], ...] = (
    ("agent", "SELECT code, name, active FROM agent WHERE id = %(id)s"),
    (
        "teams",
        "SELECT unit.name, since FROM membership JOIN unit ON unit.id = unit_id"
        " WHERE agent_id = %(id)s ORDER BY since",
    ),
    (
        "dialer_names",
        "SELECT source.name AS source, external_id, first_seen_at FROM agent_identity"
        " JOIN source ON source.id = source_id WHERE agent_id = %(id)s",
    ),
    ("users", "SELECT login, name, role, active, created_at FROM app_user WHERE agent_id = %(id)s"),
    (
        "states",
        "SELECT at, state, reason FROM agent_state_change WHERE agent_id = %(id)s ORDER BY at",
    ),
)


def write_export(
    file: Path,
    request: DataRequest,
    call_ids: Sequence[UUID],
    storage: Storage,
    told: Callable[[int], None],
) -> None:
    """Fill `file`; `told` learns how many calls are in it. Raises StorageDown.

    A transaction for every call: a ZIP of thousands of recordings takes long.
    """
    about_agent = request.about is RequestAbout.AGENT
    parts: list[str] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        with transaction() as session:
            person = _person(session, UUID(request.subject)) if about_agent else {}
        if person:
            archive.writestr("person.json", _json(person))
        for number, call_id in enumerate(call_ids, start=1):
            with transaction() as session:
                call = _call(session, call_id, _AGENT if about_agent else _CUSTOMER)
            call["missing_sounds"] = list(_add_sounds(archive, call, storage))
            archive.writestr(f"calls/{call_id}.json", _json(call))
            parts.append(_section(call))
            told(number)
        archive.writestr("index.html", _page(request, parts))


def _person(session: Session, agent_id: UUID) -> dict[str, Any]:
    return {name: db.rows(session, sql, {"id": agent_id}) for name, sql in _PERSON}


def _call(
    session: Session, call_id: UUID, parts: Sequence[tuple[str, LiteralString]]
) -> dict[str, Any]:
    asked = {"id": call_id}
    [call] = db.rows(session, _CALL, asked)
    return call | {name: db.rows(session, sql, asked) for name, sql in parts}


def _add_sounds(archive: zipfile.ZipFile, call: dict[str, Any], storage: Storage) -> Iterator[str]:
    """Put the call's recordings in; yields those that are no longer whole."""
    for recording in call["recordings"]:
        recording["file"] = f"audio/{call['id']}-{recording['sha256'][:8]}.{recording['container']}"
        try:
            with storage.local_copy(recording["sha256"]) as copy:
                archive.write(copy, recording["file"], zipfile.ZIP_STORED)
        except (ContentMissing, ContentDamaged):
            yield recording.pop("file")


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1, default=str)


def _page(request: DataRequest, sections: Sequence[str]) -> str:
    made = utc_now().isoformat(timespec="seconds")
    return (
        '<!doctype html><html lang="zh"><meta charset="utf-8"><title>Earshot 听岗</title>'
        "<style>body{font:16px/1.6 system-ui,sans-serif;max-width:56rem;margin:2rem auto;"
        "padding:0 1rem;color:#1f2328}section{border-top:1px solid #d0d7de;padding:1rem 0}"
        "dt{color:#57606a}dd{margin:0 0 .5rem}audio{width:100%}p{margin:.2rem 0}</style>"
        f"<h1>个人数据副本 · Copy of personal data</h1><p>{escape(request.shown)} · {made} · "
        f"通话 / calls: {len(sections)}</p><p>每通电话的全部内容见 calls 文件夹。"
        " Everything about each call is in the folder calls.</p>" + "".join(sections) + "</html>"
    )


def _section(call: dict[str, Any]) -> str:
    facts = {
        "开始 / began": call["started_at"],
        "客户 / customer": call["customer_number"],
        "坐席 / agent": call["agent"],
        "活动 / campaign": call["campaign"],
        "结果 / outcome": call["outcome"],
        "通话秒数 / seconds of talk": call["talk_s"],
    }
    listed = "".join(
        f"<dt>{name}</dt><dd>{escape(str(value))}</dd>" for name, value in facts.items() if value
    )
    sounds = "".join(
        f'<audio controls preload="none" src="{escape(recording["file"])}"></audio>'
        for recording in call["recordings"]
        if "file" in recording
    )
    said = "".join(
        f"<p><b>{escape(str(each.get('channel', '')))}</b> {escape(str(each.get('text', '')))}</p>"
        for transcript in call["transcripts"][-1:]
        for each in transcript["utterances"]
    )
    return f'<section id="{call["id"]}"><dl>{listed}</dl>{sounds}{said}</section>'
