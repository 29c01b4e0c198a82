/** What goals are about, and how people write it. */
import { useTranslation } from "react-i18next";

import type { MetricName } from "../../components/metric";
import type { GoalMetric } from "../../lib/api";
import { formatDuration, useFormat } from "../../lib/format";

const NAMES = {
  dials: "dials",
  connects: "connects",
  effective_talks: "effective_talks",
  talk_s: "talk",
  sales: "sales",
} as const satisfies Record<GoalMetric, MetricName>;

export const METRICS = Object.keys(NAMES) as GoalMetric[];

const MINUTE_S = 60;

/** Talk is written and split in minutes, all else in ones. */
export function stepOf(metric: GoalMetric): number {
  return metric === "talk_s" ? MINUTE_S : 1;
}

export function useMetricName(): (metric: GoalMetric) => string {
  const { t } = useTranslation();
  return (metric) => t(`metric.${NAMES[metric]}.name`);
}

export function useAmount(): (metric: GoalMetric, value: number) => string {
  const format = useFormat();
  return (metric, value) => (metric === "talk_s" ? formatDuration(value) : format.decimal(value));
}
