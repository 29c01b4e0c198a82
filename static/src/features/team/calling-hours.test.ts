import { expect, test } from "vitest";

import { fromForm, isHoliday, spansOf, toForm } from "./calling-hours";

test("hours come back as they were", () => {
  const hours = {
    clock: "unit" as const,
    days: {
      "1": [
        { from: "09:00", to: "12:00" },
        { from: "13:30", to: "00:00" },
      ],
    },
    holidays: ["2026-10-01"],
  };
  expect(fromForm(toForm(hours))).toEqual(hours);
});

test("no hours are hours without limit, and weekdays to begin with", () => {
  const form = toForm(null);
  expect(fromForm(form)).toBeNull();
  expect(Object.keys(form.days)).toEqual(["1", "2", "3", "4", "5"]);
});

test("spans are read as people write them", () => {
  expect(spansOf("9:00 – 12:00，13:00~18:00")).toEqual([
    { from: "09:00", to: "12:00" },
    { from: "13:00", to: "18:00" },
  ]);
  expect(spansOf("")).toEqual([]);
  expect(spansOf("morning")).toBeNull();
});

test("a holiday is a day", () => {
  expect(isHoliday("2026-10-01")).toBe(true);
  expect(isHoliday("2026-13-01")).toBe(false);
  expect(isHoliday("tomorrow")).toBe(false);
});
