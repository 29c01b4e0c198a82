"""One call, and everybody who may or may not send and hear its recording."""

from sqlmodel import Session

from services.tables import KeyScope
from tests.doors import bearer
from tests.factories import make_call, make_company, make_source


class World:
    """Alice called; her call belongs to Bob's team. `key` is the dialer's."""

    def __init__(self, session: Session) -> None:
        self.company = make_company(session)
        self.source = make_source(session)
        self.call = make_call(
            session,
            source_id=self.source.id,
            call_key="c-1",
            agent_id=self.company.alice.agent_id,
            unit_id=self.company.bobs_team.id,
        )
        another = make_source(session, "another dialer")
        self.key = bearer(session, self.source, KeyScope.RECORDINGS_WRITE)
        self.reader = bearer(session, self.source, KeyScope.CALLS_READ)
        self.other = bearer(session, another, KeyScope.RECORDINGS_WRITE)
