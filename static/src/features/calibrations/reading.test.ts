import { describe, expect, test } from "vitest";

import type { ItemWords, PairFigures, RaterFigures } from "./queries";
import {
  biasWord,
  differs,
  isDivided,
  isTied,
  kappaWord,
  noKappa,
  orderedRaters,
  pairOf,
  tiesOf,
} from "./reading";

const item = (said: ItemWords["said"], key: ItemWords["key"]): ItemWords => ({
  rule_key: "manner",
  rule_name: "Manner",
  said,
  key,
  settled: null,
  note: null,
  at_s: [],
});

describe("kappa in words", () => {
  test.each([
    [1, "nearly"],
    [0.8, "good"],
    [0.6, "good"],
    [0.59, "fair"],
    [0.4, "fair"],
    [0.39, "poor"],
    [-0.2, "poor"],
  ])("%d is %s", (kappa, word) => {
    expect(kappaWord(kappa)).toBe(word);
  });

  test("without one it is said why", () => {
    expect(noKappa({ agreement: 1 })).toBe("same");
    expect(noKappa({ agreement: null })).toBe("few");
  });
});

test("bias above the key is milder", () => {
  expect([2, -2, 0.01].map(biasWord)).toEqual(["milder", "stricter", "same"]);
});

test("the machine stands last", () => {
  const raters = ["machine", "b", "a"].map((rater) => ({ rater }) as RaterFigures);
  expect(orderedRaters({ raters }).map(({ rater }) => rater)).toEqual(["b", "a", "machine"]);
});

test("a pair is found from both sides", () => {
  const pair: PairFigures = { raters: ["a", "b"], calls: 1, within: 1, kappas: {} };
  expect(pairOf([pair], "b", "a")).toBe(pair);
  expect(pairOf([pair], "b", "c")).toBeUndefined();
});

describe("differences", () => {
  test("are against the key", () => {
    const judged = item({ a: "passed", b: "failed" }, "passed");
    expect(differs(judged, "failed")).toBe(true);
    expect(differs(judged, "passed")).toBe(false);
    expect(differs(judged, undefined)).toBe(false);
  });

  test("on a tie everybody differs", () => {
    const tie = item({ a: "passed", b: "failed" }, null);
    expect(differs(tie, "passed")).toBe(true);
    expect(isDivided(item({ a: "passed" }, null))).toBe(false);
  });

  test("ties are of a consensus only", () => {
    const tie = item({ a: "passed", b: "failed" }, null);
    expect(isTied({ key: "consensus" }, tie)).toBe(true);
    expect(isTied({ key: "expert" }, tie)).toBe(false);
    const call = { call: {} as never, scores: {}, key_score: null, spread: 0, items: [tie, tie] };
    expect(tiesOf({ key: "consensus" }, call)).toBe(2);
  });
});
