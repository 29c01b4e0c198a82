"""Alice's calls, reviewed and released, and those who file and decide appeals over HTTP."""

from typing import Any

from fastapi.testclient import TestClient

from tests.doors import sign_in
from tests.reviewing import Desk, Reviewer, make_desk

URL = "/api/v1/appeals"


class Appealing:
    """Iris has reviewed Alice's call and released the result."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.desk: Desk = make_desk()
        self.review = Reviewer(client, "iris").finish(self.desk.call)

    def ask(self, login: str, method: str, path: str, **options: Any) -> Any:
        sign_in(self.client, login)
        return self.client.request(method, f"/api/v1{path}", **options)

    def get(self, login: str, path: str) -> Any:
        return good(self.ask(login, "GET", path))

    def result(self, review_id: str | None = None, login: str = "alice") -> dict[str, Any]:
        found: dict[str, Any] = self.get(login, f"/results/{review_id or self.review['id']}")
        return found

    def line(self, rule_key: str) -> dict[str, Any]:
        lines = self.result()["lines"]
        found: dict[str, Any] = next(each for each in lines if each["rule_key"] == rule_key)
        return found

    def wanted(self, rule_key: str = "promise", **fields: Any) -> dict[str, Any]:
        told = {
            "review_id": self.review["id"],
            "rule_key": rule_key,
            "reason": "quoted",
            "text": "The customer asked whether we guarantee it",
        }
        return told | fields

    def file(self, rule_key: str = "promise", **fields: Any) -> dict[str, Any]:
        """Against the first place of the line, unless told otherwise."""
        if "hit_id" not in fields:
            places = self.line(rule_key)["places"]
            fields["hit_id"] = places[0]["hit_id"] if places else None
        filed: dict[str, Any] = good(
            self.ask("alice", "POST", "/appeals", json=self.wanted(rule_key, **fields))
        )
        return filed

    def decide(self, login: str, act: str, appeal: dict[str, Any], **fields: Any) -> Any:
        told = {"step": appeal["step"], "reason": "evidence_holds", "text": "Listen again"}
        return self.ask(login, "POST", f"/appeals/{appeal['id']}/{act}", json=told | fields)

    def policy(self, **fields: Any) -> dict[str, Any]:
        decided: dict[str, Any] = good(self.ask("quinn", "PATCH", "/result-policy", json=fields))
        return decided


def good(response: Any) -> Any:
    assert response.status_code in (200, 201), response.text
    return response.json()


def problem(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    told: dict[str, Any] = response.json()
    return told
