import { expect, test } from "vitest";

import { nameOrder } from "./name-order";

test.each([
  [
    ["二组", "三组", "一组"],
    ["一组", "二组", "三组"],
  ],
  [
    ["十一组", "二十组", "九组", "十组"],
    ["九组", "十组", "十一组", "二十组"],
  ],
  [
    ["Team 10", "Team 2"],
    ["Team 2", "Team 10"],
  ],
  [
    ["理财二组", "保险一组", "理财一组"],
    ["保险一组", "理财一组", "理财二组"],
  ],
])("names are in the order in which they are counted: %s", (names, ordered) => {
  for (const language of ["zh-CN", "en"] as const)
    expect(names.toSorted(nameOrder(language)).join()).toBe(ordered.join());
});
