import { expect, test } from "vitest";

import { itemsOf, nextAnswer } from "./items";
import { aLine, aReview } from "./review.example";

test("items that only people answer come first, and are open until they do", () => {
  const items = itemsOf(aReview());

  expect(items.map(({ key, line, human, open }) => [key, line.rule_key, human, open])).toEqual([
    ["1", "manner", true, true],
    ["2", "notice", false, false],
  ]);
});

test("an item says how many points it is off the machine", () => {
  const review = aReview();
  review.score.lines = [aLine("notice", { verdict: "failed", earned: 0 })];

  expect(itemsOf(review)[0]).toMatchObject({ delta: -10 });
});

test("only the first nine have a key", () => {
  const lines = Array.from({ length: 12 }, (_, place) => aLine(`rule ${place}`));
  const review = aReview();
  review.score.lines = lines;

  expect(itemsOf(review).map(({ key }) => key)).toEqual([..."123456789", null, null, null]);
});

test("a key goes round the answers, leaving out what the machine says already", () => {
  const round = (verdict: "passed" | "unanswered") => {
    const machine = aLine("rule", { verdict });
    const first = nextAnswer({ machine, answer: null });
    const second = nextAnswer({ machine, answer: first });
    return [first, second, nextAnswer({ machine, answer: second })];
  };

  expect(round("passed")).toEqual(["failed", "not_applicable", null]);
  expect(round("unanswered")).toEqual(["passed", "failed", "not_applicable"]);
});
