/** Changes of a scorecard's body. Pure: each makes a new one and keeps what it does not name. */
import type { Body, Rule, Section } from "./types";

export function ruleAt(body: Body, key: string | null): Rule | undefined {
  return body.rules.find((rule) => rule.key === key);
}

export function withRule(body: Body, key: string, rule: Rule): Body {
  return { ...body, rules: body.rules.map((one) => (one.key === key ? rule : one)) };
}

export function withoutRule(body: Body, key: string): Body {
  return { ...body, rules: body.rules.filter((rule) => rule.key !== key) };
}

/** After `after`, or at the end. */
export function withNewRule(body: Body, rule: Rule, after?: string): Body {
  const at = body.rules.findIndex(({ key }) => key === after);
  const rules = [...body.rules];
  rules.splice(at < 0 ? rules.length : at + 1, 0, rule);
  return { ...body, rules };
}

/** A key that nothing else on the card has: `rule_3`. */
export function freshKey(body: Body, stem: string): string {
  const taken = new Set([...body.rules, ...body.sections].map(({ key }) => key));
  let number = body.rules.length + 1;
  while (taken.has(`${stem}_${number}`)) number += 1;
  return `${stem}_${number}`;
}

/** The rules of a section in their order; null: those of none. */
export function rulesOf(body: Body, section: string | null): Rule[] {
  return body.rules.filter((rule) => (rule.section ?? null) === section);
}

/** Puts the rule where `target` stands, into its section. Order within sections is all that counts. */
export function moveRule(body: Body, key: string, target: string): Body {
  const moved = ruleAt(body, key);
  const place = ruleAt(body, target);
  if (!moved || !place || moved === place) return body;
  const before = body.rules.indexOf(moved) > body.rules.indexOf(place);
  const rest = body.rules.filter((rule) => rule !== moved);
  rest.splice(rest.indexOf(place) + (before ? 0 : 1), 0, inSection(moved, place.section ?? null));
  return { ...body, rules: rest };
}

/** One place up or down within its section. */
export function stepRule(body: Body, key: string, by: -1 | 1): Body {
  const rule = ruleAt(body, key);
  if (!rule) return body;
  const siblings = rulesOf(body, rule.section ?? null);
  const target = siblings[siblings.indexOf(rule) + by];
  return target ? moveRule(body, key, target.key) : body;
}

export function intoSection(body: Body, key: string, section: string | null): Body {
  const rule = ruleAt(body, key);
  if (!rule || (rule.section ?? null) === section) return body;
  const rest = body.rules.filter((one) => one !== rule);
  return { ...body, rules: [...rest, inSection(rule, section)] };
}

/** What is fatal to a section needs one. */
function inSection(rule: Rule, section: string | null): Rule {
  const fatal = section === null && rule.fatal === "section" ? "card" : rule.fatal;
  return { ...rule, section, ...(fatal !== undefined && { fatal }) };
}

export function withSection(body: Body, key: string, section: Section): Body {
  return { ...body, sections: body.sections.map((one) => (one.key === key ? section : one)) };
}

export function withNewSection(body: Body, name: string): Body {
  const key = freshKey(body, "section");
  return { ...body, sections: [...body.sections, { key, name, weight: null }] };
}

/** Its rules stay, in no section. */
export function withoutSection(body: Body, key: string): Body {
  const rules = body.rules.map((rule) => (rule.section === key ? inSection(rule, null) : rule));
  return { ...body, rules, sections: body.sections.filter((section) => section.key !== key) };
}

export function stepSection(body: Body, key: string, by: -1 | 1): Body {
  const sections = [...body.sections];
  const at = sections.findIndex((section) => section.key === key);
  const other = sections[at + by];
  const moved = sections[at];
  if (!moved || !other) return body;
  sections[at + by] = moved;
  sections[at] = other;
  return { ...body, sections };
}

export interface Total {
  /** What is added up: weights of sections where any has one, else of rules that earn. */
  of: "sections" | "rules";
  total: number;
}

export function totalOf({ sections, rules }: Body): Total {
  const weighed = sections.flatMap(({ weight }) => (weight == null ? [] : [weight]));
  if (weighed.length > 0) return { of: "sections", total: sum(weighed) };
  const earning = rules.flatMap(({ effect, points }) => (effect === "earn" ? [points] : []));
  return { of: "rules", total: sum(earning) };
}

export function isHundred(total: number): boolean {
  return Math.abs(total - 100) <= 0.01;
}

function sum(numbers: readonly number[]): number {
  return Math.round(numbers.reduce((all, one) => all + one, 0) * 1e6) / 1e6;
}
