import { useTranslation } from "react-i18next";

import type { components } from "../lib/api-types";
import { useFormat } from "../lib/format";
import { useWords } from "../lib/words";

type TaskReason = components["schemas"]["TaskReasonOut"];

const CODES = [
  ...(["fatal", "severity", "rule", "pack", "outcome"] as const),
  ...(["risk", "random", "asked", "calibration", "regrade"] as const),
];
const SEVERITIES = ["minor", "major", "critical"] as const;

/** Why a call is in the queue, in the reader's words. */
export function useReasonWords(): (reasons: readonly TaskReason[]) => string[] {
  const { t } = useTranslation();
  const word = useWords();
  const format = useFormat();
  return (reasons) => [...new Set(reasons.map(told))];

  function told(reason: TaskReason): string {
    const known = CODES.find((one) => one === reason.code);
    if (!known) return reason.code;
    const sentence = t(`review.task_reason.${known}`);
    const what = whatOf(reason);
    return what ? t("review.task_reason_of", { sentence, what }) : sentence;
  }

  /** The rule that was broken says more than its severity or the pack its words are from. */
  function whatOf({ code, rule_name, value, weight }: TaskReason): string | null | undefined {
    if (rule_name) return rule_name;
    if (code === "risk") return weight == null ? null : format.decimal(weight);
    if (code === "outcome" && value) return word("outcome", value);
    return code === "severity" ? severityOf(value) : value;
  }

  function severityOf(value: string | null | undefined): string | null | undefined {
    const known = SEVERITIES.find((one) => one === value);
    return known ? t(`conditions.severity.${known}`) : value;
  }
}
