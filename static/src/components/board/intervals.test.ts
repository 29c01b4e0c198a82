import { expect, test } from "vitest";

import { increments, intervals, NO_RUNNING } from "./intervals";

const MIDNIGHT_MS = Date.parse("2026-11-21T00:00:00Z");
const bucket = (minute: number, dials: number) => ({
  at_ms: MIDNIGHT_MS + minute * 60_000,
  dials,
  connects: 2,
  effective_talks: 1,
});

test("a running sum tells what each interval added", () => {
  expect(increments([1, 3, 3, 7], 1)).toEqual([1, 2, 0, 4]);
  expect(increments([1, 3, 3, 7], 3)).toEqual([3, 4]);
  expect(increments([], 3)).toEqual([]);
});

test("five minutes are gathered into fifteen", () => {
  const found = intervals(
    [bucket(15, 1), bucket(20, 2), bucket(30, 4)],
    NO_RUNNING,
    null,
    MIDNIGHT_MS,
    15,
  );
  expect(found.map(({ at_ms, dials }) => [(at_ms - MIDNIGHT_MS) / 60_000, dials])).toEqual([
    [15, 3],
    [30, 4],
  ]);
});

test("the other day stands beside today, also where today has nothing yet", () => {
  const other = { dials: [0, 5, 9], connects: [0, 2, 4], sales: [0, 1, 1] };
  const found = intervals([bucket(5, 7)], NO_RUNNING, other, MIDNIGHT_MS, 5);
  expect(found.map(({ dials, other_dials }) => [dials, other_dials])).toEqual([
    [7, 5],
    [0, 4],
  ]);
  expect(found.map(({ other_conversion }) => other_conversion)).toEqual([0.5, 0]);
});

test("conversion is of the calls of its own interval, and unknown without any", () => {
  const today = { dials: [], connects: [0, 4, 4], sales: [0, 1, 1] };
  const found = intervals([bucket(5, 7), bucket(10, 1)], today, null, MIDNIGHT_MS, 5);
  expect(found.map(({ conversion }) => conversion)).toEqual([0.25, null]);
});

test("a day without calls has no intervals", () => {
  expect(intervals([], NO_RUNNING, null, MIDNIGHT_MS, 5)).toEqual([]);
});
