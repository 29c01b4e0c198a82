import { expect, test } from "vitest";

import { chooseReview } from "./choose-review";
import type { ListedReview } from "./types";

const listed = (id: string, state: ListedReview["state"], who: string): ListedReview =>
  ({ id, state, purpose: "review", reviewer: { id: who, name: who } }) as ListedReview;

const OLD = listed("old", "superseded", "bob");
const FINAL = listed("final", "final", "bob");
const MINE = listed("mine", "draft", "me");
const THEIRS = listed("theirs", "draft", "bob");

test("one's own draft comes first, then what counts, then somebody else's draft", () => {
  expect(chooseReview([OLD, FINAL, THEIRS, MINE], null, "me")).toBe("mine");
  expect(chooseReview([OLD, FINAL, THEIRS], null, "me")).toBe("final");
  expect(chooseReview([THEIRS], null, "me")).toBe("theirs");
  expect(chooseReview([], null, "me")).toBeNull();
});

test("an address can ask for an older one; what it cannot name is left out", () => {
  expect(chooseReview([OLD, FINAL], "old", "me")).toBe("old");
  expect(chooseReview([OLD, FINAL], "nothing", "me")).toBe("final");
});

test("calibration is nobody's result", () => {
  const blind: ListedReview = { ...MINE, purpose: "calibration" };

  expect(chooseReview([blind], null, "me")).toBeNull();
});
