import { expect, test } from "vitest";

import { deviceOf } from "./device";

const WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36";

test.each([
  [`${WINDOWS} (KHTML, like Gecko) Chrome/140.0 Safari/537.36`, "Chrome · Windows", false],
  [`${WINDOWS} (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0`, "Edge · Windows", false],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari · iOS", true],
  ["curl/8", null, false],
  [null, null, false],
])("%s", (said, name, mobile) => {
  expect(deviceOf(said)).toEqual({ name, mobile });
});
