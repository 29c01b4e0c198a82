import { expect, test } from "vitest";

import { IDLE_MS, isActive, look, moved, startTime } from "./active-time";

const HERE = { visible: true, playing: false };

test("time passes while somebody works, and not while they do not", () => {
  const worked = look(startTime(30, 0), 1000, true);

  expect(worked.active_s).toBe(31);
  expect(look(worked, 2000, false).active_s).toBe(31);
});

test("who does nothing for a minute pauses; who listens does not", () => {
  const time = startTime(0, 0);

  expect(isActive(time, IDLE_MS - 1, HERE)).toBe(true);
  expect(isActive(time, IDLE_MS, HERE)).toBe(false);
  expect(isActive(time, IDLE_MS, { ...HERE, playing: true })).toBe(true);
  expect(isActive(moved(time, IDLE_MS), IDLE_MS + 1, HERE)).toBe(true);
});

test("a hidden tab pauses whatever plays", () => {
  expect(isActive(startTime(0, 0), 1, { visible: false, playing: true })).toBe(false);
});

test("a computer that slept, or whose clock went back, adds no hours", () => {
  expect(look(startTime(0, 0), 8 * 3_600_000, true).active_s).toBe(10);
  expect(look(startTime(0, 5000), 0, true).active_s).toBe(0);
});
