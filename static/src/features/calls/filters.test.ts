import { expect, test } from "vitest";

import { isFiltered, readFilters, toQuery, writeFilters } from "./filters";

const filtersOf = (search: string) => readFilters(new URLSearchParams(search));

test("filters survive the way through the address bar", () => {
  const search = "unit=u1&from=2026-11-20&to=2026-11-21&connected=no&fatal=1&q=138";
  expect(writeFilters(filtersOf(search)).toString()).toBe(search);
});

test("days are whole days of the reader's zone, the last one included", () => {
  const query = toQuery(filtersOf("from=2026-11-21&to=2026-11-21"), "Asia/Shanghai", null);

  expect(query.started_from).toBe("2026-11-20T16:00:00.000Z");
  expect(query.started_to).toBe("2026-11-21T16:00:00.000Z");
});

test("a day of 23 hours ends when the clocks say so", () => {
  const query = toQuery(filtersOf("from=2026-03-29&to=2026-03-29"), "Europe/Berlin", null);

  expect(query.started_from).toBe("2026-03-28T23:00:00.000Z");
  expect(query.started_to).toBe("2026-03-29T22:00:00.000Z");
});

test("nonsense in the address bar is no filter", () => {
  expect(isFiltered(filtersOf("state=gone&from=2026-13-45&connected=maybe&fatal=2"))).toBe(false);
});

test("only what is asked for is sent", () => {
  expect(toQuery(filtersOf("connected=no"), "UTC", "c2")).toEqual({
    connected: false,
    cursor: "c2",
    limit: 50,
  });
});
