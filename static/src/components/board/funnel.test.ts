import { expect, test } from "vitest";

import { funnel, weakestStep } from "./funnel";

const counts = { dials: 200, connects: 50, effective_talks: 40, sales: 4 };

test("each step is divided by the one before it", () => {
  expect(funnel(counts).map(({ rate }) => rate)).toEqual([null, 0.25, 0.8, 0.1]);
});

test("each step is as wide as its share of all dials", () => {
  expect(funnel(counts).map(({ of_all }) => of_all)).toEqual([1, 0.25, 0.2, 0.02]);
});

test("a day without calls has no rates", () => {
  const steps = funnel({ dials: 0, connects: 0, effective_talks: 0, sales: 0 });
  expect(steps.every(({ rate, of_all }) => rate === null && of_all === null)).toBe(true);
});

test("the step that lost the most against another day is named", () => {
  const other = funnel({ dials: 200, connects: 50, effective_talks: 30, sales: 6 });
  expect(weakestStep(funnel(counts), other)).toBe("sales");
});

test("nothing is weak when every rate held", () => {
  expect(weakestStep(funnel(counts), funnel(counts))).toBeNull();
});
