import { expect, test } from "vitest";

import { chooseReview, purposeOf, reviewOf } from "./choose-review";
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

test("a task beside the call's history is shown with its own review alone", () => {
  const task = { purpose: "calibration", review_id: null } as const;

  expect(reviewOf(task, [FINAL, MINE], null, "me")).toBeNull();
  expect(reviewOf({ ...task, review_id: "blind" }, [FINAL], null, "me")).toBe("blind");
  expect(reviewOf({ purpose: "review", review_id: "mine" }, [FINAL], null, "me")).toBe("final");
  expect(reviewOf(undefined, [FINAL], null, "me")).toBe("final");
});

test("an appeal is decided elsewhere", () => {
  expect(purposeOf({ purpose: "regrade" })).toBe("regrade");
  expect(purposeOf({ purpose: "appeal" })).toBe("review");
  expect(purposeOf(undefined)).toBe("review");
});
