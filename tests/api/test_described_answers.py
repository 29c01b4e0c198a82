"""Whatever anybody sends to any operation: no crash, and no answer that is not described."""

from typing import Any
from uuid import UUID

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlmodel import SQLModel, delete, select

from api.app import create_api
from services.db import transaction
from services.people import passwords
from services.scoring.evaluate import score_call
from services.tables import Role, SecondFactor, SignInFailure, SignInPolicy, User
from tests.doors import sign_in
from tests.factories import (
    PASSWORD,
    make_agent,
    make_call,
    make_campaign,
    make_company,
    make_scorecard,
    make_transcript,
    make_user,
    said,
)

AnyCase = Case[Any]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


_SOUND = ("/audio", "/recording", "/recordings")
"""Bodies and answers that are sound; they have tests of their own."""


@pytest.fixture(scope="module")
def operations() -> list[Any]:
    schema = schemathesis.openapi.from_dict(create_api().openapi())
    found = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
    assert len(found) >= 100
    return [operation for operation in found if not operation.path.endswith(_SOUND)]


@pytest.fixture
def examples(request: pytest.FixtureRequest) -> int:
    """How many requests each role makes of each operation."""
    wanted: int = request.config.getoption("--examples")
    return wanted


@pytest.fixture
def centre(database: None) -> None:
    """A call with everything, and somebody in each role."""
    with transaction() as session:
        company = make_company(session)
        agent = make_agent(session, company.bobs_team)
        card, _ = make_scorecard(session)
        campaign = make_campaign(session, scorecard_id=card.id)
        call = make_call(
            session,
            agent_id=agent.id,
            unit_id=company.bobs_team.id,
            campaign_id=campaign.id,
            customer_number="13800001234",
        )
        make_transcript(session, call, [said("您好，保证收益", at_s=1)])
        for role in Role:
            own = {"agent_id": agent.id} if role is Role.AGENT else {}
            make_user(session, company.unit, login=f"the-{role.value}", role=role, **own)
    with transaction() as session:
        score_call(session, call.id)


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("role", Role)
def test_no_request_of_any_role_gets_an_answer_that_is_not_described(
    client: TestClient, centre: None, operations: list[Any], examples: int, role: Role
) -> None:
    asker = Asker(client, role)
    asker.begin()

    wrong = [fault for operation in operations if (fault := asker.fault_of(operation, examples))]

    assert not wrong, "\n\n".join(wrong)


class Asker:
    """Somebody who tries everything, and signs in again when that ended their session."""

    def __init__(self, client: TestClient, role: Role) -> None:
        self._client = client
        self._login = f"the-{role.value}"

    def fault_of(self, operation: Any, examples: int) -> str | None:
        """What is wrong with its answers, the simplest request that shows it."""
        known = known_ids()

        @settings(
            max_examples=examples,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: AnyCase) -> None:
            point_at_what_is_there(case, known)
            self._ask(case)

        try:
            ask()
        except FailureGroup as fault:
            return f"{operation.method} {operation.path}\n{describe(fault)}"
        return None

    def begin(self) -> None:
        """Sign in, whatever was guessed, demanded or set up before."""
        with transaction() as session:
            user = session.exec(select(User).where(User.login == self._login)).one()
            user.active = True
            user.password_hash = passwords.hash_password(PASSWORD)
            session.add(user)
            for in_the_way in (SignInFailure, SignInPolicy, SecondFactor):
                session.exec(delete(in_the_way))
        sign_in(self._client, self._login)

    def _ask(self, case: AnyCase) -> None:
        response = self._send(case)
        if response.status_code == 401:
            self.begin()
            response = self._send(case)
        case.validate_response(response, checks=CHECKS)

    def _send(self, case: AnyCase) -> Any:
        sent = case.as_transport_kwargs(base_url="http://testserver")
        # Sessions come from signing in alone.
        sent.pop("cookies", None)
        if isinstance(sent.get("data"), bytes | str):
            sent["content"] = sent.pop("data")
        # Sign-in elsewhere begins and ends with a redirect, which is the answer described.
        return self._client.request(**sent, follow_redirects=False)


def describe(fault: FailureGroup) -> str:
    return "\n".join(f"{failure.title}: {failure.message}" for failure in fault.exceptions)


def known_ids() -> dict[str, str]:
    """One id of every table that has some, by the table's name."""
    with transaction() as session:
        found = {
            table.name: session.execute(select(table.c.id).limit(1)).scalar()
            for table in SQLModel.metadata.sorted_tables
            if "id" in table.c
        }
    return {name: str(one) for name, one in found.items() if isinstance(one, UUID)}


def point_at_what_is_there(case: AnyCase, known: dict[str, str]) -> None:
    """Behind unknown ids there is only a 404: most ids become those of things that exist."""
    for values in (case.path_parameters, case.query, case.body):
        if isinstance(values, dict):
            for name, value in list(values.items()):
                table = name.removesuffix("_id")
                if isinstance(value, str) and name.endswith("_id") and table in known:
                    values[name] = known[table]
