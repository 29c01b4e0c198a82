import { expect, test } from "vitest";

import { nameIn } from "./rule-name";

test.each([
  ["红线命中 · Fatal hit", "红线命中", "Fatal hit"],
  ["小休超过 2 分钟 · Break over 2 minutes", "小休超过 2 分钟", "Break over 2 minutes"],
  ["车险 · 通话过长", "车险 · 通话过长", "车险 · 通话过长"],
  ["Insurance · Long call", "Insurance · Long call", "Insurance · Long call"],
  ["通话过长", "通话过长", "通话过长"],
])("a name in both languages is read in one's own: %s", (name, zh, en) => {
  expect(nameIn("zh-CN", name)).toBe(zh);
  expect(nameIn("en", name)).toBe(en);
});
