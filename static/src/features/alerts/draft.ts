/** A rule as the form holds it, and as the server wants it. Pure. */
import type { AlertKind } from "../../components/alerts/kinds";
import type { Severity } from "../../components/alerts/severities";
import type { Rule, RuleWish } from "./rule-queries";

export type Condition = Rule["condition"];
type Conditions = { [Kind in AlertKind]: Extract<Condition, { kind: Kind }> };

export const GROUPS = {
  states: ["idle", "call", "wrap_up", "break"],
  rates: ["abandon_rate", "connect_rate"],
  sources: ["source_silent"],
  calls: ["fatal_hit", "outside_hours", "too_often", "refused_called"],
} as const satisfies Record<string, readonly AlertKind[]>;

/** What they measure belongs to no team. */
const CENTRE_WIDE: readonly AlertKind[] = ["abandon_rate", "source_silent"];
/** What they measure belongs to no campaign. */
const CAMPAIGNLESS: readonly AlertKind[] = ["idle", "wrap_up", "break", "source_silent"];
/** May be asked to last before they are raised; states say in minutes how long. */
const DAMPED: readonly AlertKind[] = ["abandon_rate", "connect_rate", "source_silent"];

/** Its campaign is counted whole; a unit says who is shown it. */
export const hasAudience = (kind: AlertKind) => kind === "abandon_rate";
export const hasUnit = (kind: AlertKind) => !CENTRE_WIDE.includes(kind);
export const hasCampaign = (kind: AlertKind) => !CAMPAIGNLESS.includes(kind);
export const mayLast = (kind: AlertKind) => DAMPED.includes(kind);

export const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

interface Quiet {
  from: string;
  to: string;
  days: number[];
}

/** Of all kinds the form holds what was typed; only the chosen one is sent. */
export interface RuleDraft {
  name: string;
  kind: AlertKind;
  conditions: Conditions;
  unit_id: string | null;
  campaign_id: string | null;
  severity: Severity;
  lasting_min: number;
  cooldown_min: number;
  channel_ids: string[];
  is_quiet: boolean;
  quiet: Quiet;
}

const USUAL: Conditions = {
  idle: { kind: "idle", minutes: 10 },
  call: { kind: "call", minutes: 60 },
  wrap_up: { kind: "wrap_up", minutes: 5 },
  break: { kind: "break", minutes: 20, reasons: [] },
  abandon_rate: { kind: "abandon_rate", percent: 2.5, min_calls: 100 },
  connect_rate: { kind: "connect_rate", below_percent: 20, drop_points: null, min_dials: 50 },
  source_silent: { kind: "source_silent", minutes: 15, source_ids: [] },
  fatal_hit: { kind: "fatal_hit", rule_keys: [] },
  outside_hours: { kind: "outside_hours" },
  too_often: { kind: "too_often", times: 3, hours: 24 },
  refused_called: {
    kind: "refused_called",
    days: 30,
    outcomes: ["refused", "do_not_call"],
    rule_keys: [],
  },
};

const USUAL_QUIET: Quiet = { from: "22:00", to: "08:00", days: EVERY_DAY };

export const NEW_RULE: RuleDraft = {
  name: "",
  kind: "idle",
  conditions: USUAL,
  unit_id: null,
  campaign_id: null,
  severity: "warning",
  lasting_min: 0,
  cooldown_min: 15,
  channel_ids: [],
  is_quiet: false,
  quiet: USUAL_QUIET,
};

export function toDraft(rule: Rule): RuleDraft {
  const { name, kind, condition, unit_id, campaign_id, severity, channel_ids, quiet } = rule;
  return {
    ...{ name, kind, unit_id, campaign_id, severity, channel_ids },
    conditions: { ...USUAL, [kind]: condition },
    lasting_min: rule.lasting_s / 60,
    cooldown_min: rule.cooldown_s / 60,
    is_quiet: quiet !== null,
    quiet: quiet ? { ...USUAL_QUIET, ...quiet } : USUAL_QUIET,
  };
}

/** What the server wants, without what the kind has not. */
export function toWish(draft: RuleDraft): Omit<RuleWish, "active"> {
  const { name, kind, conditions, unit_id, campaign_id, severity, channel_ids } = draft;
  return {
    name: name.trim(),
    condition: conditions[kind],
    unit_id: hasUnit(kind) || hasAudience(kind) ? unit_id : null,
    campaign_id: hasCampaign(kind) ? campaign_id : null,
    severity,
    lasting_s: mayLast(kind) ? Math.round((draft.lasting_min ?? 0) * 60) : 0,
    cooldown_s: Math.round((draft.cooldown_min ?? 0) * 60),
    quiet: draft.is_quiet ? draft.quiet : null,
    channel_ids,
  };
}

/** Whether a condition says enough to be tried. */
export function isFinished(condition: Condition): boolean {
  const { kind, ...rest } = condition;
  if (condition.kind === "connect_rate")
    return (condition.below_percent ?? null) !== null || (condition.drop_points ?? null) !== null;
  return kind !== undefined && Object.values(rest).every((value) => value !== null);
}
