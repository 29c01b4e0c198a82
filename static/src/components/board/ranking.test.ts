import { expect, test } from "vitest";

import type { AgentCard, Tally } from "../../lib/api";
import { NOTHING } from "./figures";
import { rank } from "./ranking";

const agent = (name: string, tally: Partial<Tally>): AgentCard => ({
  kind: "agent",
  key: name,
  version: 1,
  unit_id: "t1",
  name,
  code: name,
  state: "ready",
  state_since: "2026-11-21T04:00:00Z",
  reason: null,
  call_id: null,
  today: { ...NOTHING, dials: 100, ...tally },
  hour: NOTHING,
  quarter: NOTHING,
});

const bySales = (...cards: AgentCard[]) => rank(cards, "sales", "today", "en").places;

test("equal numbers share a rank, and the next is counted on", () => {
  const places = bySales(
    agent("A", { sales: 5 }),
    agent("B", { sales: 3 }),
    agent("C", { sales: 3 }),
    agent("D", { sales: 1 }),
  );
  expect(places.map(({ card, rank }) => [card.name, rank])).toEqual([
    ["A", 1],
    ["B", 2],
    ["C", 2],
    ["D", 4],
  ]);
});

test("who broke a fatal rule keeps the place, and the praise goes to the next", () => {
  const places = bySales(
    agent("A", { sales: 9, fatal_hits: 1 }),
    agent("B", { sales: 5 }),
    agent("C", { sales: 4 }),
    agent("D", { sales: 3 }),
    agent("E", { sales: 2, fatal_hits: 2 }),
  );
  expect(places.filter(({ praised }) => praised).map(({ card }) => card.name)).toEqual([
    "B",
    "C",
    "D",
  ]);
  expect(places.filter(({ passed_over }) => passed_over).map(({ card }) => card.name)).toEqual([
    "A",
  ]);
  expect(places[0]?.rank).toBe(1);
});

test("a fatal hit of the morning weighs on a good hour", () => {
  const cards = [
    { ...agent("A", { fatal_hits: 1 }), hour: { ...NOTHING, dials: 9, sales: 4 } },
    { ...agent("B", {}), hour: { ...NOTHING, dials: 9, sales: 1 } },
  ];
  const { places } = rank(cards, "sales", "hour", "en");
  expect(places.map(({ praised }) => praised)).toEqual([false, true]);
});

test("who ties with the third is praised too", () => {
  const places = bySales(
    agent("A", { sales: 5 }),
    agent("B", { sales: 4 }),
    agent("C", { sales: 3 }),
    agent("D", { sales: 3 }),
    agent("E", { sales: 2 }),
  );
  expect(places.filter(({ praised }) => praised)).toHaveLength(4);
});

test("nothing made is no praise", () => {
  expect(bySales(agent("A", { sales: 0 }))[0]?.praised).toBe(false);
});

test("a rate of fewer than ten connects waits below the line", () => {
  const cards = [
    agent("lucky", { connects: 1, sales: 1 }),
    agent("steady", { connects: 10, sales: 2 }),
  ];
  const { places, waiting } = rank(cards, "conversion", "today", "en");
  expect(places.map(({ card }) => card.name)).toEqual(["steady"]);
  expect(waiting.map(({ card, why }) => [card.name, why])).toEqual([["lucky", "few_connects"]]);
  expect(rank(cards, "sales", "today", "en").waiting).toHaveLength(0);
});

test("who has not called, or has no score, waits too", () => {
  const cards = [agent("away", { dials: 0 }), agent("unheard", { connects: 20 })];
  const { waiting } = rank(cards, "score", "today", "en");
  expect(waiting.map(({ why }) => why)).toEqual(["no_calls", "not_scored"]);
});
