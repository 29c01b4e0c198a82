import { expect, test } from "vitest";

import { changesOf } from "./changes";

test("a field that was there before and after is one line", () => {
  const facts = { before: { name: "A" }, after: { name: "B" }, unit_id: "x" };
  expect(changesOf(facts, "UTC")).toEqual([{ field: "name", before: "A", after: "B" }]);
});

test("instants are days where they are read, and nothing is left out that was taken away", () => {
  const facts = {
    before: { unit: "North" },
    after: { unit: null, since: "2026-02-28T16:00:00+00:00" },
  };
  expect(changesOf(facts, "Asia/Shanghai")).toEqual([
    { field: "unit", before: "North" },
    { field: "since", after: "2026-03-01" },
  ]);
});

test("lists are read one after the other, empty ones are nothing", () => {
  const facts = { before: { script: [] }, after: { script: ["您好", "再见"], active: false } };
  expect(changesOf(facts, "UTC")).toEqual([
    { field: "script", after: "您好 / 再见" },
    { field: "active", after: "false" },
  ]);
});
