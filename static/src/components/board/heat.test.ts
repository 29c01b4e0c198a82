import { expect, test } from "vitest";

import { heatRows } from "./heat";

const numbers = (dials: number, connects: number, sales: number) => ({
  dials,
  connects,
  effective_talks: 0,
  talk_s: 0,
  sales,
});
const map = {
  timezone: "Asia/Shanghai",
  weeks: 4,
  cells: [
    { weekday: 1, hour: 9, numbers: numbers(400, 100, 10) },
    { weekday: 7, hour: 11, numbers: numbers(8, 4, 1) },
  ],
};

test("hours run from the first with a call to the last, none missing", () => {
  const { hours, rows } = heatRows(map, "dials");
  expect(hours).toEqual([9, 10, 11]);
  expect(rows).toHaveLength(7);
});

test("dials are the mean of the weeks, and the most is the darkest", () => {
  const { rows } = heatRows(map, "dials");
  expect(rows[0]?.[0]).toEqual({ value: 100, heat: 1 });
  expect(rows[6]?.[2]).toEqual({ value: 2, heat: 0.02 });
  expect(rows[3]?.[0]).toEqual({ value: null, heat: 0 });
});

test("a rate of few calls is not shown", () => {
  const { rows } = heatRows(map, "conversion");
  expect(rows[0]?.[0]?.value).toBe(0.1);
  expect(rows[6]?.[2]?.value).toBeNull();
});

test("a board without a past has no hours", () => {
  expect(heatRows({ ...map, cells: [] }, "dials").hours).toEqual([]);
});
