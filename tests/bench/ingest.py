"""One event per POST, 64 connections, 2xx only after commit, fold and counters included.

Compared with a no-op POST on the same server in the same run.
"""

from tests.bench import centre, frame

GOAL = 0.4
SECONDS = 4.0


def measure() -> frame.Result:
    with (
        frame.home(),
        frame.server("api.app:create_app", "--factory") as ours,
        frame.server("tests.bench.noop:answer") as floor,
    ):
        built = centre.build(teams=26, agents_each=10)
        headers = {"Authorization": f"Bearer {built.key}", "Content-Type": "application/json"}
        rounds = [_round(number, ours, floor, headers, built.agents) for number in range(-1, 3)]
    figures = frame.medians(rounds[1:])
    return frame.Result("ingest", figures["ratio"], GOAL, True, figures)


def _round(
    number: int, ours: int, floor: int, headers: dict[str, str], agents: list[str]
) -> dict[str, float]:
    def body(connection: int, n: int) -> bytes:
        return centre.one_event(
            number, connection, n, agents[(number + 1) * frame.CONNECTIONS + connection]
        )

    noop = frame.post_rate(floor, "/", headers, body, SECONDS)
    stored = frame.post_rate(ours, "/api/v1/events", headers, body, SECONDS)
    return {"noop_per_s": noop, "events_per_s": stored, "ratio": stored / noop}
