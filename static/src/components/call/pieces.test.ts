import { expect, test } from "vitest";

import type { Entity, Hit, Utterance } from "../../lib/api";
import { asWritten, cutIntoPieces, joinRuns, pieceAt } from "./pieces";

const hit = (fields: Partial<Hit>): Hit => ({
  id: "h1",
  rule_key: "no_promise",
  rule_name: "No promise",
  violation: true,
  fatal: false,
  severity: "major",
  needs_review: true,
  utterance: 0,
  char_start: 0,
  char_end: 1,
  start_s: 0,
  end_s: 1,
  quote: "",
  ...fields,
});

const utterance = (text: string, words: string[], word_s = 1): Utterance => ({
  channel: "agent",
  start_s: 0,
  end_s: words.length * word_s,
  text,
  confidence: 1,
  words: words.map((word, place) => ({
    text: word,
    start_s: place * word_s,
    end_s: (place + 1) * word_s,
    confidence: 0.9,
  })),
  doubts: [],
  entities: [],
});

const texts = (pieces: { text: string }[]) => pieces.map(({ text }) => text);

test("no character of the text is lost, whatever the words leave out", () => {
  const said = utterance("我们,保证收益。", ["我们", "保证", "收益"]);
  expect(texts(cutIntoPieces(said, []))).toEqual(["我们,", "保证", "收益。"]);
});

test("leading spaces of English words stay in place", () => {
  const said = utterance("There is no risk.", [" There", " is", " no", " risk."]);
  expect(texts(cutIntoPieces(said, [])).join("")).toBe("There is no risk.");
});

test("a hit cuts a word where it begins, in time as in text", () => {
  const said = utterance("保证收益", ["保证收益"], 4);
  const pieces = cutIntoPieces(said, [hit({ char_start: 2, char_end: 4 })]);

  expect(texts(pieces)).toEqual(["保证", "收益"]);
  expect(pieces.map(({ start_s }) => start_s)).toEqual([0, 2]);
  expect(pieces.map((piece) => piece.hit?.id)).toEqual([undefined, "h1"]);
});

test("offsets count characters, so an emoji before a hit does not shift it", () => {
  const said = utterance("😀保证", ["😀", "保证"]);
  const pieces = cutIntoPieces(said, [hit({ char_start: 1, char_end: 3 })]);
  expect(pieces.find((piece) => piece.hit)?.text).toBe("保证");
});

test("the graver of two hits at one place is shown, as one run", () => {
  const said = utterance("绝对没有风险", ["绝对", "没有", "风险"]);
  const fatal = hit({ id: "h2", fatal: true, char_end: 6 });
  const [run] = joinRuns(cutIntoPieces(said, [hit({ violation: false, char_end: 6 }), fatal]));

  expect(run?.hit?.id).toBe("h2");
  expect(run?.pieces).toHaveLength(3);
});

test("a turn without words is one piece as long as the turn", () => {
  const [piece] = cutIntoPieces({ ...utterance("你好", []), end_s: 2 }, []);
  expect(piece).toMatchObject({ text: "你好", start_s: 0, end_s: 2 });
});

test("the word being heard is found, and silence is nobody's", () => {
  const pieces = cutIntoPieces(utterance("一二三", ["一", "二", "三"]), []);
  expect(pieceAt(pieces, 1.5)).toBe(1);
  expect(pieceAt(pieces, 3.2)).toBe(-1);
});

const amount = (char_start: number, char_end: number): Entity => ({
  kind: "amount",
  char_start,
  char_end,
  written: "3,500元",
  value: "3500",
});

test("a number is written as one piece that keeps what was spoken and when", () => {
  const said = {
    ...utterance("预存三千五百元。", ["预存", "三千", "五百", "元"]),
    entities: [amount(2, 7)],
  };
  const pieces = asWritten(cutIntoPieces(said, []));

  expect(texts(pieces)).toEqual(["预存", "3,500元", "。"]);
  expect(pieces[1]).toMatchObject({ verbatim: "三千五百元", start_s: 1 });
  expect(pieces[1]?.end_s).toBeGreaterThan(3);
});

test("a number that a hit covers in part is still one, and part of the hit", () => {
  const said = { ...utterance("三千五百元", ["三千", "五百元"]), entities: [amount(0, 5)] };
  const [piece, ...others] = asWritten(cutIntoPieces(said, [hit({ char_start: 2, char_end: 5 })]));

  expect(piece).toMatchObject({ text: "3,500元", hit: { id: "h1" } });
  expect(others).toEqual([]);
});

test("the same amount twice is two numbers", () => {
  const said = {
    ...utterance("三千三千", ["三千", "三千"]),
    entities: [amount(0, 2), amount(2, 4)],
  };
  expect(texts(asWritten(cutIntoPieces(said, [])))).toEqual(["3,500元", "3,500元"]);
});
