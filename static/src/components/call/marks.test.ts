import { expect, test } from "vitest";

import type { Channel, Hit, Utterance } from "../../lib/api";
import { nextHit, placeFlags, previousHit, silences } from "./marks";

const hitAt = (start_s: number): Hit => ({
  id: `at ${start_s}`,
  rule_key: "r",
  rule_name: "R",
  violation: true,
  fatal: false,
  severity: "major",
  needs_review: true,
  utterance: 0,
  char_start: 0,
  char_end: 1,
  start_s,
  end_s: start_s + 1,
  quote: "",
});

const turn = (channel: Channel, start_s: number, end_s: number): Utterance => ({
  channel,
  start_s,
  end_s,
  text: "",
  confidence: 1,
  words: [],
  doubts: [],
  entities: [],
});

test("flags that would cover each other get rows of their own", () => {
  const rows = placeFlags([hitAt(10), hitAt(10.5), hitAt(50)], 100).map(({ row }) => row);
  expect(rows).toEqual([0, 1, 0]);
});

test("next and previous step over the hit we are at", () => {
  const hits = [hitAt(30), hitAt(10), hitAt(20)];

  expect(nextHit(hits, 10)?.start_s).toBe(20);
  expect(nextHit(hits, 30)).toBeUndefined();
  expect(previousHit(hits, 20.5)?.start_s).toBe(10);
  expect(previousHit(hits, 25)?.start_s).toBe(20);
});

test("silence is a long gap between two speakers, not a speaker's own pause", () => {
  const turns = [turn("agent", 0, 4), turn("agent", 9, 10), turn("customer", 13, 14)];
  expect(silences(turns)).toEqual([{ start_s: 10, end_s: 13 }]);
});

test("nobody is silent while the other still speaks", () => {
  const turns = [turn("agent", 0, 20), turn("customer", 2, 3), turn("customer", 19, 21)];
  expect(silences(turns)).toEqual([]);
});
