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

/** A rate of connects has two limits, of which a rule may have one. */
export type Clause = AlertKind | "connect_below" | "connect_drop";

interface Props {
  clause: Clause;
  /** What stands in the gaps: fields, or words in their place. */
  gap: (name: Gap) => ReactNode;
  campaign: boolean;
  unit: boolean;
  lasting: boolean;
  quiet: boolean;
}

/** A rule as one reads it; what stands in its gaps is up to who shows it. */
export function RuleSentence({ clause, gap, campaign, unit, lasting, quiet }: Props) {
  const { t } = useTranslation();
  const told = [
    unit && campaign && t("alert_rules.scope_campaign"),
    unit && !campaign && t("alert_rules.scope"),
    !unit && campaign && t("alert_rules.scope_only_campaign"),
    t(`alert_rules.when.${clause}`),
    lasting && t("alert_rules.lasting"),
    t("alert_rules.raise"),
    t("alert_rules.again"),
    t("alert_rules.by"),
    quiet && t("alert_rules.quiet"),
    t("alert_rules.end"),
  ];
  return pieces(told.filter(Boolean).join("")).map((piece) => (
    <Fragment key={piece.key}>{piece.gap ? gap(piece.text as Gap) : piece.text}</Fragment>
  ));
}

/** What a stored rule says happens. */
export function clauseOf({ condition }: Pick<Rule, "condition">): Clause {
  if (condition.kind !== "connect_rate") return condition.kind;
  if (condition.drop_points == null) return "connect_below";
  return condition.below_percent == null ? "connect_drop" : "connect_rate";
}
