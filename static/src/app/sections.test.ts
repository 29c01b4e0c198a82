import { expect, test } from "vitest";

import { BOARDS, pageAt } from "./sections";

test("a board of a unit lies in the first page of the boards", () => {
  expect(pageAt(BOARDS, "/boards")).toBe("/boards");
  expect(pageAt(BOARDS, "/boards/5f0c")).toBe("/boards");
});

test("a page whose address begins with another's is the one that is open", () => {
  expect(pageAt(BOARDS, "/boards/own/7")).toBe("/boards/own");
  expect(pageAt(BOARDS, "/boards/alert-rules")).toBe("/boards/alert-rules");
});

test("an address elsewhere lies in none", () => {
  expect(pageAt(BOARDS, "/calls")).toBeUndefined();
});
