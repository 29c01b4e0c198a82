import { expect, test } from "vitest";

import { isZoneFound, regionOptions, zoneOptions } from "./zones";

const WINTER = Date.parse("2026-01-15T00:00:00Z");

test("zones say how far they are from UTC", () => {
  const labels = zoneOptions(WINTER).map(({ label }) => label);
  expect(labels).toContain("Asia/Shanghai · UTC+8");
  expect(labels).toContain("America/New_York · UTC-5");
  expect(labels[0]).toMatch(/^UTC · UTC/);
});

test.each([
  ["上海", "Asia/Shanghai"],
  ["北京", "Asia/Shanghai"],
  ["beijing", "Asia/Shanghai"],
  ["中国", "Asia/Shanghai"],
  ["new york", "America/New_York"],
  ["纽约", "America/New_York"],
])("%s finds %s", (typed, zone) => {
  const found = zoneOptions(WINTER).filter((option) => isZoneFound(typed, option));
  expect(found.map(({ value }) => value)).toContain(zone);
  expect(found.length).toBeLessThan(20);
});

test("countries have their names in the reader's language", () => {
  expect(regionOptions("en")).toContainEqual({ value: "CN", label: "China · CN" });
  expect(regionOptions("zh-CN")).toContainEqual({ value: "CN", label: "中国 · CN" });
  expect(regionOptions("en").map(({ value }) => value)).not.toContain("ZZ");
});
