/** Rules to start from: what is asked for most. */
import type { TFunction } from "i18next";

import { newCondition, newSaid, newStep } from "./conditions";
import type { Rule } from "./types";

export const TEMPLATES = [
  "say",
  "never",
  "order",
  "after",
  "silence",
  "price",
  "human",
  "blank",
] as const;

export type Template = (typeof TEMPLATES)[number];

const PLAIN = {
  description: "",
  section: null,
  severity: "major",
  condition: null,
  forbids: false,
  when: null,
  effect: "earn",
  points: 10,
  per_place: false,
  most: null,
  fatal: null,
  needs_review: true,
} as const satisfies Omit<Rule, "key" | "name">;

export function ruleFrom(template: Template, key: string, t: TFunction): Rule {
  const plain: Rule = { ...PLAIN, key, name: t(`rules.template.${template}.name`) };
  switch (template) {
    case "say":
      return { ...plain, condition: { ...newSaid(), within: { first_s: 15 } } };
    case "never":
      return {
        ...plain,
        condition: newSaid(),
        forbids: true,
        effect: "deduct",
        severity: "critical",
      };
    case "order":
      return {
        ...plain,
        condition: {
          type: "sequence",
          steps: [1, 2, 3].map((n) => newStep(t("scorecards.step_name", { n }))),
        },
      };
    case "after":
      return {
        ...plain,
        forbids: true,
        effect: "deduct",
        condition: { ...newCondition("near"), within_s: 60 },
      };
    case "silence":
      return {
        ...plain,
        forbids: true,
        effect: "deduct",
        points: 5,
        severity: "minor",
        needs_review: false,
        condition: newCondition("sound"),
      };
    case "price":
      return {
        ...plain,
        condition: {
          ...newCondition("entity"),
          wanted: { op: "eq", value: null, fact: "campaign.price" },
        },
      };
    case "human":
      return plain;
    case "blank":
      return { ...plain, condition: newSaid() };
  }
}

/** What a new card begins with. */
export function copyOf(rule: Rule, key: string, name: string): Rule {
  return { ...structuredClone(rule), key, name };
}
