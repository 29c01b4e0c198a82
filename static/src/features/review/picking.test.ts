import { expect, test } from "vitest";

import type { Utterance } from "../../lib/api";
import { movePick, secondsOf, spotsOf, startPick, textOf, trimmed, wordsOf } from "./picking";

const utterance = (text: string, start_s: number): Utterance => ({
  channel: "agent",
  start_s,
  end_s: start_s + text.split(" ").length,
  text,
  confidence: 1,
  words: text.split(" ").map((word, place) => ({
    text: place === 0 ? word : ` ${word}`,
    ...{ start_s: start_s + place, end_s: start_s + place + 1, confidence: 1 },
  })),
  doubts: [],
  entities: [],
});

/** The second turn is said first. */
const SAID = [utterance("there is no risk.", 10), utterance("hello", 0)];
const SPOTS = spotsOf(SAID);

test("words stand in the order in which they are said", () => {
  expect(SPOTS.map(({ utterance, text }) => [utterance, text.trim()])).toEqual([
    [1, "hello"],
    [0, "there"],
    [0, "is"],
    [0, "no"],
    [0, "risk."],
  ]);
});

test("choosing begins at the word being heard", () => {
  const pick = startPick(SPOTS, null, 12.5);

  expect(pick).toEqual({ anchor: 3, head: 3 });
  expect(startPick([], null, 0)).toBeNull();
});

test("arrows move, with Shift they take more words of the same turn", () => {
  const start = { anchor: 3, head: 3 };
  const more = movePick(SPOTS, start, "right", true);

  expect(textOf(SAID, wordsOf(SPOTS, more) ?? { utterance: 0, from: 0, to: 0 })).toBe("no risk.");
  expect(movePick(SPOTS, start, "up", true)).toEqual(start);
  expect(movePick(SPOTS, start, "up", false)).toEqual({ anchor: 0, head: 0 });
  expect(movePick(SPOTS, { anchor: 0, head: 0 }, "down", false)).toEqual({ anchor: 1, head: 1 });
  expect(movePick(SPOTS, { anchor: 4, head: 4 }, "right", false)).toEqual({ anchor: 4, head: 4 });
});

test("punctuation and spaces around the words are nobody's words", () => {
  const words = { utterance: 0, from: 8, to: 17 };

  expect(textOf(SAID, trimmed(SAID[0]?.text ?? "", words))).toBe("no risk");
  expect(trimmed("…", { utterance: 0, from: 0, to: 1 })).toEqual({ utterance: 0, from: 0, to: 1 });
});

test("words know when they are said", () => {
  expect(secondsOf(SPOTS, { utterance: 0, from: 9, to: 16 })).toEqual({ start_s: 12, end_s: 14 });
});
