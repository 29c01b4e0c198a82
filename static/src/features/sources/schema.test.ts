import { expect, test } from "vitest";

import { changed, fieldsOf, fromField, toField } from "./schema";

const SCHEMA = {
  $defs: { AgentState: { enum: ["break", "meeting"], type: "string" } },
  properties: {
    file_patterns: { items: { type: "string" }, type: "array" },
    fetch_hosts: { items: { type: "string" }, type: "array", default: [] },
    wrapup_s: { anyOf: [{ type: "number" }, { type: "null" }], default: null },
    campaign_by: { anyOf: [{ const: "Queue", type: "string" }, { type: "null" }] },
    utc: { items: { enum: ["cdr", "cel"], type: "string" }, type: "array" },
    statuses: { additionalProperties: { $ref: "#/$defs/AgentState" }, type: "object" },
    outcomes: { additionalProperties: { type: "string" }, type: "object" },
    stream: { type: "boolean", default: false, description: "It is\ndelivered." },
    odd: { items: { type: "object" }, type: "array" },
  },
};

test("each setting has a field of its kind, but for what is edited elsewhere", () => {
  expect(fieldsOf(SCHEMA).map(({ name, kind, options }) => [name, kind, options])).toEqual([
    ["fetch_hosts", "texts", []],
    ["wrapup_s", "number", []],
    ["campaign_by", "choice", ["Queue"]],
    ["utc", "choices", ["cdr", "cel"]],
    ["statuses", "pairs", ["break", "meeting"]],
    ["outcomes", "pairs", []],
    ["stream", "flag", []],
    ["odd", "json", []],
  ]);
  expect(fieldsOf(SCHEMA)[6]).toMatchObject({ description: "It is delivered.", default: false });
});

test.each([
  ["texts", ["a"]],
  ["pairs", { 上: "ready", b: "break" }],
  ["json", [{ a: 1 }]],
  ["text", "x"],
  ["number", 0],
  ["flag", false],
] as const)("%s survives its field", (kind, stored) => {
  expect(fromField(kind, toField(kind, stored))).toEqual(stored);
});

test("an empty field takes its setting out", () => {
  for (const empty of [undefined, null, "", "  ", []]) expect(fromField("text", empty)).toBeNull();
});

test("only what differs is sent", () => {
  const before = { zone: null, region: "CN", hosts: ["a"] as string[] | null };
  expect(changed(before, { ...before, hosts: ["a"] })).toEqual({});
  expect(changed(before, { ...before, hosts: null })).toEqual({ hosts: null });
  expect(changed<object>({}, { gone: null })).toEqual({});
});
