import { expect, test } from "vitest";

import type { Evaluation, Evidence, ScoreLine } from "../../lib/api";
import { equation, firstFatalEvidence, gravestFirst, sumLines, sumsScore } from "./arithmetic";

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

test("the sums alone may come to less than nothing", () => {
  expect(sumsScore({ weight: 50, earned: 5, deducted: 30 })).toBe(-20);
  expect(sumsScore({ weight: 0, earned: 0, deducted: 5 })).toBeNull();
});

const said = (start_s: number): Evidence => ({
  utterance: 0,
  char_start: 0,
  char_end: 1,
  start_s,
  end_s: start_s + 1,
  quote: "!",
});

const kept = line({ rule_key: "kept", fatal: true });
const missed = line({ rule_key: "missed", verdict: "failed", evidence: [said(1)] });
const late = line({ rule_key: "late", fatal: true, verdict: "failed", evidence: [said(40)] });
const early = line({ rule_key: "early", fatal: true, verdict: "failed", evidence: [said(33)] });

test("broken fatal rules stand first, the others as on the scorecard", () => {
  const keys = gravestFirst([kept, missed, late, early]).map(({ rule_key }) => rule_key);
  expect(keys).toEqual(["late", "early", "kept", "missed"]);
});

test("the first fatal evidence is the one heard first", () => {
  const evaluation = (lines: ScoreLine[]) => ({ lines }) as Evaluation;

  expect(firstFatalEvidence(evaluation([missed, late, early]))).toEqual({
    line: early,
    evidence: said(33),
  });
  expect(firstFatalEvidence(evaluation([kept, missed]))).toBeNull();
});
