import { expect, test } from "vitest";

import { byMonth } from "./months";
import type { Point } from "./queries";

const point = (key: string, month: string, alignment: number | null): Point => ({
  key,
  name: key.toUpperCase(),
  month,
  calls: 2,
  alignment,
  bias: null,
});

test("months have no gaps, lines have", () => {
  const found = byMonth([
    point("iris", "2026-11", 0.9),
    point("iris", "2027-01", 0.8),
    point("machine", "2027-01", null),
  ]);

  expect(found.months).toEqual(["2026-11", "2026-12", "2027-01"]);
  expect(found.lines).toEqual([
    { key: "iris", name: "IRIS", values: [0.9, null, 0.8] },
    { key: "machine", name: "MACHINE", values: [null, null, null] },
  ]);
});

test("nothing closed is nothing drawn", () => {
  expect(byMonth([])).toEqual({ months: [], lines: [] });
});
