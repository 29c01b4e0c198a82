import { expect, test } from "vitest";

import type { AgentCard, CampaignCard, UnitCard } from "../../lib/api";
import { type BoardState, emptyBoard } from "../board/board";
import { NOTHING } from "../board/figures";
import { widened } from "./bars-face";
import { levelOf, numberOf } from "./numbers";
import { scopeOf, unitsBelow } from "./scope";

const units = [
  { id: "all", name: "All", parent_id: null },
  { id: "t1", name: "One", parent_id: "all" },
  { id: "t2", name: "Two", parent_id: "all" },
];

const unit = (id: string, dials: number): [string, UnitCard] => [
  id,
  {
    kind: "unit",
    key: id,
    version: 1,
    unit_id: id,
    name: id,
    today: { ...NOTHING, dials, connects: dials / 2 },
    hour: { ...NOTHING, dials: 1 },
    quarter: NOTHING,
  },
];

const campaign: CampaignCard = {
  kind: "campaign",
  key: "t1/c1",
  version: 1,
  unit_id: "t1",
  campaign_id: "c1",
  name: "Loans",
  today: { ...NOTHING, dials: 7 },
  hour: NOTHING,
  quarter: NOTHING,
};

const agent = (key: string, state: AgentCard["state"]): [string, AgentCard] => [
  key,
  {
    kind: "agent",
    key,
    version: 1,
    unit_id: "t1",
    name: key,
    code: key,
    state,
    state_since: null,
    reason: null,
    call_id: null,
    today: { ...NOTHING, dials: 3 },
    hour: NOTHING,
    quarter: NOTHING,
  },
];

const state: BoardState = {
  ...emptyBoard,
  units: new Map([unit("t1", 10), unit("t2", 30)]),
  campaigns: new Map([[campaign.key, campaign]]),
  agents: new Map([agent("a", "talking"), agent("b", "offline"), agent("c", "ready")]),
};

test("a tile adds up the teams below its unit, a rate is made of the sums", () => {
  const whole = scopeOf(state, units, "all", {});
  expect(numberOf("dials", whole, "today")).toBe(40);
  expect(numberOf("connect_rate", whole, "today")).toBe(0.5);
  expect(numberOf("dials", whole, "hour")).toBe(2);
});

test("a tile narrows to a unit, or to a campaign", () => {
  const narrow = scopeOf(state, units, "all", { unit_id: "t1" });
  expect(numberOf("dials", narrow, "today")).toBe(10);
  const loans = scopeOf(state, units, "all", { campaign_id: "c1" });
  expect(numberOf("dials", loans, "today")).toBe(7);
});

test("people are counted as they are now", () => {
  const whole = scopeOf(state, units, "all", {});
  expect(numberOf("online", whole, "today")).toBe(2);
  expect(numberOf("talking", whole, "today")).toBe(1);
});

test("an agent, who sees no team's card, has the numbers of their own", () => {
  const own: BoardState = { ...emptyBoard, agents: new Map([agent("a", "ready")]) };
  expect(numberOf("dials", scopeOf(own, units, "t1", {}), "today")).toBe(3);
});

test("nothing is divided by nothing", () => {
  const whole = scopeOf(emptyBoard, units, "all", {});
  expect(numberOf("score", whole, "today")).toBeNull();
  expect(levelOf(null, { amber: 1, red: 2, direction: "above" })).toBe("fine");
});

test.each([
  [0.2, "below", "fine"],
  [0.1, "below", "look"],
  [0.05, "below", "act"],
  [0.05, "above", "look"],
  [0.1, "above", "act"],
] as const)("%d past thresholds %s is %s", (value, direction, level) => {
  const limits = direction === "below" ? { amber: 0.1, red: 0.05 } : { amber: 0.05, red: 0.1 };
  expect(levelOf(value, { ...limits, direction })).toBe(level);
});

test("a loop in the tree of units ends", () => {
  const loop = [
    { id: "a", name: "A", parent_id: "b" },
    { id: "b", name: "B", parent_id: "a" },
  ];
  expect(unitsBelow(loop, "a")).toEqual(new Set(["a", "b"]));
});

test("bars are added up until they fit, and lose no call", () => {
  const buckets = Array.from({ length: 100 }, (_, place) => ({
    at_ms: place * 300_000,
    dials: 1,
    connects: 1,
    effective_talks: 0,
  }));
  const bars = widened(buckets, 48);
  expect(bars.length).toBeLessThanOrEqual(48);
  expect(bars.reduce((sum, { dials }) => sum + dials, 0)).toBe(100);
});
