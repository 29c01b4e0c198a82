import { expect, test } from "vitest";

import type { Permission } from "../../lib/api";
import { stepsFor } from "./steps";

const LEAD: Permission[] = ["hearing:read", "recordings:write", "hearing:manage"];
const INSPECTOR: Permission[] = ["hearing:read", "recordings:write"];

test("what waits can be hurried and cancelled, what runs only cancelled", () => {
  expect(stepsFor({ state: "waiting", lane: "live" }, LEAD)).toEqual(["hurry", "cancel"]);
  expect(stepsFor({ state: "paused", lane: "review" }, LEAD)).toEqual(["cancel"]);
  expect(stepsFor({ state: "transcribing", lane: "live" }, LEAD)).toEqual(["cancel"]);
});

test("what ended badly can be taken up again, what ended well needs nothing", () => {
  expect(stepsFor({ state: "set_aside", lane: "live" }, LEAD)).toEqual(["retry"]);
  expect(stepsFor({ state: "cancelled", lane: "live" }, LEAD)).toEqual(["retry"]);
  expect(stepsFor({ state: "transcribed", lane: "live" }, LEAD)).toEqual([]);
});

test("nobody is offered what the server would refuse", () => {
  expect(stepsFor({ state: "waiting", lane: "live" }, INSPECTOR)).toEqual([]);
  expect(stepsFor({ state: "set_aside", lane: "live" }, INSPECTOR)).toEqual(["retry"]);
});
