import { expect, test } from "vitest";

import type { Preview } from "../../lib/api";
import { isBad, noteOf, previewFields, type Row, shownValue } from "./preview";

const row = (fields: Partial<Row>): Row => ({
  line: 2,
  call: null,
  events: [],
  notes: [],
  ...fields,
});
const preview = (...rows: Row[]): Preview => ({
  columns: [],
  mapping: {
    one_row_is: "call",
    columns: [],
    timezone: null,
    date_order: null,
    defaults: {},
    delimiter: null,
  },
  sheets: [],
  rows,
  problems: [],
});

const CALL = row({
  call: { outcome: "sale", call_id: "c-1", amount: 12.5, extra: { 备注: "贵宾" } },
});
const EVENT = row({
  events: [{ type: "call.ended", at: "2026-03-02T10:00:00Z", data: { call_id: "c-2" } }],
});

test("what matters stands first, and all that any row says is there", () => {
  expect(previewFields(preview(CALL, EVENT))).toEqual([
    "type",
    "at",
    "call_id",
    "outcome",
    "amount",
    "备注",
  ]);
});

test("cells hold what the row says", () => {
  expect(shownValue(CALL, "amount")).toBe("12.5");
  expect(shownValue(CALL, "备注")).toBe("贵宾");
  expect(shownValue(EVENT, "type")).toBe("call.ended");
  expect(shownValue(EVENT, "outcome")).toBeNull();
  expect(shownValue(row({}), "call_id")).toBeNull();
});

test("a row is bad when something in it refuses it", () => {
  const note = { reason: "invalid", sentence: "", field: null, line: 2 };
  expect(isBad(row({ notes: [{ ...note, refuses: true }] }))).toBe(true);
  expect(isBad(row({ notes: [{ ...note, refuses: false }] }))).toBe(false);
});

test("what is wrong stands in its cell, whether the column or the field is named", () => {
  const { mapping } = preview();
  const columns = [{ column: "时长", field: "talk_s" as const, format: null, values: {} }];
  const wrong = row({
    notes: [
      { reason: "unreadable", sentence: "no duration", field: "时长", line: 2, refuses: true },
    ],
  });
  expect(noteOf(wrong, "talk_s", { ...mapping, columns })?.sentence).toBe("no duration");
  expect(noteOf(wrong, "agent", { ...mapping, columns })).toBeUndefined();
});
