import { expect, test } from "vitest";

import type { Column, Field, Mapping } from "../../lib/api";
import {
  columnOf,
  fieldGroups,
  fitTo,
  formatsOf,
  withColumn,
  withDefault,
  withRows,
  wordsSeen,
} from "./columns";

const column = (name: string, field: Field, fields: Partial<Column> = {}): Column => ({
  column: name,
  field,
  format: null,
  values: {},
  ...fields,
});
const MAPPING: Mapping = {
  one_row_is: "call",
  columns: [
    column("编号", "call_id"),
    column("结果", "outcome", { values: { 成交: "sale" } }),
    column("开始", "started_at", { format: "epoch" }),
  ],
  timezone: null,
  date_order: null,
  defaults: {},
  delimiter: null,
};
const fieldsIn = ({ columns }: Mapping) => columns.map(({ field }) => field);

test("a field is one column's", () => {
  expect(fieldsIn(withColumn(MAPPING, "结果", { field: "call_id" }))).toEqual([
    "ignore",
    "call_id",
    "started_at",
  ]);
  const kept = withColumn(withColumn(MAPPING, "编号", { field: "extra" }), "结果", {
    field: "extra",
  });
  expect(fieldsIn(kept)).toEqual(["extra", "extra", "started_at"]);
});

test("words and formats stay with their field", () => {
  expect(columnOf(withColumn(MAPPING, "结果", { field: "queue" }), "结果").values).toEqual({});
  expect(columnOf(withColumn(MAPPING, "开始", { format: "excel" }), "开始")).toEqual(
    column("开始", "started_at", { format: "excel" }),
  );
});

test("a column nobody has mapped is left out, and can be mapped", () => {
  expect(columnOf(MAPPING, "备注").field).toBe("ignore");
  expect(fieldsIn(withColumn(MAPPING, "备注", { field: "extra" })).at(-1)).toBe("extra");
});

test("a table of events has no start, and a table of calls no type", () => {
  expect(fieldsIn(withRows(MAPPING, "event"))).toEqual(["call_id", "outcome", "ignore"]);
  const fields = (kind: Mapping["one_row_is"]) => fieldGroups(kind).flatMap((one) => one.fields);
  expect(fields("call")).not.toContain("type");
  expect(fields("event")).not.toContain("started_at");
});

test("a default is set and taken back", () => {
  const set = withDefault(MAPPING, "direction", "inbound");
  expect(set.defaults).toEqual({ direction: "inbound" });
  expect(withDefault(set, "direction", null).defaults).toEqual({});
});

test("a saved mapping is fitted to the columns of another file", () => {
  expect(fitTo(MAPPING, ["结果", "新列"]).columns).toEqual([
    column("结果", "outcome", { values: { 成交: "sale" } }),
    column("新列", "ignore"),
  ]);
});

test("words are those translated and those in the file, each once", () => {
  expect(wordsSeen(["成交", " 拒绝 ", "", "拒绝"], columnOf(MAPPING, "结果"))).toEqual([
    "成交",
    "拒绝",
  ]);
});

test("only times and lengths are written in several ways", () => {
  expect(formatsOf("started_at")).toContain("excel");
  expect(formatsOf("talk_s")).toContain("mm:ss");
  expect(formatsOf("agent")).toEqual([]);
});
