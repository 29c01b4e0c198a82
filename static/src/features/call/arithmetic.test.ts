import { expect, test } from "vitest";

import type { ScoreLine } from "../../lib/api";
import { equation, sumLines } from "./arithmetic";

const line = (fields: Partial<ScoreLine>): ScoreLine => ({
  rule_key: "greet",
  rule_name: "Greeting",
  rule_type: "must_say",
  verdict: "passed",
  fatal: false,
  weight: 0,
  earned: 0,
  deducted: 0,
  looked_from_s: 0,
  looked_to_s: 60,
  expected: [],
  evidence: [],
  ...fields,
});

test("lines add up to the terms of the formula", () => {
  const sums = sumLines([
    line({ weight: 20, earned: 20 }),
    line({ weight: 30, verdict: "failed" }),
    line({ deducted: 10, verdict: "failed" }),
  ]);

  expect(sums).toEqual({ weight: 50, earned: 20, deducted: 10 });
  expect(equation(sums, String)).toBe("100 × 20 ÷ 50 − 10");
});

test("without anything to earn there is no division to show", () => {
  expect(equation(sumLines([line({ deducted: 5 })]), String)).toBeNull();
});
