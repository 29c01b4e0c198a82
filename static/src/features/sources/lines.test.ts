import { expect, test } from "vitest";

import { linesOf } from "./lines";

test("lines come without empty ones, doubled ones and spaces around", () => {
  expect(linesOf(" a \r\n\n b\na", 10)).toEqual(["a", "b"]);
  expect(linesOf("", 10)).toEqual([]);
  expect(linesOf("a\nb\nc", 2)).toEqual(["a", "b"]);
});
