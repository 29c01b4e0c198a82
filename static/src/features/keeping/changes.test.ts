import { expect, test } from "vitest";

import { changesOf } from "./entry-facts";

test("only what differs is shown", () => {
  expect(changesOf({ name: "a", score: 1 }, { name: "b", score: 1, new: [2] })).toEqual([
    { name: "name", was: "a", is: "b" },
    { name: "new", was: "–", is: "[\n 2\n]" },
  ]);
  expect(changesOf(undefined, undefined)).toEqual([]);
});
