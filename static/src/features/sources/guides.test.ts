import { expect, test } from "vitest";

import { guideNames, hookUrl, keyCommand, readGuide } from "./guides";

test("every dialer has a page, and events have the one about all", async () => {
  expect(guideNames()).toContain("freeswitch");
  expect(await readGuide("freeswitch")).toMatch(/^# FreeSWITCH/);
  expect(await readGuide("events")).toMatch(/^# Dialers/);
  expect(await readGuide("nobody's")).toMatch(/^# Dialers/);
});

test("each dialer posts to its own door", () => {
  expect(hookUrl("https://e.example", "twilio")).toBe("https://e.example/api/v1/hooks/twilio");
  expect(hookUrl("https://e.example", "events")).toBe("https://e.example/api/v1/events");
});

test("names with spaces and quotes stay one word in a shell", () => {
  expect(keyCommand("pbx-1")).toContain("--source pbx-1 ");
  expect(keyCommand("Li's pbx")).toContain("--source 'Li'\\''s pbx' ");
});
