import { describe, expect, test } from "vitest";

import { NOTHING } from "../../components/board/figures";
import type { AgentCard, Replay, ReplayStep, SaleCard, UnitCard } from "../../lib/api";
import { beginning, moveTo } from "./past";

const NINE = "2026-03-02T09:00:00Z";
const NINE_MS = Date.parse(NINE);

const alice = (more: Partial<AgentCard> = {}): AgentCard => ({
  kind: "agent",
  key: "alice",
  version: 1,
  unit_id: "t1",
  name: "Alice",
  code: "1001",
  state: "ready",
  state_since: NINE,
  reason: null,
  call_id: null,
  today: { ...NOTHING, dials: 10 },
  hour: { ...NOTHING, dials: 5 },
  quarter: { ...NOTHING, dials: 1 },
  ...more,
});

const team: UnitCard = {
  kind: "unit",
  key: "t1",
  version: 2,
  unit_id: "t1",
  name: "Team one",
  today: NOTHING,
  hour: NOTHING,
  quarter: NOTHING,
};

const sale: SaleCard = {
  kind: "sale",
  key: "c1",
  version: 9,
  unit_id: "t1",
  agent_id: "alice",
  agent_name: "Alice",
  campaign_id: null,
  amount: 99.5,
  currency: "CNY",
  sold_at: NINE,
  withdrawn: false,
};

const state = (at_s: number, entered: AgentCard["state"]): ReplayStep => ({
  kind: "state",
  at_s,
  agent: "alice",
  state: entered,
  since: new Date(NINE_MS + at_s * 1000).toISOString(),
  reason: null,
  call_id: null,
});

const count = (at_s: number, add: Record<string, number>): ReplayStep => ({
  kind: "count",
  at_s,
  bucket_s: Math.floor(at_s / 300) * 300,
  of: ["agent/alice", "unit/t1"],
  add,
});

const card = (at_s: number, shown: AgentCard | SaleCard): ReplayStep => ({
  kind: "card",
  at_s,
  card: shown,
  recent: [],
});

const replayOf = (...steps: ReplayStep[]): Replay => ({
  from_at: NINE,
  until_at: "2026-03-02T10:00:00Z",
  board: {
    id: "t1",
    name: "Team one",
    timezone: "Asia/Shanghai",
    day_starts_at: "2026-03-01T16:00:00Z",
    day_ends_at: "2026-03-02T16:00:00Z",
  },
  cards: [alice(), team],
  recent: [
    { of: ["agent/alice"], bucket_s: -3300, add: { dials: 4 } },
    { of: ["agent/alice"], bucket_s: -600, add: { dials: 1 } },
  ],
  steps,
});

const at = (replay: Replay, at_s: number) => moveTo(replay, beginning(replay), at_s).state;

test("it begins with the cards of then, by the clock of then", () => {
  const { state: board } = beginning(replayOf());
  expect(board.agents.get("alice")?.today.dials).toBe(10);
  expect(board.as_of_ms).toBe(NINE_MS);
  expect(board.clock_offset_ms).toBe(0);
});

test("a state lasts until the next", () => {
  const replay = replayOf(state(10, "ringing"), state(20, "talking"));
  expect(at(replay, 9).agents.get("alice")?.state).toBe("ready");
  expect(at(replay, 10).agents.get("alice")?.state).toBe("ringing");
  expect(at(replay, 3600).agents.get("alice")?.state).toBe("talking");
});

test("what is counted grows the agent, the team and the team's volume", () => {
  const board = at(replayOf(count(400, { dials: 1, connects: 1, talk_s: 30 })), 400);
  expect(board.agents.get("alice")?.today).toMatchObject({ dials: 11, talk_s: 30 });
  expect(board.units.get("t1")?.today).toMatchObject({ dials: 1, connects: 1 });
  const volume = board.volumes.get(`t1/${NINE_MS / 1000 + 300}`);
  expect(volume).toMatchObject({ dials: 1, connects: 1, effective_talks: 0 });
});

test("time alone makes no volume", () => {
  expect(at(replayOf(count(10, { ready_s: 10 })), 10).volumes.size).toBe(0);
});

