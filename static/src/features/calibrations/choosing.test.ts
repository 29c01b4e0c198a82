import { expect, test } from "vitest";

import { EVERYTHING, idsIn, refusedCall, toWanted } from "./choosing";

const A = "0190c7d2-1111-7aaa-8bbb-0123456789ab";
const B = "0190c7d2-2222-7aaa-8bbb-0123456789ab";

test("ids are found in addresses and lists, each once", () => {
  expect(idsIn(`http://earshot/calls/${A}?t=3.0\n${B.toUpperCase()}, ${A}`)).toEqual([A, B]);
  expect(idsIn("nothing here")).toEqual([]);
});

test("days become instants of the reader's zone, the last one included", () => {
  const narrowing = { ...EVERYTHING, from: "2026-11-01", to: "2026-11-02", score_max: 0 };
  expect(toWanted("v", narrowing, "Asia/Shanghai")).toEqual({
    scorecard_version_id: "v",
    started_from: "2026-10-31T16:00:00.000Z",
    started_to: "2026-11-02T16:00:00.000Z",
    score_max: 0,
  });
});

test("a refused call is found by its place", () => {
  expect(refusedCall("call_ids.1", [A, B])).toBe(B);
  expect(refusedCall("body.call_ids.0", [A, B])).toBe(A);
  expect(refusedCall("call_ids", [A, B])).toBeUndefined();
  expect(refusedCall(null, [A, B])).toBeUndefined();
});
