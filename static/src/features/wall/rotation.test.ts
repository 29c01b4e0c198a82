import { expect, test } from "vitest";

import { turnAt } from "./rotation";

test("views come in turn, each for as long as it stays", () => {
  const places = [0, 9, 10, 29, 30, 40].map((s) => turnAt([10, 20], s * 1000).place);
  expect(places).toEqual([0, 0, 1, 1, 0, 1]);
});

test("the turn knows for how long it has been there", () => {
  expect(turnAt([10, 20], 25_400)).toEqual({ place: 1, since_s: 15 });
});

test("after a year it is still in step, and one view alone stays", () => {
  const year_ms = 365 * 86_400_000;
  expect(turnAt([10, 20, 300], year_ms * 40 + 12_000).place).toBe(
    turnAt([10, 20, 300], ((year_ms * 40) % 330_000) + 12_000).place,
  );
  expect(turnAt([30], year_ms).place).toBe(0);
  expect(turnAt([], year_ms)).toEqual({ place: 0, since_s: 0 });
});
