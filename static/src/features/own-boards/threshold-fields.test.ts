import { expect, test } from "vitest";

import { isBehind, unitOf } from "./threshold-fields";

test("red lies further in the direction than amber", () => {
  expect(isBehind({ amber: 5, red: 9, direction: "above" })).toBe(false);
  expect(isBehind({ amber: 5, red: 9, direction: "below" })).toBe(true);
  expect(isBehind({ amber: 5, red: 5, direction: "above" })).toBe(false);
});

test("people write percent and minutes", () => {
  expect([unitOf("conversion"), unitOf("talk"), unitOf("dials")]).toEqual([0.01, 60, 1]);
});
