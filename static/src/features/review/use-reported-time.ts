import { useEffect, useEffectEvent } from "react";

import type { Working } from "./use-active-time";
import type { SavingReview } from "./use-saving";

const REPORT_MS = 20_000;
const WORTH_S = 1;

/** Tells the server now and then how long somebody has worked. */
export function useReportedTime(
  saving: SavingReview,
  { active_s }: Working,
  editable: boolean,
): void {
  const report = useEffectEvent(() => {
    const worked_s = active_s - saving.review.active_s;
    if (saving.status === "saved" && worked_s >= WORTH_S)
      saving.act({ kind: "write", fields: { active_s: Math.round(active_s) } });
  });

  useEffect(() => {
    if (!editable) return;
    const timer = setInterval(() => report(), REPORT_MS);
    return () => clearInterval(timer);
  }, [editable]);
}
