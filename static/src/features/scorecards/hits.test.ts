import { expect, test } from "vitest";

import { type Hit, hitsOf, runsOf } from "./hits";
import type { TriedLine } from "./types";

const hit = (ruleKey: string, char_start: number, char_end: number): Hit => ({
  ruleKey,
  ruleName: ruleKey,
  tone: "good",
  char_start,
  char_end,
});

test("a turn is cut where hits begin and end, and its text stays whole", () => {
  const runs = runsOf("您好，通话将被录音", [hit("a", 0, 2), hit("b", 5, 9)], null);
  expect(runs.map(({ text, hit: of }) => [text, of?.ruleKey ?? null])).toEqual([
    ["您好", "a"],
    ["，通话", null],
    ["将被录音", "b"],
  ]);
});

test("where two overlap the wanted rule's is shown", () => {
  const hits = [hit("a", 0, 4), hit("b", 2, 6)];
  const shown = (wanted: string) => runsOf("abcdef", hits, wanted).map((run) => run.hit?.ruleKey);
  expect(shown("a")).toEqual(["a", "a", "b"]);
  expect(shown("b")).toEqual(["a", "b", "b"]);
});

test("places in sound and in earlier calls are not in the text", () => {
  const place = { start_s: 0, end_s: 1, quote: "", detail: "" };
  const line = {
    rule_key: "a",
    rule_name: "a",
    verdict: "failed",
    evidence: [
      { ...place, utterance: null, char_start: null, char_end: null },
      { ...place, utterance: 0, char_start: 0, char_end: 1, call_id: "an earlier one" },
      { ...place, utterance: 1, char_start: 0, char_end: 1 },
    ],
  } as unknown as TriedLine;
  expect([...hitsOf([line])].map(([turn, hits]) => [turn, hits.map(({ tone }) => tone)])).toEqual([
    [1, ["act"]],
  ]);
});
