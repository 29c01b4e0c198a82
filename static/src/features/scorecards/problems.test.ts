import { expect, test } from "vitest";

import { newCondition, newSaid } from "./conditions";
import { ofPattern, plainPath, problemAt, problemsOf, withoutUnbegun } from "./problems";
import { ruleFrom } from "./rule-templates";
import type { Body, Condition } from "./types";
import { triable } from "./use-trial";

const t = ((key: string) => key) as never;

function cardOf(...conditions: Condition[]): Body {
  return {
    pass_score: 60,
    doubtful: "count",
    weights: "points",
    sections: [],
    grades: [],
    rules: conditions.map((condition, at) => ({
      ...ruleFrom("blank", `rule_${at + 1}`, t),
      condition,
    })),
  };
}

const hello = { ...newSaid(), phrases: ["hello"] };

test("what is missing is named where it is missing, however deep", () => {
  const body = cardOf(hello, {
    type: "all_of",
    conditions: [hello, { ...newCondition("near"), condition: hello }],
  });
  expect(problemsOf(body)).toEqual([
    { path: "rules.1.condition.conditions.1.anchor.phrases", name: "phrases_missing" },
  ]);
});

test("a rule cannot refer to itself or to none", () => {
  const body = cardOf(hello, { type: "rule", rule: "rule_2" }, { type: "rule", rule: "gone" });
  expect(problemsOf(body).map(({ name }) => name)).toEqual(["rule_itself", "rule_missing"]);
});

test("weights in percent must total 100", () => {
  expect(problemsOf({ ...cardOf(hello), weights: "percent" })).toEqual([
    { path: "weights", name: "weights_total", facts: { total: 10 } },
  ]);
});

test.each([
  ["(unclosed", "regex_wrong"],
  ["(?=ahead)", "regex_not_linear"],
  ["(a)\\1", "regex_not_linear"],
  ["", "regex_missing"],
  ["(保证|稳赚).{0,4}收益", undefined],
  ["(?i)hello", undefined],
])("the pattern %s", (regex, name) => {
  expect(ofPattern(regex, "regex")[0]?.name).toBe(name);
});

test("a problem of one phrase is shown at the phrases", () => {
  const problems = [{ path: "rules.0.condition.phrases.3", sentence: "too long" }];
  expect(problemAt(problems, "rules.0.condition.phrases")).toBe(problems[0]);
  expect(problemAt(problems, "rules.0.condition")).toBeUndefined();
});

test("a rule just begun is not blamed for what is still to be written", () => {
  const problems = problemsOf(cardOf(newSaid(), newSaid()));
  expect(withoutUnbegun(problems, "rules.1").map(({ path }) => path)).toEqual([
    "rules.0.condition.phrases",
  ]);
});

test("paths are read without the tags of types", () => {
  expect(plainPath("body.rules.2.condition.near.anchor.said.phrases.0")).toBe(
    "rules.2.condition.anchor.phrases.0",
  );
});

test("the finished rules can be tried while another is being written", () => {
  const body = cardOf(hello, newSaid(), { type: "rule", rule: "rule_2" });
  const { body: tried, leftOut } = triable({ ...body, weights: "percent" });
  expect(tried.rules.map(({ key }) => key)).toEqual(["rule_1"]);
  expect([tried.weights, leftOut]).toEqual(["points", 2]);
});

test("where sections have weights, a rule that earns needs one of them", () => {
  const sections = [
    { key: "opening", name: "Opening", weight: 100 },
    { key: "notes", name: "Notes", weight: null },
  ];
  const rules = cardOf(hello, hello, hello).rules.map((rule, at) => ({
    ...rule,
    section: ["opening", "notes", null][at] ?? null,
  }));
  expect(problemsOf({ ...cardOf(hello), sections, rules }).map(({ path }) => path)).toEqual([
    "rules.1.section",
    "rules.2.section",
  ]);
});
