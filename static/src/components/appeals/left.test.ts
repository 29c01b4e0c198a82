import { expect, test } from "vitest";

import { timeLeft } from "./left";

const NOW = Date.parse("2026-03-02T09:00:00Z");

test("the greatest unit that is not too much", () => {
  expect(timeLeft("2026-03-09T08:59:00Z", NOW)).toEqual({ unit: "days", count: 6 });
  expect(timeLeft("2026-03-04T09:00:00Z", NOW)).toEqual({ unit: "days", count: 2 });
  expect(timeLeft("2026-03-04T08:00:00Z", NOW)).toEqual({ unit: "hours", count: 47 });
  expect(timeLeft("2026-03-02T10:00:00Z", NOW)).toEqual({ unit: "hours", count: 1 });
  expect(timeLeft("2026-03-02T09:20:30Z", NOW)).toEqual({ unit: "minutes", count: 20 });
  expect(timeLeft("2026-03-02T09:00:01Z", NOW)).toEqual({ unit: "minutes", count: 1 });
});

test("nothing is left at the deadline", () => {
  expect(timeLeft("2026-03-02T09:00:00Z", NOW)).toBeNull();
  expect(timeLeft("2026-03-01T09:00:00Z", NOW)).toBeNull();
});
