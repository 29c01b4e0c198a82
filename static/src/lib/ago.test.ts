import { expect, test } from "vitest";

import { ago } from "./ago";

const NOW = Date.parse("2026-03-02T10:00:00Z");

test.each([
  ["2026-03-02T09:59:15Z", "45 seconds ago"],
  ["2026-03-02T09:58:01Z", "1 minute ago"],
  ["2026-03-02T04:59:59Z", "5 hours ago"],
  ["2026-02-20T10:00:00Z", "10 days ago"],
  ["2026-03-02T10:00:09Z", "now"],
])("%s was %s", (instant, words) => {
  expect(ago("en", instant, NOW)).toBe(words);
});

test("the same in the reader's language", () => {
  expect(ago("zh-CN", "2026-03-02T09:57:00Z", NOW)).toBe("3 分钟前");
  expect(ago("zh-CN", "2026-03-02T09:59:57Z", NOW)).toBe("3 秒前");
});
