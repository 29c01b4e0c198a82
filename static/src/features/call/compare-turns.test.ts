import { expect, test } from "vitest";

import type { Channel, Utterance } from "../../lib/api";
import { type ComparedRow, compareTurns, type Side, sumUp, tokensOf } from "./compare-turns";

const turn = (channel: Channel, start_s: number, end_s: number, text: string): Utterance => ({
  channel,
  start_s,
  end_s,
  text,
  confidence: 1,
  words: [],
  doubts: [],
  entities: [],
});

/** `我们[保证]收益` */
const shown = (sides: readonly Side[]) =>
  sides.map(({ parts }) =>
    parts.map(({ text, changed }) => (changed ? `[${text}]` : text)).join(""),
  );
const both = (rows: readonly ComparedRow[]) =>
  rows.map(({ before, after }) => [shown(before), shown(after)]);

test("Chinese differs by character, English by word", () => {
  expect(tokensOf("预存3,500元 don't go")).toEqual([
    "预",
    "存",
    "3,500",
    "元",
    " ",
    "don't",
    " ",
    "go",
  ]);
  const rows = compareTurns(
    [turn("agent", 0, 4, "我们保正收益")],
    [turn("agent", 0, 4, "我们保证收益")],
  );
  expect(both(rows)).toEqual([[["我们保[正]收益"], ["我们保[证]收益"]]]);
});

test("a turn that the other side cut in two stands beside both halves", () => {
  const rows = compareTurns(
    [turn("agent", 0, 10, "您好请问方便吗")],
    [turn("agent", 0, 4, "您好"), turn("agent", 5, 10, "请问方便吗")],
  );
  expect(both(rows)).toEqual([[["您好请问方便吗"], ["您好", "请问方便吗"]]]);
  expect(rows[0]?.differs).toBe(false);
});

test("the same words of the other speaker differ by the speaker", () => {
  const said = (channel: Channel) => [turn(channel, 0, 3, "您好"), turn("mixed", 8, 9, "嗯")];
  const rows = compareTurns(said("agent"), said("customer"));
  expect(rows.map(({ moved, differs }) => [moved, differs])).toEqual([
    [true, true],
    [false, false],
  ]);
  expect(sumUp(rows)).toEqual({ same: 1, removed: 0, added: 0, moved: 1 });
});

test("turns without length find each other by where they begin", () => {
  const rows = compareTurns([turn("agent", 5, 5, "太贵")], [turn("agent", 5, 5.1, "太贵了")]);
  expect(both(rows)).toEqual([[["太贵"], ["太贵[了]"]]]);
});

test("two who talk at once are not mixed up", () => {
  const rows = compareTurns(
    [turn("agent", 0, 10, "我给您介绍一下"), turn("customer", 4, 6, "等等")],
    [turn("agent", 0, 10, "我给您介绍一下"), turn("customer", 4, 6, "等一等")],
  );
  expect(both(rows)).toEqual([
    [["我给您介绍一下"], ["我给您介绍一下"]],
    [["等等"], ["等[一]等"]],
  ]);
});

test("what one side does not have stands beside nothing, in its place", () => {
  const rows = compareTurns([turn("agent", 8, 9, "再见")], [turn("customer", 2, 3, "喂")]);
  expect(both(rows)).toEqual([
    [[], ["[喂]"]],
    [["[再见]"], []],
  ]);
  expect(sumUp(rows)).toMatchObject({ same: 0, removed: 2, added: 1 });
});

test("nothing against nothing is the same", () => {
  expect(sumUp(compareTurns([], []))).toMatchObject({ same: 1, removed: 0, added: 0 });
});
