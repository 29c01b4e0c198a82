import { expect, test } from "vitest";

import {
  freshKey,
  intoSection,
  moveRule,
  rulesOf,
  stepRule,
  totalOf,
  withNewRule,
  withoutRule,
  withoutSection,
  withRule,
} from "./body";
import { CONDITION_TYPES, changedType, newCondition } from "./conditions";
import type { Body, Rule } from "./types";

const rule = (key: string, more: Partial<Rule> = {}): Rule => ({
  key,
  name: key,
  description: "",
  section: null,
  severity: "major",
  condition: newCondition("said"),
  forbids: false,
  when: null,
  effect: "earn",
  points: 10,
  per_place: false,
  most: null,
  fatal: null,
  needs_review: true,
  ...more,
});

/** One rule of every type of condition, each inside `when` of the next as well. */
const EVERY: Body = {
  pass_score: 72.5,
  doubtful: "count",
  weights: "points",
  sections: [
    { key: "opening", name: "Opening", weight: 40 },
    { key: "closing", name: "Closing", weight: 60 },
  ],
  grades: [{ name: "A", from_score: 90 }],
  most_added: 5,
  most_deducted: null,
  rules: CONDITION_TYPES.map((type, at) =>
    rule(`rule_${at}`, {
      condition: newCondition(type),
      when: newCondition(CONDITION_TYPES[(at + 1) % CONDITION_TYPES.length] ?? "said"),
      section: at % 2 ? "opening" : null,
    }),
  ),
};

test("writing a rule back as it is changes nothing of the card", () => {
  const written = EVERY.rules.reduce((body, one) => withRule(body, one.key, { ...one }), EVERY);
  expect(written).toEqual(EVERY);
  expect(JSON.parse(JSON.stringify(written))).toEqual(EVERY);
});

test("a rule that is added and removed leaves the card as it was", () => {
  const key = freshKey(EVERY, "rule");
  expect(EVERY.rules.map((one) => one.key)).not.toContain(key);
  expect(withoutRule(withNewRule(EVERY, rule(key), "rule_3"), key)).toEqual(EVERY);
});

test("a rule moved up and down again is where it was, and keeps what it says", () => {
  const back = stepRule(stepRule(EVERY, "rule_4", -1), "rule_4", 1);
  for (const section of [null, "opening"])
    expect(rulesOf(back, section)).toEqual(rulesOf(EVERY, section));
});

test("the first rule stays first", () => {
  expect(stepRule(EVERY, "rule_0", -1)).toBe(EVERY);
});

test("a rule dropped on another takes its place and its section", () => {
  const moved = moveRule(EVERY, "rule_0", "rule_3");
  expect(moved.rules.map(({ key }) => key).slice(0, 4)).toEqual([
    "rule_1",
    "rule_2",
    "rule_3",
    "rule_0",
  ]);
  expect(moved.rules[3]?.section).toBe("opening");
});

test("rules of a section that goes stay, and are fatal to the card instead", () => {
  const body = { ...EVERY, rules: [rule("a", { section: "opening", fatal: "section" })] };
  expect(withoutSection(body, "opening").rules).toEqual([rule("a", { fatal: "card" })]);
  expect(intoSection(body, "a", "closing").rules[0]?.fatal).toBe("section");
});

test("weights of sections are added up where there are any, else the rules that earn", () => {
  expect(totalOf(EVERY)).toEqual({ of: "sections", total: 100 });
  const rules = [rule("a", { points: 0.1 }), rule("b", { points: 0.2 })];
  const plain = { ...EVERY, sections: [], rules: [...rules, rule("c", { effect: "deduct" })] };
  expect(totalOf(plain)).toEqual({ of: "rules", total: 0.3 });
});

test("another type in its place keeps what was written", () => {
  const said = { ...newCondition("said"), phrases: ["a"], within: { first_s: 9 } };
  const line = changedType(said, "script_line");
  expect(line).toMatchObject({ type: "script_line", lines: ["a"], within: { first_s: 9 } });
  expect(changedType(line, "said")).toMatchObject({ phrases: ["a"], within: { first_s: 9 } });
  const not = changedType(said, "not");
  expect(not).toEqual({ type: "not", condition: said });
  expect(changedType(said, "all_of")).toMatchObject({ conditions: [said, { type: "said" }] });
});
