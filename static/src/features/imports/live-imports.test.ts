import { expect, test } from "vitest";

import type { Import } from "../../lib/api";
import { applyMessage, doneShare, newer, noImports, withLive } from "./live-imports";

const one = (id: string, fields: Partial<Import> = {}): Import => ({
  id,
  source_id: "s",
  source_name: "pbx",
  file_name: `${id}.csv`,
  size_bytes: 1000,
  sha256: "",
  format: "csv",
  compression: null,
  encoding: null,
  sheet: null,
  mapping: null,
  state: "running",
  created_by: "dana",
  created_at: "2026-03-02T10:00:00Z",
  started_at: null,
  finished_at: null,
  rows_total: null,
  rows_read: 0,
  bytes_read: 0,
  calls_touched: 0,
  events_stored: 0,
  events_duplicate: 0,
  rows_refused: 0,
  error: null,
  rows_per_s: null,
  eta_s: null,
  ...fields,
});

test("changes are taken over what was known, in whatever order they come", () => {
  const later = one("a", { rows_read: 20 });
  const known = applyMessage(noImports, { type: "snapshot", imports: [later, one("b")] });
  const after = applyMessage(known, { type: "changes", imports: [one("a", { rows_read: 10 })] });
  expect([...after.values()].map(({ id, rows_read }) => [id, rows_read])).toEqual([
    ["a", 20],
    ["b", 0],
  ]);
});

test("what is done does not run again, what was cancelled does", () => {
  expect(newer(one("a", { state: "done" }), one("a")).state).toBe("done");
  expect(newer(one("a", { state: "cancelled" }), one("a", { state: "queued" })).state).toBe(
    "queued",
  );
  expect(newer(one("a", { state: "queued" }), one("a")).state).toBe("running");
});

test("new imports come before the first page, and only there", () => {
  const page = [one("a")];
  const live = applyMessage(noImports, {
    type: "changes",
    imports: [one("a", { rows_read: 5 }), one("new", { created_at: "2026-03-02T11:00:00Z" })],
  });
  expect(withLive(page, live, true).map(({ id }) => id)).toEqual(["new", "a"]);
  expect(withLive(page, live, false).map(({ rows_read }) => rows_read)).toEqual([5]);
});

test("progress is by rows, or by bytes until they are counted", () => {
  expect(doneShare(one("a", { bytes_read: 250 }))).toBe(0.25);
  expect(doneShare(one("a", { bytes_read: 250, rows_total: 10, rows_read: 5 }))).toBe(0.5);
  expect(doneShare(one("a", { rows_total: 10, rows_read: 11 }))).toBe(1);
  expect(doneShare(one("a", { size_bytes: 0 }))).toBe(0);
});
