import { expect, test } from "vitest";

import { type Filters, isNarrowed, readFilters, toQuery, viewsFor, writeFilters } from "./filters";

const ALL: Filters = {
  view: "done",
  campaign: "c",
  agent: "a",
  assignee: "u",
  layer: "risk",
  overdue: true,
};

test("what is written to the address is read from it again", () => {
  expect(readFilters(writeFilters(ALL))).toEqual(ALL);
});

test("an address that says nothing, or nonsense, shows what waits", () => {
  const nothing = readFilters(new URLSearchParams());
  expect(nothing.view).toBe("open");
  expect(readFilters(new URLSearchParams("view=x&layer=y&overdue=z"))).toEqual(nothing);
  expect(isNarrowed(nothing)).toBe(false);
  expect(isNarrowed({ ...nothing, view: "mine" })).toBe(false);
  expect(isNarrowed({ ...nothing, overdue: true })).toBe(true);
});

test("every filter reaches the server under its own name", () => {
  expect(toQuery(ALL, true, "next")).toEqual({
    state: ["done"],
    limit: 50,
    campaign_id: "c",
    agent_id: "a",
    assignee_id: "u",
    layer: "risk",
    overdue: true,
    cursor: "next",
  });
});

test("what is done is one's own, except for those who manage", () => {
  const done = readFilters(new URLSearchParams("view=done"));
  expect(toQuery(done, false, null).mine).toBe(true);
  expect(toQuery(done, true, null).mine).toBeUndefined();
});

test("views are those that hold something for the reader", () => {
  expect(viewsFor(false, true)).toEqual(["open", "mine", "free", "done"]);
  expect(viewsFor(true, false)).toEqual(["open", "free", "done", "withdrawn"]);
});
