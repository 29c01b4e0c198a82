import { expect, test } from "vitest";

import { moved, putAt, toggled } from "./pins";

const KEYS = ["a", "b", "c"];

test("a pin is added at the end, and taken out again", () => {
  expect(toggled(KEYS, "d")).toEqual(["a", "b", "c", "d"]);
  expect(toggled(KEYS, "b")).toEqual(["a", "c"]);
});

test("a pin moves one place, and never beyond the ends", () => {
  expect(moved(KEYS, "c", -1)).toEqual(["a", "c", "b"]);
  expect(moved(KEYS, "a", 1)).toEqual(["b", "a", "c"]);
  expect(moved(KEYS, "a", -1)).toEqual(KEYS);
  expect(moved(KEYS, "c", 1)).toEqual(KEYS);
  expect(moved(KEYS, "stranger", 1)).toEqual(KEYS);
});

test("a tile dropped on a pinned one takes its place", () => {
  expect(putAt(KEYS, "c", "a")).toEqual(["c", "a", "b"]);
  expect(putAt(KEYS, "a", "c")).toEqual(["b", "c", "a"]);
  expect(putAt(KEYS, "new", "b")).toEqual(["a", "new", "b", "c"]);
});

test("a tile dropped on one that is not pinned goes behind the pinned ones", () => {
  expect(putAt(KEYS, "a", "stranger")).toEqual(["b", "c", "a"]);
  expect(putAt(KEYS, "a", "a")).toEqual(KEYS);
});
