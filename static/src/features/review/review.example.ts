/** A small review to test with. */
import type { Hit, ScoreLine } from "../../lib/api";
import type { AddedHit, Comment, Correction, Review } from "./types";

const AT = "2026-11-22T04:00:00Z";

export const aHit = (id: string, start_s: number, fields: Partial<Hit> = {}): Hit => ({
  id,
  rule_key: `rule of ${id}`,
  rule_name: `Rule of ${id}`,
  violation: true,
  fatal: false,
  severity: "major",
  needs_review: true,
  utterance: 0,
  char_start: 0,
  char_end: 2,
  start_s,
  end_s: start_s + 1,
  quote: "",
  ...fields,
});

export const aLine = (rule_key: string, fields: Partial<ScoreLine> = {}): ScoreLine => ({
  rule_key,
  rule_name: rule_key,
  section: null,
  severity: "major",
  effect: "earn",
  forbids: false,
  verdict: "passed",
  reason: null,
  fatal: null,
  weight: 10,
  share: 10,
  earned: 10,
  added: 0,
  deducted: 0,
  capped: false,
  finding: null,
  when: null,
  evidence: [],
  needs_review: true,
  explanation: { "zh-CN": "", en: "" },
  ...fields,
});

export const anAddedHit = (id: string, start_s: number): AddedHit => ({
  ...{ id, rule_key: "notice", utterance: 1, char_start: 0, char_end: 2 },
  ...{ start_s, end_s: start_s + 1, quote: "录音", note: null, at: AT },
});

export const aComment = (id: string, text = "Slower"): Comment => ({
  ...{ id, start_s: 3, end_s: null, text, at: AT },
});

export const aCorrection = (id: string, said: string): Correction => ({
  ...{ id, utterance: 0, char_start: 0, char_end: 2, heard: "收亿", said, at: AT },
});

/** Hits `a`, `b` and `c`, at one, two and three seconds; `c` needs no look. */
export const aReview = (fields: Partial<Review> = {}): Review => ({
  id: "review",
  revision: 4,
  state: "draft",
  purpose: "review",
  number: null,
  call_id: "call",
  task_id: null,
  evaluation_id: "evaluation",
  transcript_id: "transcript",
  reviewer: { id: "dana", name: "Dana" },
  may_edit: true,
  verdicts: [],
  answers: [],
  added_hits: [],
  comments: [],
  corrections: [],
  praise: null,
  suggestion: null,
  score: {
    ...{ score: 80, passed: true, fatal: false, grade: null, earned_percent: 80 },
    ...{ added: 0, deducted: 0, sections: [], lines: [aLine("notice"), aLine("manner")] },
  },
  machine: {
    ...{ evaluation_id: "evaluation", scorecard_name: "Card", scorecard_version: 1 },
    ...{ score: 80, passed: true, fatal: false, grade: null },
    lines: [aLine("notice"), aLine("manner", { verdict: "unanswered", earned: 0, weight: 0 })],
  },
  machine_hidden: false,
  open: [],
  hits: [aHit("b", 2), aHit("a", 1), aHit("c", 3, { needs_review: false })],
  muted_rules: [],
  active_s: 0,
  opened_at: AT,
  saved_at: AT,
  finalised_at: null,
  released_at: null,
  acknowledged_at: null,
  supersedes_id: null,
  reason: null,
  ...fields,
});