test("the last hour and quarter leave behind what is older", () => {
  const replay = replayOf(count(10, { dials: 2 }));
  const windows = (at_s: number) => {
    const { hour, quarter } = at(replay, at_s).agents.get("alice") ?? alice();
    return [hour.dials, quarter.dials];
  };
  expect(windows(10)).toEqual([7, 3]);
  expect(windows(300)).toEqual([3, 2]);
  expect(windows(899)).toEqual([3, 2]);
  expect(windows(900)).toEqual([3, 0]);
  expect(windows(3000)).toEqual([2, 0]);
  expect(windows(3600)).toEqual([0, 0]);
});

test("going back is starting again: the same board, whichever way it was reached", () => {
  const replay = replayOf(
    state(5, "ringing"),
    count(30, { dials: 1 }),
    card(40, sale),
    state(50, "wrap_up"),
  );
  const end = moveTo(replay, beginning(replay), 3600);
  expect(moveTo(replay, end, 30)).toEqual(moveTo(replay, beginning(replay), 30));
});

test("steps at one instant are taken together, and none twice", () => {
  const replay = replayOf(count(30, { dials: 1 }), count(30, { dials: 1 }), state(30, "ready"));
  let past = beginning(replay);
  for (const at_s of [29.9, 30, 30, 31]) past = moveTo(replay, past, at_s);
  expect(past.state.agents.get("alice")?.today.dials).toBe(12);
  expect(past.next).toBe(3);
});

test("a past that was left behind is never changed", () => {
  const replay = replayOf(state(5, "ringing"), count(30, { dials: 1 }), card(40, sale));
  const begun = beginning(replay);
  const before = structuredClone(begun);
  moveTo(replay, moveTo(replay, begun, 35), 3600);
  expect(begun).toEqual(before);
});

test("a card of which nothing changed stays the same object, so its tile rests", () => {
  const bob = alice({ key: "bob", version: 3 });
  const replay = { ...replayOf(count(30, { dials: 1 })), cards: [alice(), bob, team] };
  const begun = moveTo(replay, beginning(replay), 0);
  const later = moveTo(replay, begun, 40);
  expect(later.state.agents.get("bob")).toBe(begun.state.agents.get("bob"));
  expect(later.state.agents.get("alice")).not.toBe(begun.state.agents.get("alice"));
});

describe("cards come and go", () => {
  test("a sale comes, and goes when it is withdrawn", () => {
    const gone = { ...sale, version: 10, withdrawn: true };
    const replay = replayOf(card(40, sale), card(60, gone));
    expect(at(replay, 40).sales.size).toBe(1);
    expect(at(replay, 60).sales.size).toBe(0);
  });

  test("an agent who moves away leaves, and one who comes brings an hour along", () => {
    const bob = alice({ key: "bob", version: 9, hour: { ...NOTHING, dials: 6 } });
    const came: ReplayStep = {
      ...{ kind: "card", at_s: 60, card: bob },
      recent: [{ of: ["agent/bob"], bucket_s: -900, add: { dials: 6 } }],
    };
    const replay = replayOf({ kind: "leave", at_s: 50, agent: "alice" }, came);
    expect([...at(replay, 60).agents.keys()]).toEqual(["bob"]);
    expect(at(replay, 60).agents.get("bob")?.hour.dials).toBe(6);
    expect(at(replay, 2700).agents.get("bob")?.hour.dials).toBe(0);
  });

  test("a new day begins with nothing but the last hour", () => {
    const board = { ...replayOf().board, day_starts_at: "2026-03-02T09:30:00Z" };
    const fresh = alice({ version: 20, today: NOTHING });
    const start: ReplayStep = { kind: "start", at_s: 1800, board, cards: [fresh] };
    const after = at(replayOf(count(1700, { dials: 3 }), start), 1800);
    expect(after.board?.day_starts_at).toBe("2026-03-02T09:30:00Z");
    expect(after.agents.get("alice")?.today.dials).toBe(0);
    expect(after.agents.get("alice")?.quarter.dials).toBe(3);
    expect(after.volumes.size).toBe(0);
  });
});
