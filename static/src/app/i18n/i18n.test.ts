import { expect, test } from "vitest";

import { en } from "./en";
import { zhCN } from "./zh-CN";

/** Path of every text with the names it expects, sorted: `board.live`, `me.open {{name}}`. */
function texts(node: object, path = ""): string[] {
  return Object.entries(node)
    .flatMap(([key, value]: [string, unknown]) => {
      const here = path ? `${path}.${key}` : key;
      if (typeof value === "object" && value !== null) return texts(value, here);
      const names = String(value).match(/\{\{\w+\}\}/g) ?? [];
      return [[here, ...names.toSorted()].join(" ")];
    })
    .toSorted();
}

test("both languages have the same texts and fill in the same names", () => {
  expect(texts(en)).toEqual(texts(zhCN));
});

test("no text is empty", () => {
  const empty = (node: object): boolean =>
    Object.values(node).some((value: unknown) =>
      typeof value === "object" && value !== null ? empty(value) : value === "",
    );
  expect([empty(en), empty(zhCN)]).toEqual([false, false]);
});

test("Chinese sentences use Chinese punctuation", () => {
  expect(JSON.stringify(zhCN)).not.toMatch(/[\u4e00-\u9fff][,;:?!](?!["{])/);
});
