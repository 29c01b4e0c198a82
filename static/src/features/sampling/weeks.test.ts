import dayjs from "dayjs";
import { expect, test } from "vitest";

import { type Days, month, stretch, weeks } from "./weeks";

const told = (days: Days) => days.map((day) => day.format("YYYY-MM-DD"));
const WEDNESDAY = dayjs("2026-03-04");
const SUNDAY = dayjs("2026-03-08");

test("weeks are whole, from Monday to Sunday", () => {
  const expected = ["2026-03-02", "2026-03-08"];
  expect(told(weeks(WEDNESDAY, 1))).toEqual(expected);
  expect(told(weeks(SUNDAY, 1))).toEqual(expected);
  expect(told(weeks(SUNDAY, 4))).toEqual(["2026-02-09", "2026-03-08"]);
});

test("months are whole, short ones too", () => {
  expect(told(month(WEDNESDAY))).toEqual(["2026-03-01", "2026-03-31"]);
  expect(told(month(dayjs("2026-03-31"), 1))).toEqual(["2026-02-01", "2026-02-28"]);
});

test("a plan is tried on periods that are over, or on the one that is not", () => {
  expect(told(stretch("week", WEDNESDAY, 2))).toEqual(["2026-02-16", "2026-03-01"]);
  expect(told(stretch("day", WEDNESDAY, 1))).toEqual(["2026-03-03", "2026-03-03"]);
  expect(told(stretch("day", WEDNESDAY, 0))).toEqual(["2026-03-04", "2026-03-04"]);
  expect(told(stretch("week", SUNDAY, 0))).toEqual(["2026-03-02", "2026-03-08"]);
});
