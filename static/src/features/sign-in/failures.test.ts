import { expect, test } from "vitest";

import { failureOf } from "./failures";

test("kinds of the server have words", () => {
  expect(failureOf("account-not-linked")).toBe("account_not_linked");
});

test.each(["", "provider-not-found", "<script>"])("%s has those of any other", (kind) => {
  expect(failureOf(kind)).toBe("other");
});
