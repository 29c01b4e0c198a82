import { useTranslation } from "react-i18next";

import { useRuleForm } from "./form-context";
import type { Say } from "./say";
import { capital, conditionText } from "./sentence";
import type { Rule } from "./types";

/** Sentences of a rule: when, what, to what effect. */
export function ruleSentences(
  rule: Rule,
  say: Say,
): { when: string; asks: string; effect: string } {
  const { t } = say;
  return {
    when: rule.when ? t("conditions.when", { when: conditionText(rule.when, say) }) : "",
    asks: rule.condition
      ? capital(conditionText(rule.condition, say, rule.forbids ? "never" : "must"))
      : t("conditions.human"),
    effect: capital(isOnlyFatal(rule) ? "" : effectText(rule, say)),
  };
}

/** What takes off nothing by points, but everything by being fatal. */
function isOnlyFatal({ fatal, effect, points }: Rule): boolean {
  return fatal != null && (effect === "none" || (effect !== "earn" && points === 0));
}

export function effectText(rule: Rule, { t, decimal }: Say): string {
  const points = decimal(rule.points);
  const most = rule.most == null ? "" : t("conditions.effect.most", { most: decimal(rule.most) });
  switch (rule.effect) {
    case "earn":
      return t("conditions.effect.earn", { points });
    case "add":
      return (
        t(rule.per_place ? "conditions.effect.add_place" : "conditions.effect.add", { points }) +
        most
      );
    case "deduct":
      return (
        t(rule.per_place ? "conditions.effect.deduct_place" : "conditions.effect.deduct", {
          points,
        }) + most
      );
    case "none":
      return t("conditions.effect.none");
  }
}

export function RuleSentence({ rule, say: given }: { rule: Rule; say?: Say }) {
  if (given) return <Told rule={rule} say={given} />;
  return <ToldInForm rule={rule} />;
}

function ToldInForm({ rule }: { rule: Rule }) {
  return <Told rule={rule} say={useRuleForm().say} />;
}

function Told({ rule, say }: { rule: Rule; say: Say }) {
  const { t } = useTranslation();
  const { when, asks, effect } = ruleSentences(rule, say);
  const fatal = rule.fatal && t(`conditions.fatal.${rule.fatal}`);
  return (
    <p>
      {when && <span>{`${when} · `}</span>}
      {asks}
      {" → "}
      <b>{[effect, fatal].filter(Boolean).join(" · ")}</b>
    </p>
  );
}
