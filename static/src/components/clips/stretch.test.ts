import { expect, test } from "vitest";

import { addressOf, firstClip, runsOver, stretchOf, withEnd } from "./stretch";

test("an address names a stretch, or none", () => {
  expect(stretchOf("12", "30.5")).toEqual({ start_s: 12, end_s: 30.5 });
  expect(stretchOf(null, "30")).toBeNull();
  expect(stretchOf("30", "12")).toBeNull();
  expect(stretchOf("-1", "12")).toBeNull();
  expect(stretchOf("a", "12")).toBeNull();
  expect(stretchOf("0", "Infinity")).toBeNull();
});

test("an address leads back to the stretch it was made of", () => {
  const url = new URL(addressOf("c1", { start_s: 1.25, end_s: 9.04 }), "http://earshot");
  expect(url.pathname).toBe("/calls/c1");
  expect(stretchOf(url.searchParams.get("from"), url.searchParams.get("to"))).toEqual({
    start_s: 1.3,
    end_s: 9,
  });
});

test("a clip begins where one listens, and keeps within the call", () => {
  expect(firstClip(20, 60)).toEqual({ start_s: 20, end_s: 35 });
  expect(firstClip(55, 60)).toEqual({ start_s: 45, end_s: 60 });
  expect(firstClip(3, 8)).toEqual({ start_s: 0, end_s: 8 });
});

test("the sound stops where it runs over the end, not where somebody jumps over it", () => {
  expect(runsOver(9.9, 10.05, 10)).toBe(true);
  expect(runsOver(8, 25, 10)).toBe(false);
  expect(runsOver(10.05, 10.2, 10)).toBe(false);
});

test("ends never cross", () => {
  const clip = { start_s: 10, end_s: 20 };
  expect(withEnd(clip, "start", 12, 60)).toEqual({ start_s: 12, end_s: 20 });
  expect(withEnd(clip, "start", 30, 60)).toEqual({ start_s: 30, end_s: 45 });
  expect(withEnd(clip, "end", 5, 60)).toEqual({ start_s: 0, end_s: 5 });
  expect(withEnd(clip, "end", 99, 60)).toEqual({ start_s: 10, end_s: 60 });
});
