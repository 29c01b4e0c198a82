/** What is wrong with a body, found while typing: by path, as the server writes paths. Pure. */
import { isHundred, totalOf } from "./body";
import { walk } from "./conditions";
import type { Body, Condition, ConditionType, Of, Rule } from "./types";

export type ProblemName =
  | "name_missing"
  | "rules_missing"
  | "phrases_missing"
  | "lines_missing"
  | "phrase_without_words"
  | "regex_missing"
  | "regex_wrong"
  | "regex_not_linear"
  | "question_short"
  | "rule_missing"
  | "rule_itself"
  | "languages_missing"
  | "too_few"
  | "value_missing"
  | "weights_total"
  | "grade_missing"
  | "section_name_missing"
  | "section_without_weight";

export interface Problem {
  /** `rules.0.condition.phrases` */
  path: string;
  /** Ours, told in the reader's language. */
  name?: ProblemName;
  facts?: Record<string, string | number>;
  /** The server's. */
  sentence?: string;
}

export function problemsOf(body: Body): Problem[] {
  return [
    ...(body.rules.length === 0 ? [{ path: "rules", name: "rules_missing" } as const] : []),
    ...weights(body),
    ...body.sections.flatMap(({ name }, at) =>
      name.trim() ? [] : [found(`sections.${at}.name`, "section_name_missing")],
    ),
    ...body.grades.flatMap(({ name }, at) =>
      name.trim() ? [] : [found(`grades.${at}.name`, "grade_missing")],
    ),
    ...body.rules.flatMap((rule, at) => ofRule(rule, `rules.${at}`, body)),
  ];
}

function weights(body: Body): Problem[] {
  if (body.weights !== "percent") return [];
  const { total } = totalOf(body);
  return isHundred(total) ? [] : [{ path: "weights", name: "weights_total", facts: { total } }];
}

function ofRule(rule: Rule, path: string, body: Body): Problem[] {
  const named = rule.name.trim() ? [] : [found(`${path}.name`, "name_missing")];
  const weighed = body.sections.filter(({ weight }) => weight != null);
  const loose =
    weighed.length > 0 &&
    rule.effect === "earn" &&
    !weighed.some(({ key }) => key === rule.section);
  const conditions = [
    ...(rule.condition ? walk(rule.condition, `${path}.condition`) : []),
    ...(rule.when ? walk(rule.when, `${path}.when`) : []),
  ];
  return [
    ...named,
    ...(loose ? [found(`${path}.section`, "section_without_weight")] : []),
    ...conditions.flatMap(({ path: here, condition }) => ofCondition(condition, here, rule, body)),
  ];
}

type Check<Type extends ConditionType> = (
  condition: Of<Type>,
  path: string,
  rule: Rule,
  body: Body,
) => Problem[];

const CHECKS: { [Type in ConditionType]?: Check<Type> } = {
  said: ({ phrases, packs, exclusions }, path) =>
    phrases.length + packs.length === 0
      ? [found(`${path}.phrases`, "phrases_missing")]
      : [...wordless(phrases, `${path}.phrases`), ...wordless(exclusions, `${path}.exclusions`)],
  script_line: ({ lines }, path) =>
    lines.length === 0
      ? [found(`${path}.lines`, "lines_missing")]
      : wordless(lines, `${path}.lines`),
  pattern: ({ regex, excluding }, path) => [
    ...ofPattern(regex, `${path}.regex`),
    ...(excluding == null ? [] : ofPattern(excluding, `${path}.excluding`)),
  ],
  judged: ({ question }, path) =>
    question.trim().length < 5 ? [found(`${path}.question`, "question_short")] : [],
  rule: ({ rule: key }, path, rule, body) => ofReference(key, `${path}.rule`, rule, body),
  language: ({ languages }, path) =>
    languages.length === 0 ? [found(`${path}.languages`, "languages_missing")] : [],
  any_of: ({ at_least, conditions }, path) =>
    at_least > conditions.length ? [found(`${path}.at_least`, "too_few")] : [],
  fact: ({ wanted }, path) =>
    hasValue(wanted) ? [] : [found(`${path}.wanted.value`, "value_missing")],
  entity: ({ wanted }, path) =>
    wanted && !hasValue(wanted) ? [found(`${path}.wanted.value`, "value_missing")] : [],
};

