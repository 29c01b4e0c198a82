import { expect, test } from "vitest";

import type { Source } from "../../lib/api";
import type { SettingField } from "./schema";
import { requestOf, wishesOf } from "./wishes";

const SOURCE: Source = {
  id: "s",
  name: "pbx",
  dialer: "asterisk",
  timezone: null,
  region: "CN",
  settings: { wrapup_s: 5, file_patterns: ["freepbx"] },
  secrets: [],
  working_hours: { from: "09:00:00", to: "18:00:00", days: [1, 2, 3, 4, 5] },
  last_seen_at: null,
  agent_channel: 0,
  recordings_expected: true,
  heard: 0,
  swap_suspected: 0,
};
const field = (name: string): SettingField => ({
  name,
  kind: "number",
  options: [],
  description: "",
  default: null,
});
const ASTERISK = [field("wrapup_s")];

test("a form nobody touched asks for nothing", () => {
  expect(requestOf(SOURCE, wishesOf(SOURCE, ASTERISK), ASTERISK)).toBeNull();
  const never = { ...SOURCE, working_hours: null };
  expect(requestOf(never, wishesOf(never, ASTERISK), ASTERISK)).toBeNull();
});

test("only what was changed is sent", () => {
  const wishes = wishesOf(SOURCE, ASTERISK);
  expect(
    requestOf(SOURCE, { ...wishes, timezone: "Asia/Shanghai", settings: {} }, ASTERISK),
  ).toEqual({ timezone: "Asia/Shanghai", settings: { wrapup_s: null } });
  expect(requestOf(SOURCE, { ...wishes, hours_on: false }, ASTERISK)).toEqual({
    working_hours: null,
  });
  expect(requestOf(SOURCE, { ...wishes, hours_days: [6, 1] }, ASTERISK)).toEqual({
    working_hours: { from: "09:00", to: "18:00", days: [1, 6] },
  });
});

test("another adapter takes out the settings of the one before, but no file names", () => {
  const wishes = { ...wishesOf(SOURCE, ASTERISK), dialer: "twilio" };
  expect(requestOf(SOURCE, wishes, [field("agents")])).toEqual({
    dialer: "twilio",
    settings: { wrapup_s: null },
  });
});
