import { expect, test } from "vitest";

import type { AgentState } from "../../lib/api";
import { dwellLevel } from "./thresholds";

const SINCE = "2026-11-21T04:00:00Z";
const after = (seconds: number) => Date.parse(SINCE) + seconds * 1000;
const level = (state: AgentState, seconds: number) =>
  dwellLevel({ state, state_since: SINCE }, after(seconds));

test.each([
  ["ready", 300],
  ["talking", 900],
  ["wrap_up", 120],
  ["break", 900],
] as const)("%s wants a look after %i s and action after twice that", (state, limit_s) => {
  expect(level(state, limit_s)).toBe("fine");
  expect(level(state, limit_s + 1)).toBe("look");
  expect(level(state, 2 * limit_s)).toBe("look");
  expect(level(state, 2 * limit_s + 1)).toBe("act");
});

test("who is offline or learns may be so for long", () => {
  expect(level("offline", 40_000)).toBe("fine");
  expect(level("training", 40_000)).toBe("fine");
});

test("a state of which nobody knows the beginning has no length", () => {
  expect(dwellLevel({ state: "ready", state_since: null }, after(9999))).toBe("fine");
});

test("a board of one's own has limits of its own", () => {
  const card = { state: "meeting", state_since: SINCE } as const;
  expect(dwellLevel(card, after(61), { meeting: 60 })).toBe("look");
});
