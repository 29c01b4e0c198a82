import { expect, test } from "vitest";

import { periodStart, readPeriod } from "./periods";

const board = { day_starts_at: "2026-11-20T16:00:00Z" };
const NOW_MS = Date.parse("2026-11-21T04:07:30Z");
const start = (period: "today" | "hour" | "quarter") =>
  new Date(periodStart(period, board, NOW_MS)).toISOString();

test("today begins at the board's midnight", () => {
  expect(start("today")).toBe("2026-11-20T16:00:00.000Z");
});

test("the last hour is the five minutes that go on and the eleven before", () => {
  expect(start("hour")).toBe("2026-11-21T03:10:00.000Z");
});

test("the last quarter is the five minutes that go on and the two before", () => {
  expect(start("quarter")).toBe("2026-11-21T03:55:00.000Z");
});

test("an address that nobody understands means today", () => {
  expect([readPeriod("hour"), readPeriod("week"), readPeriod(null)]).toEqual([
    "hour",
    "today",
    "today",
  ]);
});
