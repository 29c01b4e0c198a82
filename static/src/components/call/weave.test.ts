import { expect, test } from "vitest";

import type { LeftOut } from "../../lib/api";
import { type Row, weave } from "./weave";

const turn = (start_s: number) => ({ start_s });
const leftOut = (start_s: number): LeftOut => ({
  channel: "agent",
  start_s,
  end_s: start_s + 1,
  text: "谢谢观看",
  doubts: ["known_phrase"],
});

const shape = (rows: Row<{ start_s: number }>[]) =>
  rows.map((row) => ("gap" in row ? row.gap.map(({ start_s }) => start_s) : row.turn.start_s));

test("what was left out stands where it was, one row per gap", () => {
  const rows = weave([turn(5), turn(10)], [leftOut(12), leftOut(6), leftOut(7), leftOut(1)]);
  expect(shape(rows)).toEqual([[1], 5, [6, 7], 10, [12]]);
});

test("turns keep their place among turns, whatever was left out", () => {
  const rows = weave([turn(5), turn(10)], [leftOut(6)]);
  expect(rows.map((row) => ("turn" in row ? row.place : null))).toEqual([0, null, 1]);
});

test("a call of nothing but inventions still shows them", () => {
  expect(shape(weave([], [leftOut(3)]))).toEqual([[3]]);
});
