import { expect, test } from "vitest";

import { placeOf } from "./where";

const NOTHING = {
  subject_kind: "agent",
  unit_id: "u1",
  agent_id: null,
  campaign_id: null,
  source_id: null,
  call_id: null,
  start_s: null,
} as const;

test("a fatal hit leads to its second of the call", () => {
  const hit = { ...NOTHING, subject_kind: "call", call_id: "c1", agent_id: "a1", start_s: 12.34 };

  expect(placeOf({ ...hit, subject_kind: "call" }).to).toBe("/calls/c1?t=12.3");
});

test("a call without a second leads to its beginning", () => {
  expect(placeOf({ ...NOTHING, call_id: "c1" }).to).toBe("/calls/c1");
});

test("a silent source leads to the source", () => {
  const silent = { ...NOTHING, subject_kind: "source", source_id: "s1" } as const;

  expect(placeOf(silent)).toEqual({ to: "/sources/s1", word: "open_source" });
});

test("an agent leads to their tile, a unit to its board, a campaign to its calls", () => {
  const campaign = { ...NOTHING, subject_kind: "campaign", campaign_id: "k1" } as const;

  expect(placeOf({ ...NOTHING, agent_id: "a1" }).to).toBe("/boards/u1?agent=a1");
  expect(placeOf({ ...NOTHING, subject_kind: "unit" }).to).toBe("/boards/u1");
  expect(placeOf(campaign).to).toBe("/calls?campaign=k1");
});
