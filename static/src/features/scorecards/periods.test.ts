import { expect, test } from "vitest";

import { assigned, unassigned } from "./periods";

const period = (scorecard_id: string, from_date: string | null, until_date: string | null) => ({
  scorecard_id,
  from_date,
  until_date,
});

test("a card that scored since ever ends the day before the new one begins", () => {
  const old = period("old", null, null);
  const made = period("new", "2026-03-01", null);
  expect(assigned([old], made)).toEqual([period("old", null, "2026-02-28"), made]);
});

test("a card for some days leaves the other one before and after it", () => {
  const old = period("old", null, null);
  const made = period("new", "2026-03-01", "2026-03-31");
  expect(assigned([old], made)).toEqual([
    period("old", null, "2026-02-28"),
    made,
    period("old", "2026-04-01", null),
  ]);
});

test("what lies wholly inside gives way, what lies outside stays", () => {
  const outside = period("a", "2026-01-01", "2026-01-31");
  const inside = period("b", "2026-03-05", "2026-03-06");
  const made = period("new", "2026-03-01", "2026-03-31");
  expect(assigned([outside, inside], made)).toEqual([outside, made]);
});

test("taking one away leaves the others as they are", () => {
  const one = period("a", null, "2026-01-31");
  const other = period("a", "2026-02-01", null);
  expect(unassigned([one, other], period("a", null, "2026-01-31"))).toEqual([other]);
});

test("a card that scores already goes on without a break", () => {
  const always = period("a", null, null);
  expect(assigned([always], period("a", "2026-03-01", null))).toEqual([always]);
});
