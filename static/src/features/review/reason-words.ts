import { useTranslation } from "react-i18next";

import { useWords } from "../../lib/words";
import type { Task } from "./types";

type TaskReason = Task["reasons"][number];

const CODES = ["fatal", "severity", "rule", "pack", "outcome", "risk", "random", "asked"] as const;

/** Why a call is in the queue, in the reader's words. */
export function useReasonWords(): (reasons: readonly TaskReason[]) => string[] {
  const { t } = useTranslation();
  const word = useWords();
  return (reasons) => reasons.map(told);

  function told({ code, rule_name, value }: TaskReason): string {
    const known = CODES.find((one) => one === code);
    if (!known) return code;
    const what = rule_name ?? (known === "outcome" && value ? word("outcome", value) : value);
    const sentence = t(`review.task_reason.${known}`);
    return what ? `${sentence} ${what}` : sentence;
  }
}
