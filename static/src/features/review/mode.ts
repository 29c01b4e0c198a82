/** What the next key means: listening, giving a reason, choosing words, or typing. */
import type { Words } from "../../components/call/marking";
import type { Pick } from "./picking";
import type { Reason } from "./types";

export type Purpose = "correct" | "add";

export type Mode =
  | { kind: "listen" }
  /** A hit was just rejected: why? */
  | { kind: "reason"; hit_id: string }
  | { kind: "pick"; purpose: Purpose; pick: Pick }
  /** Words were chosen, and are being corrected or made a hit. */
  | { kind: "words"; purpose: Purpose; words: Words }
  /** A hit of seconds, where there are no words. */
  | { kind: "seconds"; at_s: number }
  | { kind: "comment"; at_s: number; id: string | null };

export const LISTEN: Mode = { kind: "listen" };

/** By the digit that gives them. */
export const REASONS = [
  "misheard",
  "wrong_speaker",
  "quoted",
  "allowed_here",
  "rule_too_wide",
  "other",
] as const satisfies readonly Reason[];
