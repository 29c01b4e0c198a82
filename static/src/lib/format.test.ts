import { expect, test } from "vitest";

import { formatDuration, isoDay, makeFormat, NO_VALUE, ratio } from "./format";

test.each([
  [0, "0:00"],
  [7.9, "0:07"],
  [187, "3:07"],
  [3599, "59:59"],
  [3725, "1:02:05"],
  [-3, "0:00"],
])("%d s reads %s", (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test("numbers are grouped and rates have one decimal, in both languages", () => {
  for (const language of ["zh-CN", "en"] as const) {
    const format = makeFormat(language, "UTC");
    expect(format.count(12345)).toBe("12,345");
    expect(format.percent(1 / 3)).toBe("33.3%");
    expect(format.score(88)).toBe("88.0");
  }
});

test("what cannot be known is a dash, not a zero", () => {
  const format = makeFormat("en", "UTC");
  expect(format.percent(ratio(0, 0))).toBe(NO_VALUE);
  expect(format.score(null)).toBe(NO_VALUE);
});

test("a day of another year says which", () => {
  const format = makeFormat("en", "UTC");
  const year = new Date().getUTCFullYear();
  expect(format.dateTime("2019-03-02T09:00:05Z")).toBe("03/02/2019, 09:00");
  expect(format.dateTime(`${year}-03-02T09:00:05Z`)).toBe("03/02, 09:00:05");
});

test.each([
  ["Asia/Shanghai", "北京时间", "China Standard Time"],
  ["America/New_York", "北美东部时间", "Eastern Time"],
  ["UTC", "UTC", "UTC"],
])("clocks of %s are named as people name them", (timezone, zh, en) => {
  expect(makeFormat("zh-CN", "UTC").zone(timezone)).toBe(zh);
  expect(makeFormat("en", "UTC").zone(timezone)).toBe(en);
});

test("instants are shown in the unit's zone, midnight as 00", () => {
  const format = makeFormat("zh-CN", "Asia/Shanghai");
  expect(format.time("2026-11-21T16:00:05Z")).toBe("00:00:05");
  expect(isoDay("2026-11-21T16:00:05Z", "Asia/Shanghai")).toBe("2026-11-22");
});
