import { expect, test } from "vitest";

import { daysOf, type Say } from "./gap-words";

const say = {
  t: (key: string) => key,
  list: (values: readonly string[]) => values.join("/"),
  weekday: (day: number) => `d${day}`,
} as unknown as Say;

test.each([
  [[1, 2, 3, 4, 5, 6, 7], "alert_rules.any.days"],
  [[1, 2, 3, 4, 5], "d1–d5"],
  [[6, 7], "d6/d7"],
  [[1, 3, 5], "d1/d3/d5"],
])("days %s are told as %s", (days, told) => {
  expect(daysOf(days, say)).toBe(told);
});
