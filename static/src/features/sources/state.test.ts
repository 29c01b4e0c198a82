import { expect, test } from "vitest";

import type { Health } from "../../lib/api";
import { byNeed, lacksZone, rejectsOf, stateOf } from "./state";

const health = (fields: Partial<Health>): Health => ({
  at: "2026-03-02T10:00:00Z",
  last_seen_at: "2026-03-02T09:59:00Z",
  silent_since: null,
  events_per_minute: [],
  lag: { p50_s: null, p95_s: null },
  clock_off_s: null,
  deliveries: {},
  events: 0,
  duplicates: 0,
  direct: { duplicates: 0, refused: 0 },
  notes: {},
  samples: [],
  missing_recordings: 0,
  ...fields,
});

test.each([
  ["receiving", {}],
  ["quiet", { last_seen_at: "2026-03-02T09:30:00Z" }],
  ["silent", { silent_since: "2026-03-02T09:30:00Z" }],
  ["never", { last_seen_at: null }],
] as const)("a dialer is %s", (word, fields) => {
  expect(stateOf(health(fields))).toBe(word);
});

test("what was used in part was not used in part", () => {
  expect(rejectsOf(health({ deliveries: { stored: 9, refused: 2, partly: 1 } }))).toBe(3);
  expect(rejectsOf(health({}))).toBe(0);
  expect(rejectsOf(health({ direct: { duplicates: 1, refused: 4 } }))).toBe(4);
});

test("a missing zone is known by what was noted", () => {
  expect(lacksZone(health({ notes: { "zone-needed": 4 } }))).toBe(true);
  expect(lacksZone(health({ notes: { unknown_value: 4 } }))).toBe(false);
});

test("the silent come first, then those with rejects, unknown ones last", () => {
  const rows = [
    { name: "unknown", health: undefined },
    { name: "b fine", health: health({}) },
    { name: "a fine", health: health({}) },
    { name: "rejects", health: health({ deliveries: { refused: 1 } }) },
    { name: "silent", health: health({ silent_since: "2026-03-02T09:30:00Z" }) },
  ];
  expect(byNeed(rows).map(({ name }) => name)).toEqual([
    "silent",
    "rejects",
    "a fine",
    "b fine",
    "unknown",
  ]);
});
