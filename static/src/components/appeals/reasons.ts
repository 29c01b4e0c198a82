import type { components } from "../../lib/api-types";

type Schemas = components["schemas"];

export type AppealReason = Schemas["AppealReason"];
export type DecisionReason = Schemas["DecisionReason"];

/** Why agents appeal, in the order in which they are offered. */
export const APPEAL_REASONS: readonly AppealReason[] = [
  "misheard",
  "wrong_speaker",
  "quoted",
  "allowed_here",
  "said_it",
  "rule_unclear",
  "other",
];

/** Why somebody decides as they do. */
export const DECISION_REASONS = {
  accept: ["heard_wrong", "judged_wrong", "rule_wrong", "other"],
  deny: ["evidence_holds", "not_in_script", "other"],
  hand_on: ["needs_another_look", "other"],
} as const satisfies Record<string, readonly DecisionReason[]>;
