import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { AlertKind } from "../../components/alerts/kinds";
import { pieces } from "./pieces";
import type { Rule } from "./rule-queries";

export type Gap =
  | "minutes"
  | "reasons"
  | "percent"
  | "min_calls"
  | "below_percent"
  | "drop_points"
  | "min_dials"
  | "sources"
  | "rules"
  | "hours"
  | "times"
  | "days"
  | "outcomes"
  | "unit"
  | "campaign"
  | "lasting"
  | "severity"
  | "cooldown"
  | "channels"
  | "quiet_days"
  | "from"
  | "to";

/** Kinds of which a rule may leave a part out have a sentence for each part. */
export type Clause = AlertKind | "connect_below" | "connect_drop" | "refused_outcomes";

interface Props {
  clause: Clause;
  /** What stands in the gaps: fields, or words in their place. */
  gap: (name: Gap) => ReactNode;
  campaign: boolean;
  unit: boolean;
  /** A unit that is shown it, and not the one that is watched. */
  audience: boolean;
  lasting: boolean;
  quiet: boolean;
}

/** A rule as one reads it; what stands in its gaps is up to who shows it. */
export function RuleSentence({ clause, gap, campaign, unit, audience, lasting, quiet }: Props) {
  const { t } = useTranslation();
  const told = [
    unit && campaign && t("alert_rules.scope_campaign"),
    unit && !campaign && t("alert_rules.scope"),
    !unit && campaign && t("alert_rules.scope_only_campaign"),
    t(`alert_rules.when.${clause}`),
    lasting && t("alert_rules.lasting"),
    t("alert_rules.raise"),
    audience && t("alert_rules.audience"),
    t("alert_rules.again"),
    t("alert_rules.by"),
    quiet && t("alert_rules.quiet"),
    t("alert_rules.end"),
  ];
  return pieces(capital(told.filter(Boolean).join(""))).map((piece) => (
    <Fragment key={piece.key}>{piece.gap ? gap(piece.text as Gap) : piece.text}</Fragment>
  ));
}

/** What a stored rule says happens. */
export function clauseOf({ condition }: Pick<Rule, "condition">): Clause {
  if (condition.kind === "refused_called" && condition.rule_keys?.length === 0)
    return "refused_outcomes";
  if (condition.kind !== "connect_rate") return condition.kind;
  if (condition.drop_points == null) return "connect_below";
  return condition.below_percent == null ? "connect_drop" : "connect_rate";
}

/** A rule without a scope begins in the middle of the sentence. */
function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
