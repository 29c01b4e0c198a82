import { expect, test } from "vitest";

import { errorsOf, secondsUntil } from "./reasons";

test("errors of requests and of jobs are counted together", () => {
  const errors = { problems: { unexpected: 2, "database-away": 1 }, jobs: { score_call: 4 } };
  expect(errorsOf({ errors })).toBe(7);
  expect(errorsOf({ errors: { problems: {}, jobs: {} } })).toBe(0);
});

test("what has come, or never comes, is no time away", () => {
  const at = "2026-11-22T10:00:00Z";
  expect(secondsUntil("2026-11-24T10:00:00Z", at)).toBe(172_800);
  expect(secondsUntil("2026-11-21T10:00:00Z", at)).toBe(0);
  expect(secondsUntil(null, at)).toBe(0);
});
