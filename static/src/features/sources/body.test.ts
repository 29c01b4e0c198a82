import { expect, test } from "vitest";

import type { Note } from "../../lib/api";
import { markedLines, prettyBody, rawBody } from "./body";

test("JSON is indented, line by line where each line is a value", () => {
  expect(prettyBody('{"a":[1]}')?.lines).toEqual(["{", '  "a": [', "    1", "  ]", "}"]);
  expect(prettyBody('{"a":1}\n{"b":2}\n')?.lines).toHaveLength(6);
});

test("a form has one line for each field, unescaped", () => {
  expect(prettyBody("CallSid=CA1&From=%2B86138&x=")?.lines).toEqual([
    "CallSid = CA1",
    "From = +86138",
    "x = ",
  ]);
});

test("what is neither stays as it came", () => {
  expect(prettyBody("1772413200|NONE|queue|agent|PAUSE|")).toBeNull();
  expect(prettyBody("{half")).toBeNull();
  expect(prettyBody("")).toBeNull();
  expect(rawBody("a\r\nb\nc").lines).toEqual(["a", "b", "c"]);
});

test("megabytes are cut", () => {
  const long = rawBody("x".repeat(300_000));
  expect([long.lines[0]?.length, long.cut]).toEqual([200_000, true]);
  expect(rawBody("x").cut).toBe(false);
});

test("a line is marked by the worst that was said of it", () => {
  const note = (line: number | null, refuses: boolean): Note => ({
    reason: "invalid",
    sentence: "",
    line,
    refuses,
  });
  const marked = markedLines([note(3, true), note(3, false), note(1, false), note(null, true)]);
  expect([...marked]).toEqual([
    [3, true],
    [1, false],
  ]);
});
