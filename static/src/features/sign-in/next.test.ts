import { expect, test } from "vitest";

import { safeNext } from "./next";

test("the way back is kept with its filters", () => {
  expect(safeNext("/calls?fatal=1")).toBe("/calls?fatal=1");
});

test.each(["//evil.example", "/\\evil.example", "https://evil.example", "", null, "/sign-in"])(
  "%s leads home",
  (next) => {
    expect(safeNext(next)).toBe("/");
  },
);
