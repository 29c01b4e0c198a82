import type { SameKeys } from "../same-keys";
import type { precision as zh } from "../zh-CN/precision";

/** How far rules can be trusted. */
export const precision: SameKeys<typeof zh> = {
  precision: {
    help: "Precision = confirmed / (confirmed + rejected); the bar is its 95 % interval. Only finished reviews that count now are in it; “unsure” is not.",
    recall_help: "Recall = found / (found + missed), only from calls drawn at random: an estimate.",
    shown: "{{count}} rules on this page",
    scorecard: "Scorecard",
    all_scorecards: "All scorecards",
    rule: "Rule",
    state: "State",
    states: { trusted: "Trusted", needs_review: "Needs review", muted: "Muted" },
    precision: "Precision",
    reviewed: "Reviewed",
    reviewed_of: "{{confirmed}} of {{reviewed}} confirmed",
    unsure: "{{count}} unsure",
    recall: "Recall (estimate)",
    recall_of: "{{found}} found · {{missed}} missed",
    trend: "By week",
    week: "Week of {{monday}}: {{confirmed}} confirmed, {{rejected}} rejected",
    acts: "Actions",
    rejected: "Rejected hits",
    none_yet: "None reviewed yet",
    fatal: "Fatal",
    empty: "No scorecard is published yet",
    empty_next:
      "Publish a scorecard and finish reviews: then this page shows how far each rule can be trusted.",
    asks: "Most hits of the fatal rule “{{name}}” are rejected. Please decide whether to mute it",
    asks_why:
      "No number mutes a fatal rule by itself. Muted, its hits stay off the boards; scores stay as they are.",
    mute: "Mute",
    mute_of: "Mute “{{name}}”?",
    mute_says:
      "Its fatal hits stay off the boards until it is lifted. Scores stay as they are. This is noted in the audit log.",
    lift: "Unmute",
    lift_of: "Unmute “{{name}}”?",
    lift_says: "Its fatal hits appear on the boards again.",
    muted_by: "Muted by {{name}}: {{reason}}",
    reason: "Reason",
    reason_needed: "Please write at least 3 characters",
    cancel: "Cancel",
    rejections_of: "Rejected hits of “{{name}}”",
    no_rejections: "No hit was rejected",
    more: "More",
    version: "Version {{number}}",
    by: "{{name}} · {{at}}",
    no_reason: "No reason given",
    reasons: {
      misheard: "Misheard",
      wrong_speaker: "Wrong speaker",
      quoted: "Quoted",
      allowed_here: "Allowed here",
      rule_too_wide: "Rule too wide",
      other: "Other",
    },
  },
};
