/** New conditions with sensible values, and what is inside of those that hold others. */
import type { Condition, ConditionType, Of, Step } from "./types";

export const CONDITION_TYPES = [
  "said",
  "script_line",
  "near",
  "sequence",
  "sound",
  "entity",
  "fact",
  "pattern",
  "repeated",
  "language",
  "earlier_call",
  "judged",
  "all_of",
  "any_of",
  "not",
  "rule",
] as const satisfies readonly ConditionType[];

/** Every type is listed above. */
type Missing = Exclude<ConditionType, (typeof CONDITION_TYPES)[number]>;
const NONE_MISSING: Record<Missing, never> = {};
void NONE_MISSING;

export const NESTED: ReadonlySet<ConditionType> = new Set<ConditionType>([
  "near",
  "sequence",
  "earlier_call",
  "all_of",
  "any_of",
  "not",
]);

const SPOKEN = { speaker: "agent", within: null, min_confidence: null } as const;

export function newSaid(): Of<"said"> {
  return {
    ...SPOKEN,
    type: "said",
    phrases: [],
    packs: [],
    exclusions: [],
    at_least: 1,
    times: 1,
    one_turn: false,
    homophones: false,
  };
}

export function newStep(name: string): Step {
  return { name, condition: newSaid(), optional: false, within_s: null, within_turns: null };
}

const NEW: { [Type in ConditionType]: () => Of<Type> } = {
  said: newSaid,
  pattern: () => ({ ...SPOKEN, type: "pattern", regex: "", excluding: null, times: 1 }),
  script_line: () => ({
    ...SPOKEN,
    type: "script_line",
    lines: [],
    similarity: 80,
    homophones: false,
  }),
  sequence: () => ({ type: "sequence", steps: [newStep("1"), newStep("2")] }),
  near: () => ({
    type: "near",
    condition: newSaid(),
    direction: "after",
    anchor: { ...newSaid(), speaker: "customer" },
    occurrence: "any",
    within_s: null,
    within_turns: null,
  }),
  repeated: () => ({
    ...SPOKEN,
    type: "repeated",
    similarity: 80,
    times: 3,
    look_back: null,
    min_characters: 5,
    ignore: [],
  }),
  entity: () => ({ ...SPOKEN, type: "entity", kind: "amount", wanted: null, times: 1 }),
  sound: () => ({
    type: "sound",
    measure: "longest_silence_s",
    op: "gt",
    value: 10,
    speaker: "agent",
    min_s: null,
  }),
  fact: () => ({ type: "fact", name: "duration_s", wanted: { op: "ge", value: 30, fact: null } }),
  language: () => ({ type: "language", languages: ["zh"], speaker: "agent", share: 0.5 }),
  earlier_call: () => ({
    type: "earlier_call",
    condition: newSaid(),
    within_days: 30,
    same_campaign: true,
  }),
  judged: () => ({ ...SPOKEN, type: "judged", question: "" }),
  not: () => ({ type: "not", condition: newSaid() }),
  all_of: () => ({ type: "all_of", conditions: [newSaid(), newSaid()] }),
  any_of: () => ({ type: "any_of", conditions: [newSaid(), newSaid()], at_least: 1 }),
  rule: () => ({ type: "rule", rule: "" }),
};

export function newCondition<Type extends ConditionType>(type: Type): Of<Type> {
  return NEW[type]();
}

/** The conditions directly inside, with where they are: `condition`, `steps.0.condition`. */
export function childrenOf(condition: Condition): { at: string; condition: Condition }[] {
  switch (condition.type) {
    case "not":
    case "earlier_call":
      return [{ at: "condition", condition: condition.condition }];
    case "near":
      return [
        { at: "anchor", condition: condition.anchor },
        { at: "condition", condition: condition.condition },
      ];
    case "all_of":
    case "any_of":
      return condition.conditions.map((one, at) => ({ at: `conditions.${at}`, condition: one }));
    case "sequence":
      return condition.steps.map((step, at) => ({
        at: `steps.${at}.condition`,
        condition: step.condition,
      }));
    default:
      return [];
  }
}

/** A condition and all inside it, with their paths below `path`. */
export function walk(condition: Condition, path: string): { path: string; condition: Condition }[] {
  const below = childrenOf(condition).flatMap(({ at, condition: child }) =>
    walk(child, `${path}.${at}`),
  );
  return [{ path, condition }, ...below];
}

/** Another type in the same place: what is inside moves along where it can. */
export function changedType(condition: Condition, type: ConditionType): Condition {
  if (condition.type === type) return condition;
  const fresh: Condition = newCondition(type);
  if ("phrases" in condition && fresh.type === "script_line")
    return { ...fresh, lines: condition.phrases, ...spokenOf(condition) };
  if (condition.type === "script_line" && fresh.type === "said")
    return { ...fresh, phrases: condition.lines, ...spokenOf(condition) };
  if (isEmpty(condition)) return fresh;
  switch (fresh.type) {
    case "not":
    case "near":
    case "earlier_call":
      return { ...fresh, condition: insideOf(condition) };
    case "all_of":
    case "any_of":
      return { ...fresh, conditions: allInside(condition) };
    default:
      return "speaker" in fresh && "speaker" in condition
        ? ({ ...fresh, ...spokenOf(condition) } as Condition)
        : fresh;
  }
}

function insideOf(condition: Condition): Condition {
  return condition.type === "not" || condition.type === "near" || condition.type === "earlier_call"
    ? condition.condition
    : condition;
}

function allInside(condition: Condition): Condition[] {
  if (condition.type === "all_of" || condition.type === "any_of") return condition.conditions;
  return [condition, newSaid()];
}

function isEmpty(condition: Condition): boolean {
  return (
    condition.type === "said" && condition.phrases.length === 0 && condition.packs.length === 0
  );
}

function spokenOf(condition: Condition) {
  const speaker = "speaker" in condition ? { speaker: condition.speaker } : {};
  const within = "within" in condition ? { within: condition.within ?? null } : {};
  return { ...speaker, ...within };
}
