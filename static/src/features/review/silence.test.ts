import { expect, test } from "vitest";

import { skipTo } from "./silence";

const SILENCE = [{ start_s: 10, end_s: 20 }];

test("silence is left just before somebody speaks again", () => {
  expect(skipTo(SILENCE, 12)).toBeCloseTo(19.6);
});

test("speech, and the breath before and after it, is played", () => {
  expect([9.9, 10.1, 19.5, 20].map((second) => skipTo(SILENCE, second))).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
