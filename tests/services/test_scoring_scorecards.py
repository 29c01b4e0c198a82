from threading import Thread

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from services.db import transaction
from services.scoring import scorecards
from services.scoring.card import ScorecardBody
from services.tables import AuditEntry, Scorecard, VersionState
from tests.factories import GREETING_AND_PROMISE, make_scorecard, must_say

OTHER = ScorecardBody(rules=(must_say("closing", "再见"),))


def test_calls_are_scored_with_the_newest_published_version(session: Session) -> None:
    scorecard, first = make_scorecard(session, published=False)
    assert scorecards.published_version(session, scorecard.id) is None

    scorecards.publish(session, first)
    scorecards.add_version(session, scorecard, OTHER, created_by="tests")
    assert scorecards.published_version(session, scorecard.id) == first

    third = scorecards.add_version(session, scorecard, OTHER, created_by="tests")
    scorecards.publish(session, third)
    assert scorecards.published_version(session, scorecard.id) == third

    scorecards.retire(session, third, actor="tests")
    assert scorecards.published_version(session, scorecard.id) == first


def test_a_draft_can_be_rewritten_until_it_is_published(session: Session) -> None:
    _, version = make_scorecard(session, published=False)

    scorecards.edit_draft(session, version, OTHER, actor="tests")
    scorecards.publish(session, version)

    assert ScorecardBody.model_validate(version.body) == OTHER
    assert version.published_at is not None
    with pytest.raises(scorecards.VersionIsPublished):
        scorecards.edit_draft(session, version, GREETING_AND_PROMISE, actor="tests")


def test_publishing_twice_keeps_the_first_moment(session: Session) -> None:
    _, version = make_scorecard(session)
    published_at = version.published_at

    assert scorecards.publish(session, version).published_at == published_at


def test_a_retired_version_stays_retired(session: Session) -> None:
    _, version = make_scorecard(session)
    scorecards.retire(session, version, actor="tests")
    scorecards.retire(session, version, actor="tests")

    with pytest.raises(scorecards.VersionIsRetired):
        scorecards.publish(session, version)
    with pytest.raises(scorecards.VersionIsRetired):
        scorecards.edit_draft(session, version, OTHER, actor="tests")


def test_a_draft_cannot_be_retired(session: Session) -> None:
    _, version = make_scorecard(session, published=False)
    with pytest.raises(scorecards.VersionIsNotPublished):
        scorecards.retire(session, version, actor="tests")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE scorecard_version SET body = '{}'",
        "UPDATE scorecard_version SET number = 7",
        "UPDATE scorecard_version SET state = 'draft'",
        "UPDATE scorecard_version SET published_at = now()",
        "DELETE FROM scorecard_version",
    ],
)
def test_the_database_itself_keeps_published_versions(database: None, change: str) -> None:
    with transaction() as session:
        make_scorecard(session)

    with pytest.raises(DBAPIError, match="never changes"), transaction() as session:
        session.connection().execute(text(change))


def test_versions_added_at_once_get_different_numbers(database: None) -> None:
    with transaction() as session:
        scorecard = scorecards.create_scorecard(session, name="Telesales", created_by="tests")

    def add() -> None:
        with transaction() as session:
            mine = scorecards.get_scorecard(session, scorecard.id)
            scorecards.add_version(session, mine, OTHER, created_by="tests")

    authors = [Thread(target=add) for _ in range(4)]
    for author in authors:
        author.start()
    for author in authors:
        author.join()

    with transaction() as session:
        versions = scorecards.list_versions(session, scorecard.id, limit=10)
        assert [version.number for version in versions.items] == [4, 3, 2, 1]


def test_versions_are_paged_and_drafts_can_be_left_out(session: Session) -> None:
    scorecard, _ = make_scorecard(session)
    for _ in range(2):
        scorecards.add_version(session, scorecard, OTHER, created_by="tests")

    first = scorecards.list_versions(session, scorecard.id, limit=2)
    second = scorecards.list_versions(session, scorecard.id, limit=2, cursor=first.next)
    public = scorecards.list_versions(session, scorecard.id, drafts=False)

    assert [version.number for version in first.items + second.items] == [3, 2, 1]
    assert [version.state for version in public.items] == [VersionState.PUBLISHED]


def test_scorecards_are_listed_by_name_with_where_they_stand(session: Session) -> None:
    make_scorecard(session, name="B")
    make_scorecard(session, name="A", published=False)
    scorecards.create_scorecard(session, name="C", created_by="tests")

    first = scorecards.list_scorecards(session, limit=2)
    second = scorecards.list_scorecards(session, limit=2, cursor=first.next)

    assert [
        (found.name, found.published_version, found.latest_version)
        for found in first.items + second.items
    ] == [("A", None, 1), ("B", 1, 1), ("C", None, None)]


def test_a_name_belongs_to_one_scorecard(session: Session) -> None:
    make_scorecard(session)
    with pytest.raises(scorecards.ScorecardNameTaken):
        make_scorecard(session)
    assert len(session.exec(select(Scorecard)).all()) == 1


def test_what_does_not_exist_is_not_found(session: Session) -> None:
    scorecard, version = make_scorecard(session)
    with pytest.raises(scorecards.VersionNotFound):
        scorecards.get_version(session, scorecard.id, 2)
    with pytest.raises(scorecards.ScorecardNotFound):
        scorecards.list_versions(session, version.id)


def test_every_change_of_a_scorecard_is_in_the_audit_log(session: Session) -> None:
    scorecard, version = make_scorecard(session, published=False)
    scorecards.edit_draft(session, version, OTHER, actor="quinn")
    scorecards.publish(session, version, actor="quinn")
    scorecards.retire(session, version, actor="quinn")

    entries = session.exec(
        select(AuditEntry.actor, AuditEntry.act).where(AuditEntry.subject == str(scorecard.id))
    ).all()

    assert sorted(entries) == [
        ("quinn", "scorecard.edited"),
        ("quinn", "scorecard.published"),
        ("quinn", "scorecard.retired"),
        ("tests", "scorecard.created"),
        ("tests", "scorecard.drafted"),
    ]
