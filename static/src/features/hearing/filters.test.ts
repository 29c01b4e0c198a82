import { expect, test } from "vitest";

import { isFiltered, readFilters, toQuery, writeFilters } from "./filters";

const read = (text: string) => readFilters(new URLSearchParams(text));

test("filters survive the way into the address and back", () => {
  const filters = { states: ["waiting", "paused"], campaign: "c1", lane: "live" } as const;
  const written = writeFilters({ ...filters, states: [...filters.states] });
  expect(readFilters(written)).toEqual(filters);
});

test("what nobody knows in an address is left out", () => {
  expect(read("state=asleep&state=waiting&lane=fast&campaign=")).toEqual({
    states: ["waiting"],
    campaign: null,
    lane: null,
  });
  expect(isFiltered(read("lane=fast"))).toBe(false);
});

test("the server is asked for what is chosen only", () => {
  expect(toQuery(read(""), null)).toEqual({ limit: 25 });
  expect(toQuery(read("state=set_aside&campaign=c1"), "next")).toEqual({
    limit: 25,
    state: ["set_aside"],
    campaign_id: "c1",
    cursor: "next",
  });
});
