import { useTranslation } from "react-i18next";

import type { CampaignCard } from "./types";

/** 2026-11-01 起, 至 2026-12-31, or nothing where it is always so. */
export function usePeriodWords(): (
  period: Pick<CampaignCard, "from_date" | "until_date">,
) => string {
  const { t } = useTranslation();
  return ({ from_date: from, until_date: until }) => {
    if (from && until) return t("scorecards.period_both", { from, until });
    if (from) return t("scorecards.period_from", { from });
    return until ? t("scorecards.period_until", { until }) : "";
  };
}
