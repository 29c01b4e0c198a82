import { expect, test } from "vitest";

import type { Replay, ReplayStep, SaleCard } from "../../lib/api";
import { bundled, marksOf, nextMark, previousMark } from "./marks";

const sale = (at_s: number, key: string, more: Partial<SaleCard> = {}): ReplayStep => ({
  kind: "card",
  at_s,
  recent: [],
  card: {
    kind: "sale",
    key,
    version: 1,
    unit_id: "t1",
    agent_id: null,
    agent_name: null,
    campaign_id: null,
    amount: null,
    currency: null,
    sold_at: "2026-03-02T09:00:00Z",
    withdrawn: false,
    ...more,
  },
});

const marks = (...steps: ReplayStep[]) => marksOf({ steps } as unknown as Replay);
const places = (found: { at_s: number }[]) => found.map(({ at_s }) => at_s);

test("each thing is marked once, where it came", () => {
  const leave: ReplayStep = { kind: "leave", at_s: 5, agent: "alice" };
  const found = marks(sale(10, "a"), leave, sale(20, "b"), sale(30, "a", { version: 3 }));
  expect(places(found)).toEqual([10, 20]);
});

test("what only goes is no news", () => {
  expect(marks(sale(10, "a", { withdrawn: true }))).toEqual([]);
});

test("the next lies ahead, and the one before a second back at least", () => {
  const found = marks(sale(10, "a"), sale(20, "b"), sale(30, "c"));
  expect(nextMark(found, 0)?.at_s).toBe(10);
  expect(nextMark(found, 10)?.at_s).toBe(20);
  expect(nextMark(found, 30)).toBeUndefined();
  expect(previousMark(found, 20)?.at_s).toBe(10);
  expect(previousMark(found, 20.5)?.at_s).toBe(10);
  expect(previousMark(found, 21.5)?.at_s).toBe(20);
  expect(previousMark(found, 10)).toBeUndefined();
});

test("marks that would cover each other stand as one, and none is lost", () => {
  const found = marks(sale(10, "a"), sale(20, "b"), sale(100, "c"), sale(139, "d"));
  const bundles = bundled(found, 50);
  expect(bundles.map(places)).toEqual([
    [10, 20],
    [100, 139],
  ]);
});
