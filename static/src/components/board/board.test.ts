import { expect, test } from "vitest";

import type { AgentCard, AnyCard, BoardMessage, FatalCard } from "../../lib/api";
import { type BoardState, emptyBoard, FATALS_KEPT, receive } from "./board";
import { NOTHING } from "./figures";

const NOON = "2026-11-21T04:00:00Z";
const NOON_MS = Date.parse(NOON);

const alice = (fields: Partial<AgentCard> = {}): AgentCard => ({
  kind: "agent",
  key: "alice",
  version: 1,
  unit_id: "t1",
  name: "Alice",
  code: "1001",
  state: "ready",
  state_since: NOON,
  reason: null,
  call_id: null,
  today: NOTHING,
  hour: NOTHING,
  quarter: NOTHING,
  ...fields,
});

const fatal = (place: number): FatalCard => ({
  kind: "fatal",
  key: `f${place}`,
  version: place,
  unit_id: "t1",
  agent_id: "alice",
  agent_name: "Alice",
  call_id: "c1",
  campaign_id: null,
  withdrawn: false,
  rule_name: "No promise",
  quote: "guaranteed",
  start_s: 7,
  scored_at: new Date(NOON_MS + place * 1000).toISOString(),
});

const snapshot = (cards: AnyCard[]): BoardMessage => ({
  type: "snapshot",
  now: NOON,
  board: {
    id: "t1",
    name: "Team one",
    timezone: "Asia/Shanghai",
    day_starts_at: "2026-11-20T16:00:00Z",
    day_ends_at: "2026-11-21T16:00:00Z",
  },
  cards,
});

const changes = (...cards: AnyCard[]): BoardMessage => ({ type: "changes", cards });

function after(...messages: BoardMessage[]): BoardState {
  return messages.reduce(
    (state, message) => receive(state, { message, at_ms: NOON_MS }),
    emptyBoard,
  );
}

test("a snapshot replaces whatever was there", () => {
  const { agents, board } = after(changes(alice({ key: "gone" })), snapshot([alice()]));

  expect([...agents.keys()]).toEqual(["alice"]);
  expect(board?.name).toBe("Team one");
});

test("the newest card wins", () => {
  const { agents } = after(snapshot([alice()]), changes(alice({ version: 2, state: "talking" })));
  expect(agents.get("alice")?.state).toBe("talking");
});

test("a card that comes late never overwrites a newer one", () => {
  const { agents } = after(
    snapshot([alice()]),
    changes(alice({ version: 3, state: "talking" })),
    changes(alice({ version: 2, state: "ringing" })),
  );
  expect(agents.get("alice")?.state).toBe("talking");
});

test("of two cards in one message the newer wins, whichever stands first", () => {
  const { agents } = after(
    changes(alice({ version: 5, state: "hold" }), alice({ version: 4, state: "talking" })),
  );
  expect(agents.get("alice")?.state).toBe("hold");
});

test("cards of different kinds never meet, even with one key", () => {
  const unit: AnyCard = {
    kind: "unit",
    key: "alice",
    version: 9,
    unit_id: "t1",
    name: "Team one",
    today: NOTHING,
    hour: NOTHING,
    quarter: NOTHING,
  };
  const state = after(snapshot([alice(), unit]));
  expect([state.agents.size, state.units.size]).toEqual([1, 1]);
});

test("an unchanged card stays the same object over a reconnect, so its tile rests", () => {
  const before = after(snapshot([alice()]));
  const { agents } = receive(before, { message: snapshot([alice()]), at_ms: NOON_MS });
  expect(agents.get("alice")).toBe(before.agents.get("alice"));
});

test("the feed of fatal hits is newest first, and bounded", () => {
  const many = Array.from({ length: FATALS_KEPT + 10 }, (_, place) => fatal(place));
  const { fatals } = after(snapshot(many), changes(fatal(999)));

  expect(fatals).toHaveLength(FATALS_KEPT);
  expect(fatals[0]?.key).toBe("f999");
});

test("a fatal hit that a reviewer took back is shown no more", () => {
  const taken = { ...fatal(1), version: 99, withdrawn: true };
  expect(after(snapshot([fatal(1)]), changes(taken)).fatals).toHaveLength(0);
});

test("what belongs to another team now is shown no more", () => {
  const gone = (of: "agent" | "fatal", key: string, version: number): AnyCard => ({
    kind: "gone",
    key,
    version,
    unit_id: "t1",
    of,
  });
  const before = after(snapshot([alice(), fatal(1)]));
  const { agents, fatals } = receive(before, {
    message: changes(gone("agent", "alice", 2), gone("fatal", "f1", 2)),
    at_ms: NOON_MS,
  });
  expect([agents.size, fatals.length]).toEqual([0, 0]);

  const again = after(
    snapshot([alice()]),
    changes(gone("agent", "alice", 2), alice({ version: 3 })),
  );
  expect(again.agents.get("alice")?.version).toBe(3);
});

test("a fatal hit sent twice is shown once", () => {
  expect(after(snapshot([fatal(1)]), changes(fatal(1))).fatals).toHaveLength(1);
});

test("the server's clock is known from snapshots and beats", () => {
  const late_ms = NOON_MS - 90_000;
  const message = snapshot([]);
  const { clock_offset_ms, as_of_ms } = receive(emptyBoard, { message, at_ms: late_ms });

  expect(clock_offset_ms).toBe(90_000);
  expect(as_of_ms).toBe(NOON_MS);

  const beat: BoardMessage = { type: "beat", now: "2026-11-21T04:00:10Z" };
  expect(receive(emptyBoard, { message: beat, at_ms: NOON_MS }).clock_offset_ms).toBe(10_000);
});

test("changes carry no clock, and age the board by the known offset", () => {
  const state = receive(emptyBoard, { message: snapshot([]), at_ms: NOON_MS - 60_000 });
  const { as_of_ms } = receive(state, { message: changes(alice()), at_ms: NOON_MS - 55_000 });
  expect(as_of_ms).toBe(NOON_MS + 5_000);
});
