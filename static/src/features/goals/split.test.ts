import { expect, test } from "vitest";

import { split, workedHours } from "./split";

const parts = (...heads: number[]) =>
  heads.map((count, place) => ({ id: `t${place}`, heads: count }));

test("shares go by heads and add up to the goal", () => {
  expect(split(3000, parts(10, 5, 15))).toEqual([1000, 500, 1500]);
  const shares = split(100, parts(1, 1, 1));
  expect(shares).toEqual([34, 33, 33]);
});

test.each([
  [7, [1, 2, 3]],
  [1, [4, 4, 4, 4]],
  [999, [13, 1, 7]],
])("a goal of %i over %j loses and invents nothing", (target, heads) => {
  const shares = split(target, parts(...heads));
  expect(shares.reduce((sum, share) => sum + share, 0)).toBe(target);
});

test("talk time is split in whole minutes", () => {
  expect(split(36_000, parts(1, 1, 1), 60)).toEqual([12_000, 12_000, 12_000]);
  expect(split(600, parts(1, 1, 1), 60)).toEqual([240, 180, 180]);
});

test("a team without agents gets nothing, and where nobody is nothing is split", () => {
  expect(split(10, parts(0, 2))).toEqual([0, 10]);
  expect(split(10, parts(0, 0))).toEqual([0, 0]);
  expect(split(10, [])).toEqual([]);
});

test("hours of work leave the pause out, and may last until midnight", () => {
  expect(workedHours({ from: "09:00", to: "18:00" }, { from: "12:00", to: "13:00" })).toBe(8);
  expect(workedHours({ from: "20:00:00", to: "00:00:00" })).toBe(4);
});
