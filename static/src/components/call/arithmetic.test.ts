import { expect, test } from "vitest";

import type { Evaluation, Evidence, ScoreLine } from "../../lib/api";
import {
  bySection,
  equation,
  firstFatalEvidence,
  gravestFirst,
  sumLines,
  sumsScore,
} from "./arithmetic";

const line = (fields: Partial<ScoreLine>): ScoreLine => ({
  rule_key: "greet",
  rule_name: "Greeting",
  severity: "major",
  effect: "earn",
  forbids: false,
  verdict: "passed",
  weight: 0,
  share: 0,
  earned: 0,
  added: 0,
  deducted: 0,
  capped: false,
  evidence: [],
  needs_review: true,
  explanation: { "zh-CN": "", en: "" },
  ...fields,
});

const evaluation = (lines: ScoreLine[], fields: Partial<Evaluation> = {}) =>
  ({ lines, sections: [], earned_percent: 40, added: 0, deducted: 10, ...fields }) as Evaluation;

const section = (key: string, weight: number | null) => ({
  ...{ key, name: key, weight, earned: 0, possible: 0, percent: null, fatal: false },
});

const TWO = [line({ weight: 20, earned: 20 }), line({ weight: 30, verdict: "failed" })];

test("lines add up to the terms of the formula", () => {
  expect(sumLines(TWO)).toEqual({ weight: 50, earned: 20 });
  expect(equation(evaluation(TWO), String)).toBe("100 × 20 ÷ 50 − 10");
  expect(equation(evaluation(TWO, { added: 3 }), String)).toBe("100 × 20 ÷ 50 + 3 − 10");
});

test("where sections have weights, what they came to is the first term", () => {
  const weighed = { sections: [section("opening", 100)], earned_percent: 82.5 };
  expect(equation(evaluation(TWO, weighed), String)).toBe("82.5 − 10");
});

test("without anything to earn there is no division to show", () => {
  expect(equation(evaluation([line({ deducted: 5 })]), String)).toBeNull();
  expect(equation(evaluation(TWO, { earned_percent: null }), String)).toBeNull();
});

test("the sums alone may come to less than nothing", () => {
  expect(sumsScore(evaluation([], { earned_percent: 10, deducted: 30 }))).toBe(-20);
  expect(sumsScore(evaluation([], { earned_percent: null }))).toBeNull();
});

test("lines stand by section, those of none at the end", () => {
  const [a, b, none] = [line({ section: "a" }), line({ section: "b" }), line({})];
  const groups = bySection(
    evaluation([none, b, a], { sections: ["a", "b", "c"].map((key) => section(key, null)) }),
  );
  expect(groups.map((group) => group.section?.key)).toEqual(["a", "b", undefined]);
  expect(groups.map((group) => group.lines)).toEqual([[a], [b], [none]]);
});

const said = (start_s: number): Evidence => ({
  utterance: 0,
  char_start: 0,
  char_end: 1,
  start_s,
  end_s: start_s + 1,
  quote: "!",
  detail: "",
});

const kept = line({ rule_key: "kept", fatal: "card" });
const missed = line({ rule_key: "missed", verdict: "failed", evidence: [said(1)] });
const late = line({ rule_key: "late", fatal: "card", verdict: "failed", evidence: [said(40)] });
const early = line({ rule_key: "early", fatal: "card", verdict: "failed", evidence: [said(33)] });

test("broken fatal rules stand first, the others as on the scorecard", () => {
  const keys = gravestFirst([kept, missed, late, early]).map(({ rule_key }) => rule_key);
  expect(keys).toEqual(["late", "early", "kept", "missed"]);
});

test("the first fatal evidence is the one heard first", () => {
  expect(firstFatalEvidence(evaluation([missed, late, early]))).toEqual({
    line: early,
    evidence: said(33),
  });
  expect(firstFatalEvidence(evaluation([kept, missed]))).toBeNull();
});
