import { expect, test } from "vitest";

import { BOARDS, pageAt, pagesFor, SETTINGS } from "./sections";

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

test("who may only look beyond their scope has their own account before it in the settings", () => {
  const sees = { everything: true, own_only: false, units: [], campaigns: null };
  const pages = pagesFor(SETTINGS, { permissions: ["calls:break_glass"], sees });
  expect(pages.map(({ word }) => word)).toEqual(["account", "break_glass"]);
});
