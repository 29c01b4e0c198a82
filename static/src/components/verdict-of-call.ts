import { useTranslation } from "react-i18next";

import type { Verdict } from "../lib/api";

interface Scored {
  passed: boolean | null;
  grade?: string | null | undefined;
}

export function verdictOfCall({ passed }: Pick<Scored, "passed">): Verdict {
  if (passed === null) return "not_measurable";
  return passed ? "passed" : "failed";
}

/** A call's grade, unless it is named as the verdict that stands beside it. */
export function useGrade(score: Scored): string | null | undefined {
  const { t } = useTranslation();
  return score.grade === t(`words.verdict.${verdictOfCall(score)}`) ? null : score.grade;
}
