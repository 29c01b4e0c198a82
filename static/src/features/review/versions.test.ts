import { expect, test } from "vitest";

import { aLine, aReview } from "./review.example";
import { columnsOf, rowsOf } from "./versions";

test("the machine, the results by number and the draft stand side by side", () => {
  const first = aReview({ id: "one", state: "superseded", number: 1 });
  const second = aReview({ id: "two", state: "final", number: 2 });
  const draft = aReview({ id: "draft" });

  expect(columnsOf(draft, [second, first]).map(({ key }) => key)).toEqual([
    ...["machine", "one", "two", "draft"],
  ]);
  expect(columnsOf(second, [second, first]).map(({ key }) => key)).toEqual([
    ...["machine", "one", "two"],
  ]);
});

test("a row differs where a verdict or its points do", () => {
  const review = aReview({ state: "final", number: 1 });
  review.score.lines = [aLine("notice", { earned: 5 }), aLine("manner")];
  review.machine.lines = [aLine("notice"), aLine("manner")];

  const rows = rowsOf(columnsOf(review, [review]));
  expect(rows.map(({ rule_key, differs }) => [rule_key, differs])).toEqual([
    ["notice", true],
    ["manner", false],
  ]);
});