function ofCondition(condition: Condition, path: string, rule: Rule, body: Body): Problem[] {
  const check = CHECKS[condition.type] as Check<ConditionType> | undefined;
  return check?.(condition, path, rule, body) ?? [];
}

function hasValue({ value, fact }: { value?: unknown; fact?: string | null }): boolean {
  if (fact != null) return fact !== "";
  if (Array.isArray(value)) return value.length > 0;
  return value != null && value !== "";
}

function ofReference(key: string, path: string, rule: Rule, body: Body): Problem[] {
  if (key === rule.key) return [found(path, "rule_itself")];
  return body.rules.some((one) => one.key === key) ? [] : [found(path, "rule_missing")];
}

function wordless(phrases: readonly string[], path: string): Problem[] {
  const at = phrases.findIndex((phrase) => !/[\p{L}\p{N}]/u.test(phrase));
  return at < 0 ? [] : [found(path, "phrase_without_words")];
}

/** RE2 has neither look-around nor back-references; the rest is near enough to JavaScript's. */
export function ofPattern(regex: string, path: string): Problem[] {
  if (regex === "") return [found(path, "regex_missing")];
  if (/\(\?<?[=!]|\\[1-9]|\(\?P=|\\k</.test(regex)) return [found(path, "regex_not_linear")];
  try {
    new RegExp(regex.replaceAll(/\(\?P</g, "(?<").replace(/^\(\?[imsU]+\)/, ""), "u");
    return [];
  } catch (error) {
    const detail = error instanceof Error ? error.message.replace(/^.*: /, "") : "";
    return [{ path, name: "regex_wrong", facts: { detail } }];
  }
}

function found(path: string, name: ProblemName): Problem {
  return { path, name };
}

/** The first problem at `path`, or at one of the items listed there. */
export function problemAt(problems: readonly Problem[], path: string): Problem | undefined {
  return problems.find(
    (one) =>
      one.path === path ||
      (one.path.startsWith(`${path}.`) && /^\d+$/.test(one.path.slice(path.length + 1))),
  );
}

/** Those at `path` or below it. */
export function problemsBelow(problems: readonly Problem[], path: string): Problem[] {
  return problems.filter((one) => one.path === path || one.path.startsWith(`${path}.`));
}

const UNBEGUN: ReadonlySet<ProblemName | undefined> = new Set<ProblemName>([
  "phrases_missing",
  "lines_missing",
  "regex_missing",
  "question_short",
  "languages_missing",
  "rule_missing",
  "value_missing",
]);

/** Those to show while the rule at `path` is begun: without what nobody has come to write yet. */
export function withoutUnbegun(problems: readonly Problem[], path: string): Problem[] {
  return problems.filter((one) => !(one.path.startsWith(`${path}.`) && UNBEGUN.has(one.name)));
}

/** FastAPI's and our own paths: `body.rules[0].condition.said.phrases` -> `rules.0.condition.phrases`. */
export function plainPath(path: string): string {
  return path
    .replaceAll(/\[(\d+)\]/g, ".$1")
    .replace(/^(body\.)+/, "")
    .split(".")
    .filter((part, at, all) => !isTag(part, all[at - 1]))
    .join(".");
}

const TAGS = new Set([
  "said",
  "pattern",
  "script_line",
  "sequence",
  "near",
  "repeated",
  "entity",
  "sound",
  "fact",
  "language",
  "earlier_call",
  "judged",
  "not",
  "all_of",
  "any_of",
  "rule",
]);

/** Pydantic puts the type of a condition after the place it stands in. */
function isTag(part: string, before: string | undefined): boolean {
  if (!TAGS.has(part) || before === undefined) return false;
  return ["condition", "when", "anchor"].includes(before) || /^\d+$/.test(before);
}
